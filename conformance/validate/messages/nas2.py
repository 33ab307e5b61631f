"""Rules for NAS2: notifications about a citizen, and subscriptions to them."""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.nas.vocabulary import Namespace
from conformance.validate.messages.rule import Basis, Breach, Element, Message, quoted, rule

_CONTENT: Final = "{http://nsi.dk/advis/v10}NotifyContent"
_CPR: Final = "http://nsi.dk/advis/v10/CPR"
_SIMPLE: Final = "http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple"
_MESSAGE_DIALECT: Final = "http://nsi.dk/advis/v10/IDMCP_Dialect"


@rule(
    "NAS2-01",
    basis=Basis.SCHEMA,
    fix="Put exactly one element, of any namespace, into NotifyContent.",
    bad='<nas:NotifyContent id="2512489996" idType="http://nsi.dk/advis/v10/CPR"/>',
)
def one_element_of_content(message: Message) -> Iterator[Breach]:
    """A notification carries one element of content, whose name is its register's affair.

    <nas:NotifyContent id="2512489996" idType="http://nsi.dk/advis/v10/CPR"><x/></nas:NotifyContent>

    Source: ID_MCP-v14.xsd of NAS2.
    """
    for content in _contents(message):
        found = len(content.findall("*"))
        if found != 1:
            yield Breach(at=content, expected="one element", found=str(found))


@rule(
    "NAS2-02",
    basis=Basis.NSP,
    severity=Severity.WARNING,
    fix=f"Name the citizen in id, and say with idType {_CPR} that it is a CPR number.",
    bad=('idType="http://nsi.dk/advis/v10/CPR"', 'idType="cpr"'),
)
def citizen_is_named(message: Message) -> Iterator[Breach]:
    """A notification names its citizen, and says that the id is a CPR number.

    <nas:NotifyContent id="2512489996" idType="http://nsi.dk/advis/v10/CPR">…</nas:NotifyContent>

    A sample of the resuscitation register has `cpr`; all three attributes are optional in the
    schema. Source: NSP's NAS2 guide.
    """
    for content in _contents(message):
        if not content.get("id"):
            yield Breach(at=content, attribute="id", expected="a CPR number", found="none")
        if content.get("idType") != _CPR:
            found = quoted(content.get("idType"))
            yield Breach(at=content, attribute="idType", expected=_CPR, found=found)


@rule(
    "NAS2-03",
    basis=Basis.SCHEMA,
    severity=Severity.WARNING,
    fix=f"Use the dialect {_SIMPLE}: a topic is an opaque string.",
    bad=("TopicExpression/Simple", "TopicExpression/Full"),
)
def topics_are_simple(message: Message) -> Iterator[Breach]:
    """Topics are told in the Simple dialect.

    <wsnt:Topic Dialect="http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple">…</wsnt:Topic>

    Source: the WSDLs of NAS2.
    """
    for name in ("Topic", "TopicExpression"):
        for topic in message.root.iter(Namespace.WSNT.tag(name)):
            if topic.get("Dialect") != _SIMPLE:
                found = quoted(topic.get("Dialect"))
                yield Breach(at=topic, attribute="Dialect", expected=_SIMPLE, found=found)


@rule(
    "NAS2-04",
    basis=Basis.SCHEMA,
    fix="Name the pull point that CreatePullPoint returned as ConsumerReference.",
    bad="<wsnt:Subscribe><wsnt:Filter>…</wsnt:Filter></wsnt:Subscribe>",
)
def subscription_names_its_pull_point(message: Message) -> Iterator[Breach]:
    """A subscription says where notifications go.

    <wsnt:Subscribe><wsnt:ConsumerReference>…</wsnt:ConsumerReference>…</wsnt:Subscribe>

    Source: b-2.xsd of NAS2.
    """
    if message.root.tag == Namespace.WSNT.tag("Subscribe"):
        found = len(message.root.findall(Namespace.WSNT.tag("ConsumerReference")))
        if found != 1:
            yield Breach(at=message.root, expected="one ConsumerReference", found=str(found))


@rule(
    "NAS2-05",
    basis=Basis.SCHEMA,
    severity=Severity.WARNING,
    fix=f"Use the dialect {_MESSAGE_DIALECT} for the filter on citizens.",
    bad=("IDMCP_Dialect", "Other"),
)
def filter_dialect(message: Message) -> Iterator[Breach]:
    """A filter on citizens is told in the dialect of NAS.

    <wsnt:MessageContent Dialect="http://nsi.dk/advis/v10/IDMCP_Dialect">…</wsnt:MessageContent>

    Source: the WSDLs of NAS2.
    """
    for content in message.root.iter(Namespace.WSNT.tag("MessageContent")):
        if content.get("Dialect") != _MESSAGE_DIALECT:
            found = quoted(content.get("Dialect"))
            yield Breach(at=content, attribute="Dialect", expected=_MESSAGE_DIALECT, found=found)


def _contents(message: Message) -> list[Element]:
    return list(message.root.iter(_CONTENT))


RULES: Final = (
    one_element_of_content,
    citizen_is_named,
    topics_are_simple,
    subscription_names_its_pull_point,
    filter_dialect,
)
