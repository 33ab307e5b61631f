"""Rules of PDC-DK 3.0 as a Schematron of our own, to compare with: a table of XPath asserts.

Forty rules that XPath 1.0 can state, each in the shortest form that means the same as ours.
"""

from typing import Final

from lxml import etree, isoschematron

_SCH: Final = "http://purl.oclc.org/dsdl/schematron"
_CDA: Final = "urn:hl7-org:v3"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"

_T: Final = "1.2.208.184.16.1.10.20.1"
_DOCUMENT: Final = "/h:ClinicalDocument"
_PATIENT: Final = f"{_DOCUMENT}/h:recordTarget/h:patientRole"
_OBS: Final = "h:section/h:entry/h:observation"


def _entry(number: int) -> str:
    return f"//{_OBS}[h:templateId[@root='{_T}.{number}']]"


def _count(number: int, test: str) -> tuple[str, str]:
    return _DOCUMENT, f"count({_entry(number)}) {test}"


ASSERTS: Final[dict[str, tuple[str, str]]] = {
    "H02": (_DOCUMENT, "h:realmCode/@code='DK'"),
    "H03": (
        _DOCUMENT,
        "h:typeId[@root='2.16.840.1.113883.1.3'][@extension='POCD_HD000040']",
    ),
    "H04": (_DOCUMENT, "count(h:templateId[@root='1.2.208.184.16.1'][@extension='3.0'])=1"),
    "H06": (_DOCUMENT, "count(h:id)=1 and h:id[@root='1.2.208.184']"),
    "H07": (
        _DOCUMENT,
        "h:code[@code='PDC'][@codeSystem='1.2.208.184.100.1'][@displayName='Stamkort']",
    ),
    "H08": (
        _DOCUMENT,
        (
            "h:title=concat('Personal Data Card for ', "
            "h:recordTarget/h:patientRole/h:id[@root='1.2.208.176.1.2']/@extension)"
        ),
    ),
    "H09": (_DOCUMENT, "string-length(h:effectiveTime/@value)=19"),
    "H10": (
        _DOCUMENT,
        "h:confidentialityCode[@code='N'][@codeSystem='2.16.840.1.113883.5.25']",
    ),
    "H11": (_DOCUMENT, "h:languageCode/@code='da-DK'"),
    "H12": (
        _PATIENT,
        (
            "count(h:id[@root='1.2.208.176.1.2'])=1 and "
            "translate(h:id[@root='1.2.208.176.1.2']/@extension,'0123456789','')='' "
        ),
    ),
    "H13": (_PATIENT, "h:addr/@use='H'"),
    "H14": (_PATIENT, "h:patient/h:name[h:given and h:family]"),
    "H15": (
        _PATIENT,
        "h:patient/h:administrativeGenderCode/@codeSystem='2.16.840.1.113883.5.1'",
    ),
    "H17": (_PATIENT, "count(h:providerOrganization)<=1"),
    "H18": (
        _DOCUMENT,
        "h:author/h:assignedAuthor/h:id[@root='1.2.208.176.1.1'][@extension='1126211000016009']",
    ),
    "H19": (
        _DOCUMENT,
        "h:author/h:assignedAuthor/h:representedOrganization/h:name='Sundhedsdatastyrelsen'",
    ),
    "H20": (_DOCUMENT, "h:author/h:time/@value=h:effectiveTime/@value"),
    "H23": (_DOCUMENT, "not(h:dataEnterer|h:informant|h:legalAuthenticator|h:participant)"),
    "H24": (_DOCUMENT, "count(h:documentationOf/h:serviceEvent/h:effectiveTime)=1"),
    "H25": (
        _DOCUMENT,
        "h:documentationOf/h:serviceEvent/h:effectiveTime/h:low/@value=h:effectiveTime/@value",
    ),
    "H26": (_DOCUMENT, "h:documentationOf/h:serviceEvent/h:effectiveTime/h:high/@nullFlavor='NA'"),
    "H27": (
        _DOCUMENT,
        "h:documentationOf/h:serviceEvent/h:id[@root='1.2.208.184.100.10']/@extension='pdc-v3.0'",
    ),
    "S01": (_DOCUMENT, f"count(//h:section[h:templateId[@root='{_T}']])=1"),
    "S02": ("//h:section", "normalize-space(h:text)"),
    "S03": ("//h:section", "count(h:text//h:tr)=count(h:entry)+1"),
    "C20": _count(20, "<=1"),
    "C21": _count(21, "<=1"),
    "C22": _count(22, "<=1"),
    "C24": _count(24, "<=1"),
    "C26": _count(26, "=1"),
    "C27": _count(27, "=1"),
    "C28": _count(28, "=1"),
    "C29": _count(29, "=1"),
    "C30": _count(30, "=1"),
    "C31": _count(31, "=1"),
    "E09": (f"//{_OBS}", "count(h:author)=1"),
    "E13": (
        f"//{_OBS}",
        "h:author/h:assignedAuthor[h:assignedPerson or h:representedOrganization]",
    ),
    "V28": (
        _entry(28),
        "h:value[@root='1.2.208.176.1.10'][@extension='true' or @extension='false']",
    ),
    "V31": (
        _entry(31),
        "h:value[@root='1.2.208.176.1.11'][@extension='true' or @extension='false']",
    ),
    "X01": (
        _DOCUMENT,
        f"not({_entry(29)}/h:value/@extension='true' and {_entry(30)}/h:value/@extension='true')",
    ),
}


def schematron(count: int) -> isoschematron.Schematron:
    """The first *count* asserts, compiled as lxml compiles them: to XSLT."""
    root = etree.Element(f"{{{_SCH}}}schema")
    for prefix, uri in (("h", _CDA), ("xsi", _XSI)):
        etree.SubElement(root, f"{{{_SCH}}}ns", prefix=prefix, uri=uri)
    for name, (context, test) in list(ASSERTS.items())[:count]:
        pattern = etree.SubElement(root, f"{{{_SCH}}}pattern", id=name)
        rule = etree.SubElement(pattern, f"{{{_SCH}}}rule", context=context)
        etree.SubElement(rule, f"{{{_SCH}}}assert", test=test).text = name
    return isoschematron.Schematron(root)
