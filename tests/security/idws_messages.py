"""Tokens and messages of OIO-IDWS to damage, and how to damage them."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lxml import etree

from conformance.safe_xml import parse
from conformance.security.idws import (
    FSK_AUDIENCE,
    ApexForm,
    IdwsToken,
    TokenAttribute,
    build_request,
)
from conformance.security.idws.namespaces import PREFIXES
from conformance.security.idws.token_building import build, sign
from conformance.security.pki import Credential, TestPki

ACTION = "urn:ihe:iti:2007:RegistryStoredQuery"
MESSAGE_ID = "urn:uuid:0b6e7f7c-54c9-4d0c-8a5f-3c2f7d6e9a01"
BODY = b'<q:Query xmlns:q="urn:example:query"><q:For>2512489996</q:For></q:Query>'

Damage = Callable[[etree._Element], object]


@dataclass(frozen=True, kw_only=True)
class Sender:
    """A portal that holds a token; everything it sends can be bent."""

    pki: TestPki
    holder: Credential
    now: datetime

    def token(self, **changes: object) -> IdwsToken:
        sound = IdwsToken(
            token_id="_token-1",
            issuer="FSK-TEST-STS",
            name_id="dk:gov:saml:attribute:CprNumberIdentifier:2512489996",
            issue_instant=self.now,
            not_before=self.now - timedelta(minutes=5),
            not_on_or_after=self.now + timedelta(hours=1),
            audiences=(FSK_AUDIENCE,),
            holder=self.holder.certificate,
            attributes=((TokenAttribute.CPR, ("2512489996",)),),
        )
        return replace(sound, **changes)  # type: ignore[arg-type]  # fields of IdwsToken

    def signed_token(self, **changes: object) -> etree._Element:
        return sign(build(self.token(**changes)), self.pki.sts)

    def message(
        self,
        token: etree._Element | None = None,
        *,
        credential: Credential | None = None,
        created: datetime | None = None,
        form: ApexForm = ApexForm.DECLARED,
    ) -> bytes:
        return build_request(
            self.signed_token() if token is None else token,
            parse(BODY),
            credential=credential or self.holder,
            action=ACTION,
            message_id=MESSAGE_ID,
            created=created or self.now,
            form=form,
        )


def damaged(message: bytes, damage: Damage) -> bytes:
    """*message* after *damage* has been done to its envelope."""
    root = parse(message)
    damage(root)
    return etree.tostring(root)


def at(root: etree._Element, path: str) -> etree._Element:
    """The element at *path*, in the prefixes of the profile."""
    found = root.find(path, PREFIXES)
    assert found is not None, path
    return found


def drop(path: str) -> Damage:
    """Take the element at *path* out."""

    def damage(root: etree._Element) -> None:
        element = at(root, path)
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)

    return damage


def double(path: str) -> Damage:
    """Put a copy of the element at *path* beside it."""
    return lambda root: at(root, path).addnext(deepcopy(at(root, path)))


def write(path: str, text: str) -> Damage:
    """Put another text into the element at *path*."""
    return lambda root: setattr(at(root, path), "text", text)


def put(path: str, name: str, value: str) -> Damage:
    """Set an attribute of the element at *path*."""
    return lambda root: at(root, path).set(name, value)


def rename(path: str, tag: str) -> Damage:
    """Give the element at *path* another name."""
    return lambda root: setattr(at(root, path), "tag", tag)
