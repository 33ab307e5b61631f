"""Bodies that no service wants: garbage, truncated, oversized, or made to do harm."""

from pathlib import Path

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


def bodies(valid: bytes, bait: Path) -> dict[str, bytes]:
    """Hostile bodies by name; *valid* is a good call, *bait* a file that must not be read."""
    envelope = f'<s:Envelope xmlns:s="{SOAP}"><s:Header/><s:Body>%s</s:Body></s:Envelope>'
    lol = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>'
    return {
        "empty": b"",
        "blank": b" \r\n\t",
        "null bytes": b"\0" * 100,
        "random": bytes(range(256)),
        "text": "ikke XML æøå".encode(),
        "html": b"<!DOCTYPE html><html><body><p>Log in<br></body></html>",
        "json": b'{"citizens": []}',
        "billion laughs": (bomb + envelope % "&l9;").encode(),
        "billion laughs in an attribute": (bomb + envelope % '<x y="&l9;"/>').encode(),
        "external entity": (
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "{bait.as_uri()}">]>' + envelope % "<x>&e;</x>"
        ).encode(),
        "document type": with_type(valid, "<!DOCTYPE x>"),
        "external dtd": with_type(valid, f'<!DOCTYPE x SYSTEM "{bait.as_uri()}">'),
        "entity in a good call": with_type(valid, '<!DOCTYPE x [<!ENTITY e "x">]>'),
        "deeply nested": (envelope % ("<x>" * 5000 + "</x>" * 5000)).encode(),
        "truncated": valid[: len(valid) // 2],
        "one byte short": valid[:-1],
        "trailing rubbish": valid + b"<x/>",
        "wrong encoding": valid.replace(b"UTF-8", b"UTF-16", 1),
        "unknown encoding": valid.replace(b"UTF-8", b"x-rot13", 1),
        "not UTF-8": valid.replace(b"Test system", b"T\xe6st", 1),
        "draft of soap 1.2": valid.replace(
            SOAP.encode(), b"http://www.w3.org/2001/12/soap-envelope"
        ),
        "soap 1.2 in soap 1.1": valid.replace(
            b"<soap:Body", b'<n:Body xmlns:n="http://www.w3.org/2003/05/soap-envelope"'
        ).replace(b"</soap:Body", b"</n:Body"),
        "another root": b"<x/>",
        "empty body": (envelope % "").encode(),
        "two bodies": (envelope % "<a/><b/>").encode(),
        "comment for a body": (envelope % "<!-- x -->").encode(),
        "instruction for a body": (envelope % "<?x y?>").encode(),
        "illegal character": (envelope % "<x>&#1;</x>").encode(),
    }


def with_type(valid: bytes, declaration: str) -> bytes:
    """A call that is good but for a document type declaration."""
    return valid.replace(b"?>\n", b"?>\n" + declaration.encode(), 1)
