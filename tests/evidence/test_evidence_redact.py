"""What is kept of a message: readable, with roles and ids, and nothing that can be replayed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conformance.evidence import redact as redaction
from conformance.evidence.redact import MAX_TEXT, REMOVED, SECRET_ELEMENTS, redact, redact_text

SECRET = "c2VjcmV0c2VjcmV0c2VjcmV0"

CARD = (
    b'<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Stamkort \xc3\xa6</title></ClinicalDocument>'
)

ENVELOPE = f"""<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">
 <S:Header><saml:Assertion ID="IDCard">
  <saml:Attribute Name="medcom:UserRole">
   <saml:AttributeValue>7170</saml:AttributeValue></saml:Attribute>
  <ds:Signature><ds:SignedInfo><ds:DigestValue>{SECRET}</ds:DigestValue></ds:SignedInfo>
  <ds:SignatureValue>{SECRET}<!-- {SECRET} --></ds:SignatureValue>
  <ds:X509Certificate>{SECRET}</ds:X509Certificate></ds:Signature></saml:Assertion></S:Header>
 <S:Body/></S:Envelope>""".encode()


def test_an_envelope_keeps_roles_and_ids_and_loses_what_can_be_replayed() -> None:
    """Signature, certificate and digest go; the assertion's attributes stay."""
    safe = redact(ENVELOPE)
    assert safe.media_type == "application/xml"
    assert SECRET not in safe.text
    assert safe.text.count(REMOVED) == 3
    assert "7170" in safe.text
    assert 'ID="IDCard"' in safe.text


@pytest.mark.parametrize("name", sorted(SECRET_ELEMENTS))
@pytest.mark.parametrize(
    "pattern",
    [
        "<a><{n}>{s}</{n}></a>",
        '<a xmlns:p="p"><p:{n} x="1">{s}</p:{n}></a>',
        "<a><{n}><b>{s}</b>{s}</{n}></a>",
        "<a><{n}>{s}",
        "<a><p:{n}>{s}</p:{n}>",
        "<a><{n}><![CDATA[{s}]]></{n}>",
        "<a><{n}>&#65;{s}</{n}>",
        "<a>&lt;p:{n}&gt;{s}&lt;/p:{n}&gt;</a>",
        "<a><![CDATA[<{n}>{s}</{n}>]]></a>",
        "<!DOCTYPE a><a><{n}>{s}</{n}></a>",
        "--b\r\nContent-Type: application/xop+xml\r\n\r\n<a><{n}>{s}</{n}></a>\r\n--b--",
    ],
)
def test_a_secret_element_loses_its_content_in_every_dress(name: str, pattern: str) -> None:
    """Well-formed, broken, escaped, in CDATA, behind a DTD or in MIME: the content goes."""
    assert SECRET not in redact(pattern.format(n=name, s=SECRET).encode()).text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_no_encoding_blinds_the_patterns(encoding: str) -> None:
    """Text in UTF-16, with or without its mark, is cleaned like any other."""
    data = f"broken <SignatureValue>{SECRET}</SignatureValue>".encode(encoding)
    assert SECRET not in redact(data).text


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {SECRET}",
        f"authorization : Holder-of-key {SECRET}\r\nX: 1",
        f"Proxy-Authorization: Basic {SECRET}",
        f"Cookie: a={SECRET}; b=1",
        f"Set-Cookie: a=1;\r\n b={SECRET}",
        f"says Bearer {SECRET}",
        f'{{"access_token": "{SECRET}"}}',
        f'{{"password" : "a\\"{SECRET}"}}',
        f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----",
        f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}",
        f"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.{SECRET}",
    ],
)
def test_text_loses_keys_tokens_and_cookies(text: str) -> None:
    """What is not XML is searched for the common carriers of secrets."""
    assert SECRET not in redact_text(text)
    assert REMOVED in redact_text(text)


def test_a_comment_beside_the_message_loses_what_it_must() -> None:
    """Before its first element, and after its last."""
    comments = (
        b"<!-- Authorization: Basic c2VjcmV0IHdvcmQ= -->",
        b"<!--eyJhbGciOiJ.eyJzdWIiOiI.c2-->",
    )
    text = redact(comments[0] + b"<message>kept</message>" + comments[1]).text
    assert "kept" in text
    assert "c2VjcmV0" not in text
    assert "eyJ" not in text


@pytest.mark.parametrize("aside", ["<!-- {} -->", "<?note {} ?>"])
def test_a_header_that_was_commented_out_loses_what_it_must(aside: str) -> None:
    """Elements in a comment or an instruction are text, and no less secret."""
    header = aside.format(f"<wsse:BinarySecurityToken>{SECRET}</wsse:BinarySecurityToken>")
    assert SECRET not in redact(f"<a><b>kept</b>{header}</a>".encode()).text


def test_what_follows_a_secret_header_stays() -> None:
    """Only the secret goes, not the rest of the message."""
    text = f'Authorization: Bearer {SECRET}\r\nSOAPAction: "x"\r\n\r\nbody'
    assert redact_text(text).endswith('SOAPAction: "x"\r\n\r\nbody')


def test_a_document_is_decoded_and_kept_beside_the_message() -> None:
    """A card in ihe:Document can be read; the message says where it went."""
    encoded = base64.encodebytes(CARD).decode()
    safe = redact(f'<R xmlns="urn:ihe:iti:xds-b:2007"><Document>{encoded}</Document></R>'.encode())
    assert [document.media_type for document in safe.documents] == ["application/xml"]
    assert "Stamkort æ" in safe.documents[0].text
    assert f"[document 1, {len(CARD)} bytes, kept beside this]" in safe.text
    assert encoded.strip() not in safe.text


def test_a_document_inside_is_made_safe_too() -> None:
    """Secrets do not survive in base64."""
    inner = base64.b64encode(ENVELOPE).decode()
    safe = redact(f'<R xmlns="urn:ihe:iti:xds-b:2007"><Document>{inner}</Document></R>'.encode())
    assert SECRET not in safe.documents[0].text


def test_a_document_that_is_no_base64_stays_as_it_is() -> None:
    """A broken answer is shown as it came."""
    safe = redact(b'<R xmlns="urn:ihe:iti:xds-b:2007"><Document>no base64!</Document></R>')
    assert safe.documents == ()
    assert "no base64!" in safe.text


def test_bytes_that_are_no_xml_are_shown_bounded() -> None:
    """The text says how much was cut."""
    safe = redact(b"x" * (MAX_TEXT + 5))
    assert safe.media_type == "text/plain"
    assert safe.text.endswith(f"[cut: 5 of {MAX_TEXT + 5} characters are not shown]")


@given(st.binary(max_size=300))
def test_any_bytes_can_be_kept(data: bytes) -> None:
    """No message breaks the evidence, and what is kept can be written as UTF-8."""
    redact(data).text.encode()


TEXTS = [
    "Bearer {s}",
    "Bearer\u00a0{s}",
    "Bea\x7frer {s}",
    "Basic {s}",
    "Holder-of-key {s}",
    "Authorization:{s}",
    '{{"password":"{s}"}}',
    "BAS\u0131C {s}",
    "Ba\u017fic\n{s}",
    "BAS\u0130C {s}",
    "Holder-of-\u212aey\t{s}",
    "eyJ{s}.abc.def",
    "-----BEGIN RSA PRIVATE KEY-----{s}",
    "x\nAuthorization : {s}",
    "author\u0131zation: {s}",
    "AUTHOR\u0130ZATION: {s}",
    "Proxy-Authorization\t: {s}",
    "Set-Cookie2: {s}",
    "Cookie\t: {s}",
    "coo\u212aie: {s}",
    '{{"access_token" : "{s}"}}',
    '{{"client_secret"\r\n\t: "{s}"}}',
    '{{"pa\u017fsword":"{s}"}}',
    "<p:Password>{s}</p:Password>",
    "<DigestValue>{s}",
    "&lt;Password&gt;{s}&lt;/Password&gt;",
    "&lt;\u00e6:Password&gt;{s}&lt;/Password&gt;",
]
"""Secrets in texts, also in letters that stand for others where case is ignored."""


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("place", ["text", "tail", "attribute"])
def test_a_secret_in_a_text_goes_wherever_the_text_stands_in_a_message(
    text: str, place: str
) -> None:
    """A whole message is looked through when one sign of a secret is in it."""
    words = text.format(s=SECRET)
    assert SECRET not in redact_text(words)
    root = etree.Element("a")
    child = etree.SubElement(root, "b")
    if place == "attribute":
        root.set("c", words)
    else:
        setattr(child, place, words)
    assert SECRET not in redact(etree.tostring(root, encoding="utf-8")).text


PIECES = [
    *("Bearer", "BAS\u0130C", "holder-of-\u212aey", "Author\u0131zation", "Set-Coo", "kie", "2"),
    *("-----BEGIN PRIVATE KEY-----", "eyJ", ".", "token", "pa\u017fsword", '"', ":", "<", "&lt;"),
    *("Password", "p:", ">", "/", " ", "\t", "\n", "\r", "\u00a0", "\x7f", "\u00e6", SECRET),
]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), st.booleans())
def test_what_is_kept_of_any_text_has_been_looked_through(text: str, in_attribute: bool) -> None:
    """No text is spared for want of a sign: what is kept is what a look through it leaves."""
    root = etree.Element("a")
    if in_attribute:
        root.set("c", text)
    else:
        root.text = text
    kept = etree.fromstring(redact(etree.tostring(root, encoding="utf-8")).text)
    found = kept.get("c") if in_attribute else kept.text
    assert (found or "") == redact_text(text)


@pytest.mark.parametrize("name", ["password", "Secret", "p:TOKEN"])
def test_an_attribute_of_a_telling_name_loses_its_value(name: str) -> None:
    """Whatever case it is in, and whatever prefix it has."""
    text = redact(f'<a xmlns:p="urn:p" {name} = \'{SECRET}\' kept="1"/>'.encode()).text
    assert SECRET not in text
    assert f'{name}="{REMOVED}"' in text
    assert 'kept="1"' in text


def test_a_message_is_laid_out_for_reading_and_texts_stay_as_they_are() -> None:
    """Each element has a line, however the message came; words keep the blanks between them."""
    sent = b"<a>\n<b><c>x</c><d> </d></b><e>one <f>two</f> <g>three</g></e></a>"
    lines = ["<a>", "  <b>", "    <c>x</c>", "    <d> </d>", "  </b>"]
    words = "  <e>one <f>two</f> <g>three</g></e>"
    assert redact(sent).text.splitlines() == [*lines, words, "</a>"]


def test_a_message_without_a_sign_of_a_secret_is_not_looked_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An ordinary card costs one search, not one for each of its texts."""
    monkeypatch.setattr(redaction, "redact_text", lambda _: pytest.fail("looked through"))
    card = CARD.replace(b"Stamkort", b"2 &lt; 3 &amp; Stamkort")
    assert "2 &lt; 3 &amp; Stamkort \u00e6" in redact(card).text
