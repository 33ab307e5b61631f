"""Which messages of OIO-IDWS are let in: one sound form, and a reason for each other."""

from base64 import b64encode
from copy import deepcopy
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree

from conformance.safe_xml import UnsafeXml, parse
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idws import (
    FSK_AUDIENCE,
    ApexForm,
    IdwsRefusal,
    IdwsRefused,
    IdwsVerifier,
    TokenAttribute,
)
from conformance.security.idws.canonical import canonical
from conformance.security.idws.namespaces import STR_TRANSFORM, WSU_ID, IdwsNamespace
from conformance.security.idws.token_building import build, sign
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential, TestPki
from conformance.security.refusal import Refusal, Refused
from tests.security.idws_messages import (
    ACTION,
    BODY,
    MESSAGE_ID,
    Damage,
    Sender,
    at,
    damaged,
    double,
    drop,
    put,
    rename,
    write,
)

SECURITY = "soap:Header/wsse:Security"
SIGNATURE = f"{SECURITY}/ds:Signature"
TOKEN = f"{SECURITY}/saml:Assertion"
STR = f"{SECURITY}/wsse:SecurityTokenReference"


@pytest.fixture(scope="module")
def sender(pki: TestPki, client: Credential, now: datetime) -> Sender:
    return Sender(pki=pki, holder=client, now=now)


@pytest.fixture(scope="module")
def verifier(pki: TestPki) -> IdwsVerifier:
    return IdwsVerifier(audience=FSK_AUDIENCE, trusted_certificates=[pki.sts.certificate])


@pytest.fixture(scope="module")
def message(sender: Sender) -> bytes:
    return sender.message()


def refusal(verifier: IdwsVerifier, message: bytes, now: datetime) -> IdwsRefusal | Refusal:
    with pytest.raises(DgwsFault) as raised:
        verifier.verify(message, now)
    assert isinstance(raised.value, IdwsRefused | Refused)
    assert raised.value.code is raised.value.reason.fault_code
    return raised.value.reason


@pytest.mark.parametrize("form", ApexForm)
def test_a_sound_message_is_let_in(
    form: ApexForm, sender: Sender, verifier: IdwsVerifier, now: datetime
) -> None:
    """Token, action, message id and payload are handed over, however the token's root is put."""
    request = verifier.verify(sender.message(form=form), now)
    assert request.token == sender.token()
    assert (request.action, request.message_id) == (ACTION, MESSAGE_ID)
    assert request.created == now.replace(microsecond=0)
    assert canonical(request.body) == canonical(parse(BODY))


def test_whitespace_between_parts_does_not_matter(
    message: bytes, verifier: IdwsVerifier, now: datetime
) -> None:
    """Blanks outside the signed parts and comments inside them are not part of the message."""

    def pretty(root: etree._Element) -> None:
        at(root, SECURITY).text = "\n  "
        at(root, SIGNATURE).text = "\n  "
        at(root, "soap:Body")[0].insert(0, etree.Comment("note"))

    assert verifier.verify(damaged(message, pretty), now).action == ACTION


def move_into_wrapper(path: str) -> Damage:
    """Hide the signed element deep in the header and put another one in its place."""

    def damage(root: etree._Element) -> None:
        signed = at(root, path)
        forged = deepcopy(signed)
        forged.attrib.pop(WSU_ID)
        signed.addnext(forged)
        etree.SubElement(at(root, "soap:Header"), "{urn:example:wrapper}Wrapper").append(signed)

    return damage


def signed_body_behind_a_forged_one(root: etree._Element) -> None:
    """The forged body keeps the id, in another spelling."""
    signed = at(root, "soap:Body")
    forged = deepcopy(signed)
    forged[0][0].text = "0108589995"
    forged.attrib.pop(WSU_ID)
    forged.set("Id", "body")
    signed.addprevious(forged)
    etree.SubElement(at(root, "soap:Header"), "{urn:example:wrapper}Wrapper").append(signed)


def second_token_in_the_body(root: etree._Element) -> None:
    at(root, "soap:Body")[0].append(deepcopy(at(root, TOKEN)))


def token_in_a_wrapper(root: etree._Element) -> None:
    token = at(root, TOKEN)
    etree.SubElement(at(root, SECURITY), "{urn:example:wrapper}Wrapper").append(token)


def reference_to_another_part(root: etree._Element) -> None:
    """The body's reference is turned to a copy that bears its own id."""
    other = etree.SubElement(at(root, "soap:Header"), "{urn:example:other}Other")
    other.set(WSU_ID, "other")
    reference = at(root, f"{SIGNATURE}/ds:SignedInfo/ds:Reference[@URI='#body']")
    reference.set("URI", "#other")


def processing_instruction(root: etree._Element) -> None:
    at(root, "soap:Body")[0].append(etree.ProcessingInstruction("x", "y"))


FORMS: dict[str, tuple[Damage, IdwsRefusal]] = {
    "no body": (drop("soap:Body"), IdwsRefusal.MESSAGE_FORM),
    "second body": (double("soap:Body"), IdwsRefusal.MESSAGE_FORM),
    "second header": (double("soap:Header"), IdwsRefusal.MESSAGE_FORM),
    "no security": (drop(SECURITY), IdwsRefusal.MESSAGE_FORM),
    "second security": (double(SECURITY), IdwsRefusal.MESSAGE_FORM),
    "no timestamp": (drop(f"{SECURITY}/wsu:Timestamp"), IdwsRefusal.MESSAGE_FORM),
    "second timestamp": (double(f"{SECURITY}/wsu:Timestamp"), IdwsRefusal.MESSAGE_FORM),
    "no action": (drop("soap:Header/wsa:Action"), IdwsRefusal.MESSAGE_FORM),
    "second action": (double("soap:Header/wsa:Action"), IdwsRefusal.MESSAGE_FORM),
    "no message id": (drop("soap:Header/wsa:MessageID"), IdwsRefusal.MESSAGE_FORM),
    "empty message id": (write("soap:Header/wsa:MessageID", " "), IdwsRefusal.MESSAGE_FORM),
    "no token reference": (drop(STR), IdwsRefusal.MESSAGE_FORM),
    "second token reference": (double(STR), IdwsRefusal.MESSAGE_FORM),
    "processing instruction": (processing_instruction, IdwsRefusal.MESSAGE_FORM),
    "token in a wrapper": (token_in_a_wrapper, IdwsRefusal.MESSAGE_FORM),
    "no token": (drop(TOKEN), IdwsRefusal.NO_TOKEN),
    "second token": (double(TOKEN), IdwsRefusal.SEVERAL_TOKENS),
    "second token in the body": (second_token_in_the_body, IdwsRefusal.SEVERAL_TOKENS),
    "encrypted token": (
        rename(TOKEN, Namespace.SAML.tag("EncryptedAssertion")),
        IdwsRefusal.ENCRYPTED_TOKEN,
    ),
    "no signature": (drop(SIGNATURE), IdwsRefusal.NOT_SIGNED),
    "second signature": (double(SIGNATURE), IdwsRefusal.SIGNATURE_FORM),
    "unsigned token": (drop(f"{TOKEN}/ds:Signature"), IdwsRefusal.NOT_SIGNED),
    "token signed twice": (double(f"{TOKEN}/ds:Signature"), IdwsRefusal.SIGNATURE_FORM),
    "no key info": (drop(f"{SIGNATURE}/ds:KeyInfo"), IdwsRefusal.SIGNATURE_FORM),
    "key info without reference": (
        drop(f"{SIGNATURE}/ds:KeyInfo/wsse:SecurityTokenReference"),
        IdwsRefusal.SIGNATURE_FORM,
    ),
    "key info of another token": (
        write(f"{SIGNATURE}/ds:KeyInfo/wsse:SecurityTokenReference/wsse:KeyIdentifier", "_other"),
        IdwsRefusal.SIGNATURE_FORM,
    ),
    "reference to another token": (
        write(f"{STR}/wsse:KeyIdentifier", "_other"),
        IdwsRefusal.SIGNATURE_FORM,
    ),
    "reference of another type": (
        put(f"{STR}/wsse:KeyIdentifier", "ValueType", "urn:example"),
        IdwsRefusal.SIGNATURE_FORM,
    ),
    "no base64": (write(f"{SIGNATURE}/ds:SignatureValue", "æ"), IdwsRefusal.SIGNATURE_FORM),
    "weak algorithm": (
        put(
            f"{SIGNATURE}/ds:SignedInfo/ds:SignatureMethod",
            "Algorithm",
            "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        ),
        IdwsRefusal.ALGORITHM,
    ),
    "keyed hash": (
        put(
            f"{SIGNATURE}/ds:SignedInfo/ds:SignatureMethod",
            "Algorithm",
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
        ),
        IdwsRefusal.ALGORITHM,
    ),
    "weak digest": (
        put(
            f"{SIGNATURE}/ds:SignedInfo/ds:Reference/ds:DigestMethod",
            "Algorithm",
            "http://www.w3.org/2000/09/xmldsig#sha1",
        ),
        IdwsRefusal.ALGORITHM,
    ),
    "another transform": (
        put(
            f"{SIGNATURE}/ds:SignedInfo/ds:Reference/ds:Transforms/ds:Transform",
            "Algorithm",
            "http://www.w3.org/TR/1999/REC-xpath-19991116",
        ),
        IdwsRefusal.ALGORITHM,
    ),
    "another canonicalization": (
        put(
            f"{SIGNATURE}/ds:SignedInfo/ds:CanonicalizationMethod",
            "Algorithm",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        ),
        IdwsRefusal.ALGORITHM,
    ),
    "reference outwards": (
        put(f"{SIGNATURE}/ds:SignedInfo/ds:Reference", "URI", "http://127.0.0.1/x"),
        IdwsRefusal.SIGNATURE_FORM,
    ),
    "reference to everything": (
        put(f"{SIGNATURE}/ds:SignedInfo/ds:Reference", "URI", ""),
        IdwsRefusal.SIGNATURE_FORM,
    ),
    "reference dropped": (
        drop(f"{SIGNATURE}/ds:SignedInfo/ds:Reference[@URI='#body']"),
        IdwsRefusal.WRONG_HOLDER,
    ),
    "reference turned": (reference_to_another_part, IdwsRefusal.WRONG_HOLDER),
    "altered body": (write("soap:Body/*/*", "0108589995"), IdwsRefusal.ALTERED_PART),
    "altered action": (write("soap:Header/wsa:Action", "urn:x"), IdwsRefusal.ALTERED_PART),
    "altered message id": (write("soap:Header/wsa:MessageID", "urn:x"), IdwsRefusal.ALTERED_PART),
    "altered time": (
        write(f"{SECURITY}/wsu:Timestamp/wsu:Created", "2026-03-02T09:31:00Z"),
        IdwsRefusal.ALTERED_PART,
    ),
    "altered token": (
        write(f"{TOKEN}//saml:AttributeValue", "0108589995"),
        IdwsRefusal.WRONG_TOKEN_SIGNATURE,
    ),
    "wrapped body": (move_into_wrapper("soap:Body"), IdwsRefusal.UNSIGNED_PART),
    "wrapped body, same id": (signed_body_behind_a_forged_one, IdwsRefusal.AMBIGUOUS_ID),
    "wrapped action": (move_into_wrapper("soap:Header/wsa:Action"), IdwsRefusal.UNSIGNED_PART),
    "wrapped message id": (
        move_into_wrapper("soap:Header/wsa:MessageID"),
        IdwsRefusal.UNSIGNED_PART,
    ),
    "wrapped timestamp": (
        move_into_wrapper(f"{SECURITY}/wsu:Timestamp"),
        IdwsRefusal.UNSIGNED_PART,
    ),
    "wrapped token reference": (move_into_wrapper(STR), IdwsRefusal.SIGNATURE_FORM),
    "id borne twice": (put("soap:Body/*", "ID", "body"), IdwsRefusal.AMBIGUOUS_ID),
    "id not borne": (put("soap:Body", WSU_ID, "elsewhere"), IdwsRefusal.AMBIGUOUS_ID),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_message_that_is_not_sound_is_refused(
    name: str, message: bytes, verifier: IdwsVerifier, now: datetime
) -> None:
    """Every damage and every attack has its reason."""
    damage, reason = FORMS[name]
    assert refusal(verifier, damaged(message, damage), now) is reason


def test_a_comment_in_a_signed_text_does_not_shorten_it(
    message: bytes, verifier: IdwsVerifier, now: datetime
) -> None:
    """What is read is what is signed, however a comment splits it."""

    def split(root: etree._Element) -> None:
        for path in (f"{TOKEN}//saml:AttributeValue", "soap:Header/wsa:Action"):
            element = at(root, path)
            text = element.text or ""
            element.text = text[:4]
            comment = etree.Comment("")
            comment.tail = text[4:]
            element.append(comment)

    request = verifier.verify(damaged(message, split), now)
    assert (request.token.cpr, request.action) == ("2512489996", ACTION)


def test_every_byte_of_the_signed_parts_counts(
    message: bytes, verifier: IdwsVerifier, now: datetime
) -> None:
    """A flipped byte in body, token or signature value is refused."""
    for marker in (
        b"2512489996</q:For>",
        b"2512489996</saml:AttributeValue>",
        b"</ds:SignatureValue><ds:KeyInfo><wsse",
    ):
        place = message.index(marker) - (20 if marker.startswith(b"</") else 0)
        flipped = bytearray(message)
        flipped[place] = ord("A") if flipped[place] != ord("A") else ord("B")
        with pytest.raises(IdwsRefused):
            verifier.verify(bytes(flipped), now)


def resigned(message: bytes, credential: Credential, change: Damage) -> bytes:
    """*message* with its SignedInfo changed and signed again with the holder's key."""
    root = parse(message)
    change(root)
    info = at(root, f"{SIGNATURE}/ds:SignedInfo")
    value = credential.private_key.sign(canonical(info), padding.PKCS1v15(), hashes.SHA256())
    at(root, f"{SIGNATURE}/ds:SignatureValue").text = b64encode(value).decode("ascii")
    return etree.tostring(root)


@pytest.mark.parametrize("target", ["action", "messageID", "ts", "body", "str"])
def test_every_required_part_must_be_signed(
    target: str, message: bytes, client: Credential, verifier: IdwsVerifier, now: datetime
) -> None:
    """A message that its holder signs but for one part is refused."""
    change = drop(f"{SIGNATURE}/ds:SignedInfo/ds:Reference[@URI='#{target}']")
    assert refusal(verifier, resigned(message, client, change), now) is IdwsRefusal.UNSIGNED_PART


def test_an_unsigned_addressing_header_is_refused(
    message: bytes, verifier: IdwsVerifier, now: datetime
) -> None:
    """A wsa:To that the signature does not cover may be anybody's."""

    def add(root: etree._Element) -> None:
        etree.SubElement(at(root, "soap:Header"), IdwsNamespace.WSA.tag("To")).text = "urn:x"

    assert refusal(verifier, damaged(message, add), now) is IdwsRefusal.UNSIGNED_PART


def test_other_headers_need_no_signature(
    message: bytes, verifier: IdwsVerifier, now: datetime
) -> None:
    """Header blocks that nobody uses may be there."""

    def add(root: etree._Element) -> None:
        etree.SubElement(at(root, "soap:Header"), "{urn:example:other}Other").text = "x"

    assert verifier.verify(damaged(message, add), now).action == ACTION


def test_the_token_reference_must_be_signed_through_the_transform(
    message: bytes, client: Credential, verifier: IdwsVerifier, now: datetime
) -> None:
    """Neither the reference alone, nor the transform on another part, will do."""

    def plain(root: etree._Element) -> None:
        transform = at(root, f"{SIGNATURE}//ds:Transform[@Algorithm='{STR_TRANSFORM}']")
        transform.set("Algorithm", "http://www.w3.org/2001/10/xml-exc-c14n#")
        transform.remove(transform[0])
        digest = sha256(canonical(at(root, STR))).digest()
        value = at(root, f"{SIGNATURE}//ds:Reference[@URI='#str']/ds:DigestValue")
        value.text = b64encode(digest).decode()

    def on_the_body(root: etree._Element) -> None:
        drop(f"{SIGNATURE}//ds:Reference[@URI='#body']")(root)
        at(root, f"{SIGNATURE}//ds:Reference[@URI='#str']").set("URI", "#body")

    found = [
        refusal(verifier, resigned(message, client, change), now) for change in (plain, on_the_body)
    ]
    assert found == [IdwsRefusal.UNSIGNED_PART, IdwsRefusal.SIGNATURE_FORM]


def test_too_many_references_are_refused(
    message: bytes, client: Credential, verifier: IdwsVerifier, now: datetime
) -> None:
    """Each costs a canonicalization, so that a holder could keep the service busy."""

    def many(root: etree._Element) -> None:
        reference = at(root, f"{SIGNATURE}//ds:Reference")
        for _ in range(40):
            reference.addnext(deepcopy(reference))

    reason = refusal(verifier, resigned(message, client, many), now)
    assert reason is IdwsRefusal.SIGNATURE_FORM


def test_another_holder_than_the_tokens_is_refused(
    sender: Sender, pki: TestPki, verifier: IdwsVerifier, now: datetime
) -> None:
    """A stolen token is of no use without the key that it was issued to."""
    message = sender.message(credential=pki.ca)
    assert refusal(verifier, message, now) is IdwsRefusal.WRONG_HOLDER


def test_inclusive_namespaces_are_taken_into_account(
    message: bytes, client: Credential, verifier: IdwsVerifier, now: datetime
) -> None:
    """Widespread stacks sign with a PrefixList; the declarations of ancestors count."""

    def with_prefixes(root: etree._Element) -> None:
        reference = at(root, f"{SIGNATURE}//ds:Reference[@URI='#body']")
        transform = at(reference, "ds:Transforms/ds:Transform")
        etree.SubElement(transform, IdwsNamespace.EXCLUSIVE_C14N.tag("InclusiveNamespaces")).set(
            "PrefixList", "wsa saml"
        )
        octets = canonical(at(root, "soap:Body"), ("wsa", "saml"))
        assert octets.count(b"xmlns:wsa=") == 1
        at(reference, "ds:DigestValue").text = b64encode(sha256(octets).digest()).decode()

    assert verifier.verify(resigned(message, client, with_prefixes), now).action == ACTION


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"audiences": ("https://minlog",)}, IdwsRefusal.WRONG_AUDIENCE),
        ({"audiences": ()}, IdwsRefusal.WRONG_AUDIENCE),
        ({"audiences": ("https://minlog", FSK_AUDIENCE)}, None),
        ({"audiences": (f"{FSK_AUDIENCE}/",)}, IdwsRefusal.WRONG_AUDIENCE),
        ({"not_on_or_after": timedelta(0)}, IdwsRefusal.TOKEN_EXPIRED),
        ({"not_on_or_after": timedelta(seconds=1)}, None),
        ({"not_before": timedelta(seconds=1)}, IdwsRefusal.TOKEN_NOT_YET_VALID),
        ({"not_before": timedelta(0)}, None),
        ({"not_before": None}, None),
    ],
)
def test_the_token_is_for_this_service_and_this_time(
    changes: dict[str, object],
    reason: IdwsRefusal | None,
    sender: Sender,
    verifier: IdwsVerifier,
    now: datetime,
) -> None:
    """Audience letter for letter; the end does not count any more, the beginning does."""
    at_once = {k: now + v if isinstance(v, timedelta) else v for k, v in changes.items()}
    message = sender.message(sender.signed_token(**at_once))
    if reason is None:
        assert verifier.verify(message, now).action == ACTION
    else:
        assert refusal(verifier, message, now) is reason


@pytest.mark.parametrize(
    ("by", "is_fresh"),
    [
        (timedelta(minutes=5), True),
        (timedelta(minutes=5, seconds=2), False),
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-5, seconds=-2), False),
    ],
)
def test_a_message_counts_for_five_minutes(
    by: timedelta, is_fresh: bool, sender: Sender, verifier: IdwsVerifier, now: datetime
) -> None:
    """Older and newer ones are refused, though their token is still good."""
    now = now.replace(microsecond=0)
    message = sender.message(sender.signed_token(not_before=None), created=now - by)
    if is_fresh:
        assert verifier.verify(message, now).created == now - by
    else:
        assert refusal(verifier, message, now) is IdwsRefusal.STALE_MESSAGE


def test_a_message_that_says_when_it_ends_counts_until_then(
    sender: Sender, verifier: IdwsVerifier, now: datetime
) -> None:
    """wsu:Expires is heeded where it is signed with the timestamp."""

    def ending(root: etree._Element) -> None:
        timestamp = at(root, f"{SECURITY}/wsu:Timestamp")
        etree.SubElement(timestamp, Namespace.WSU.tag("Expires")).text = "2026-03-02T09:31:15Z"
        reference = at(root, f"{SIGNATURE}//ds:Reference[@URI='#ts']")
        digest = sha256(canonical(timestamp)).digest()
        at(reference, "ds:DigestValue").text = b64encode(digest).decode()

    message = resigned(sender.message(), sender.holder, ending)
    assert verifier.verify(message, now).action == ACTION
    late = now + timedelta(minutes=1)
    assert refusal(verifier, message, late) is IdwsRefusal.STALE_MESSAGE


def bearer(assertion: etree._Element) -> None:
    confirmation = at(assertion, "saml:Subject/saml:SubjectConfirmation")
    confirmation.set("Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer")


def doubled_attribute(assertion: etree._Element) -> None:
    attribute = at(assertion, "saml:AttributeStatement/saml:Attribute")
    attribute.addnext(deepcopy(attribute))


MALFORMED: dict[str, Damage] = {
    "bearer": bearer,
    "version": lambda a: a.set("Version", "1.1"),
    "no subject": drop("saml:Subject"),
    "second subject": double("saml:Subject"),
    "no name": drop("saml:Subject/saml:NameID"),
    "no conditions": drop("saml:Conditions"),
    "no end": lambda a: at(a, "saml:Conditions").attrib.pop("NotOnOrAfter"),
    "time without zone": lambda a: a.set("IssueInstant", "2026-03-02T09:30:15"),
    "no audience restriction": drop("saml:Conditions/saml:AudienceRestriction"),
    "no attributes": drop("saml:AttributeStatement"),
    "doubled attribute": doubled_attribute,
    "attribute without name": lambda a: at(a, ".//saml:Attribute").attrib.pop("Name"),
    "element in a value": lambda a: etree.SubElement(at(a, ".//saml:AttributeValue"), "x"),
    "no certificate": drop("saml:Subject//ds:X509Certificate"),
    "second certificate": double("saml:Subject//ds:X509Certificate"),
    "damaged certificate": write("saml:Subject//ds:X509Certificate", "AAAA"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_token_that_is_none_of_the_profile_is_refused(
    name: str, sender: Sender, verifier: IdwsVerifier, now: datetime
) -> None:
    """Although the STS has signed it."""
    assertion = build(sender.token())
    MALFORMED[name](assertion)
    message = sender.message(sign(assertion, sender.pki.sts))
    assert refusal(verifier, message, now) is IdwsRefusal.MALFORMED_TOKEN


def test_the_end_of_the_confirmation_counts_too(
    sender: Sender, verifier: IdwsVerifier, now: datetime
) -> None:
    """The earlier of the two ends is the token's."""
    assertion = build(sender.token())
    data = at(assertion, "saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData")
    data.set("NotOnOrAfter", "2026-03-02T09:30:15Z")
    message = sender.message(sign(assertion, sender.pki.sts))
    assert refusal(verifier, message, now) is IdwsRefusal.TOKEN_EXPIRED


def test_a_token_must_be_the_stss(
    sender: Sender, verifier: IdwsVerifier, client: Credential, now: datetime
) -> None:
    """A token that a client signs with its own certificate is refused."""
    message = sender.message(sign(build(sender.token()), client))
    assert refusal(verifier, message, now) is Refusal.CERTIFICATE_UNTRUSTED


def test_the_holders_certificate_must_be_valid(
    sender: Sender, verifier: IdwsVerifier, pki: TestPki, now: datetime
) -> None:
    """A certificate that has run out confirms nobody."""
    expired = pki.expired("Portal", "20921897", "Portal")
    message = sender.message(sender.signed_token(holder=expired.certificate), credential=expired)
    assert refusal(verifier, message, now) is Refusal.CERTIFICATE_EXPIRED


def test_the_signed_octets_of_a_token_reference_are_those_of_the_standard(sender: Sender) -> None:
    """The message's digest for the reference is over the token with an empty default namespace.

    The octets are put together here by hand, as WSS4J does it.
    """
    root = parse(sender.message())
    token = etree.tostring(at(root, TOKEN), method="c14n", exclusive=True, with_comments=False)
    assert token.startswith(b"<saml:Assertion xmlns:saml=")
    octets = token.replace(b" ", b' xmlns="" ', 1)
    found = at(root, f"{SIGNATURE}//ds:Reference[@URI='#str']/ds:DigestValue").text
    assert found == b64encode(sha256(octets).digest()).decode()


@pytest.mark.parametrize(
    ("attributes", "cpr", "is_employee"),
    [
        ({}, None, False),
        ({TokenAttribute.CPR: ("1",)}, "1", False),
        ({TokenAttribute.CPR_2: ("1",)}, "1", False),
        ({TokenAttribute.CPR: ("1",), TokenAttribute.CPR_2: ("1",)}, "1", False),
        ({TokenAttribute.CPR: ("1",), TokenAttribute.CPR_2: ("2",)}, None, False),
        ({TokenAttribute.CPR: ("1", "2")}, None, False),
        ({TokenAttribute.CPR: ("",)}, None, False),
        ({TokenAttribute.CPR: ("1",), TokenAttribute.CVR: ("20921897",)}, "1", True),
    ],
)
def test_whom_a_token_names(
    attributes: dict[TokenAttribute, tuple[str, ...]],
    cpr: str | None,
    is_employee: bool,
    sender: Sender,
) -> None:
    """One CPR number by either name; an employer makes an employee."""
    token = sender.token(attributes=tuple(attributes.items()))
    assert (token.cpr, token.is_employee) == (cpr, is_employee)


@pytest.mark.parametrize(
    "hostile",
    [b"", b"<", b"<x/>", b"<!DOCTYPE x><x/>", b"<soap:Envelope xmlns:soap='urn:x'/>"],
)
def test_what_is_no_envelope_is_a_syntax_error(
    hostile: bytes, verifier: IdwsVerifier, now: datetime
) -> None:
    """The fault is that of every SOAP service here."""
    with pytest.raises(DgwsFault) as raised:
        verifier.verify(hostile, now)
    assert raised.value.code is FaultCode.SYNTAX_ERROR


def test_a_namespace_that_would_be_repeated_endlessly_is_refused(
    message: bytes, verifier: IdwsVerifier, now: datetime
) -> None:
    """A long name and many elements make gigabytes when canonicalized; nothing is signed yet."""
    many = b'<x xmlns:n="urn:' + b"n" * 100_000 + b'">' + b"<n:y/>" * 1_000 + b"</x>"
    heavy = message.replace(b"<saml:Issuer>", many + b"<saml:Issuer>", 1)
    assert refusal(verifier, heavy, now) is IdwsRefusal.MESSAGE_FORM


def test_a_signed_part_that_outgrows_the_parser_is_refused(
    sender: Sender, verifier: IdwsVerifier, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is canonicalized is read again, and bounded again."""
    monkeypatch.setattr("conformance.security.idws.canonical.parse", _too_big)
    assert refusal(verifier, sender.message(), now) is IdwsRefusal.MESSAGE_FORM


def _too_big(octets: bytes, *, source: str) -> etree._Element:
    raise UnsafeXml(f"{source}: expected fewer bytes, found {len(octets)}")
