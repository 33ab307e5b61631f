"""Stored queries: what each parameter selects, and which error goes with each mistake."""

from dataclasses import replace

import pytest

from conformance.xds.codes import CodedValue
from conformance.xds.entries import DocumentEntry
from conformance.xds.parameters import Slot
from conformance.xds.query import StoredQueryRequest, patient_id
from conformance.xds.selection import misquoted, refusals, selects
from conformance.xds.vocabulary import (
    CONFIDENTIALITY_SCHEME,
    AvailabilityStatus,
    EntryType,
    ErrorCode,
    FormatCode,
    Parameter,
    StoredQuery,
)

CPR = "2512489996"
APPROVED, DEPRECATED = AvailabilityStatus.APPROVED.value, AvailabilityStatus.DEPRECATED.value
FACILITY = CodedValue(code="22232009", scheme="2.16.840.1.113883.6.96", display_name="hospital")
RESTRICTED = CodedValue(code="R", scheme=CONFIDENTIALITY_SCHEME)
ENTRY = DocumentEntry(
    unique_id="1.2.3^a",
    repository_id="1.2.3",
    home_community_id="urn:oid:1.2",
    cpr=CPR,
    format_code=FormatCode.PDC_V3,
    title="card",
    event_codes=(CodedValue(code="e1", scheme="1.9"), CodedValue(code="e2", scheme="1.9")),
    healthcare_facility=FACILITY,
    practice_setting=CodedValue(code="p", scheme="1.8"),
    author_person="^Jensen^Jens",
    service_start="20260301120000",
)


def texts(*values: str) -> tuple[str, ...]:
    return tuple(f"('{value}')" for value in values)


SOUND = (
    Slot(name=Parameter.PATIENT_ID, texts=(f"'{patient_id(CPR)}'",)),
    Slot(name=Parameter.STATUS, texts=texts(APPROVED)),
    Slot(name=Parameter.TYPE, texts=texts(EntryType.ON_DEMAND)),
)


def find(*more: Slot, return_type: str = "LeafClass") -> StoredQueryRequest:
    """FindDocuments with these slots in place of the sound ones of the same names."""
    names = {slot.name for slot in more}
    slots = (*(slot for slot in SOUND if slot.name not in names), *more)
    return query(StoredQuery.FIND_DOCUMENTS, *slots, return_type=return_type)


def query(query_id: str, *slots: Slot, return_type: str = "LeafClass") -> StoredQueryRequest:
    parameters: dict[str, tuple[str, ...]] = {}
    for slot in slots:
        parameters[slot.name] = parameters.get(slot.name, ()) + slot.values
    return StoredQueryRequest(
        query_id=query_id, return_type=return_type, parameters=parameters, sent=slots
    )


def slot(name: Parameter, *values: str) -> Slot:
    return Slot(name=name, texts=texts(*values))


FORMAT = f"{FormatCode.PDC_V3}^^1.2.208.184.100.10"


@pytest.mark.parametrize(
    ("name", "hit", "miss"),
    [
        (Parameter.STATUS, APPROVED, DEPRECATED),
        (Parameter.TYPE, EntryType.ON_DEMAND, EntryType.STABLE),
        (Parameter.FORMAT_CODE, FORMAT, f"{FormatCode.PDC_V2}^^1.2.208.184.100.10"),
        (Parameter.FORMAT_CODE, FORMAT, f"{FormatCode.PDC_V3}^^MedCom"),
        (Parameter.CLASS_CODE, "001^^1.2.208.184.100.9", "002^^1.2.208.184.100.9"),
        (Parameter.TYPE_CODE, "PDC^^1.2.208.184.100.1", "PDC^^1.2.208.184.100.2"),
        (Parameter.PRACTICE_SETTING, "p^^1.8", "q^^1.8"),
        (Parameter.HEALTHCARE_FACILITY, FACILITY.parameter, "x^^2.16.840.1.113883.6.96"),
        (Parameter.EVENT_CODES, "e2^^1.9", "e3^^1.9"),
        (Parameter.CONFIDENTIALITY, "N^^2.16.840.1.113883.5.25", RESTRICTED.parameter),
        (Parameter.AUTHOR_PERSON, "^Jensen^Jens", "^Jensen^Jen"),
        (Parameter.AUTHOR_PERSON, "%Jens_n%", "%Hansen%"),
        (Parameter.SERVICE_START_FROM, "20260301120000", "20260301120001"),
        (Parameter.SERVICE_START_FROM, "2026", "2027"),
        (Parameter.SERVICE_START_TO, "20260301120001", "20260301120000"),
        (Parameter.SERVICE_START_TO, "202604", "202603"),
    ],
)
def test_each_parameter_selects_by_its_own_part_of_the_entry(
    name: Parameter, hit: str, miss: str
) -> None:
    """The value that fits finds the entry, another does not, both together do where IHE lists."""
    assert selects(find(slot(name, hit)), ENTRY)
    assert not selects(find(slot(name, miss)), ENTRY)
    if not name.endswith(("From", "To")):
        assert selects(find(slot(name, miss, hit)), ENTRY)
        assert selects(find(Slot(name=name, texts=(f"('{miss}','{hit}')",))), ENTRY)


@pytest.mark.parametrize(
    "name",
    [
        Parameter.CREATION_FROM,
        Parameter.CREATION_TO,
        Parameter.SERVICE_STOP_FROM,
        Parameter.SERVICE_STOP_TO,
    ],
)
def test_a_bound_on_a_time_that_the_entry_lacks_finds_nothing(name: Parameter) -> None:
    """An entry with the time is found within the bound."""
    time = "20260301120000"
    bound = slot(name, "2000" if name.endswith("From") else "2100")
    assert not selects(find(bound), ENTRY)
    assert selects(find(bound), replace(ENTRY, creation_time=time, service_stop=time))


def test_an_author_that_the_entry_lacks_is_not_found() -> None:
    """Not even by a pattern that fits everything."""
    anybody = find(slot(Parameter.AUTHOR_PERSON, "%"))
    assert selects(anybody, ENTRY)
    assert not selects(anybody, replace(ENTRY, author_person=None))


def test_a_repeated_slot_asks_for_all_its_lists() -> None:
    """Within a slot one value is enough; of event codes and confidentiality each slot counts."""
    one, two, other = (slot(Parameter.EVENT_CODES, f"{code}^^1.9") for code in ("e1", "e2", "e3"))
    either = slot(Parameter.EVENT_CODES, "e2^^1.9", "e3^^1.9")
    assert selects(find(one, two), ENTRY)
    assert selects(find(one, either), ENTRY)
    assert not selects(find(one, other), ENTRY)
    assert list(refusals(find(one, two))) == []


def test_entry_types_left_out_mean_stable_only() -> None:
    """So a client that forgets the slot finds no card."""
    request = query(StoredQuery.FIND_DOCUMENTS, *SOUND[:2])
    assert list(refusals(request)) == []
    assert not selects(request, ENTRY)
    assert selects(request, replace(ENTRY, entry_type=EntryType.STABLE))


def test_parameters_that_are_not_known_are_passed_over() -> None:
    """Those of other queries and of other registries."""
    more = (Slot(name="$XDSFolderStatus", texts=("nonsense'",)), Slot(name="$x", texts=()))
    request = find(*more)
    assert [*refusals(request), *misquoted(request)] == []
    assert selects(request, ENTRY)


MISTAKES = [
    ("no-patient", {Parameter.PATIENT_ID: None}, ErrorCode.MISSING_PARAMETER),
    ("no-status", {Parameter.STATUS: None}, ErrorCode.MISSING_PARAMETER),
    ("patient-without-value", {Parameter.PATIENT_ID: ()}, ErrorCode.MISSING_PARAMETER),
    ("empty-patient", {Parameter.PATIENT_ID: ("''",)}, ErrorCode.MISSING_PARAMETER),
    ("empty-status", {Parameter.STATUS: ("('')",)}, ErrorCode.MISSING_PARAMETER),
    ("status-without-value", {Parameter.STATUS: ("()",)}, ErrorCode.MISSING_PARAMETER),
    ("blank-status", {Parameter.STATUS: ("",)}, ErrorCode.MISSING_PARAMETER),
    ("empty-type", {Parameter.TYPE: ("",)}, ErrorCode.PARAMETER_NUMBER),
    ("empty-format", {Parameter.FORMAT_CODE: ("('')",)}, ErrorCode.PARAMETER_NUMBER),
    ("format-without-value", {Parameter.FORMAT_CODE: ()}, ErrorCode.PARAMETER_NUMBER),
    (
        "two-patients",
        {Parameter.PATIENT_ID: texts(patient_id(CPR), patient_id("0101010101"))},
        ErrorCode.PARAMETER_NUMBER,
    ),
    (
        "two-bounds",
        {Parameter.SERVICE_START_FROM: ("20260101", "20270101")},
        ErrorCode.PARAMETER_NUMBER,
    ),
    ("bare-number", {Parameter.PATIENT_ID: (f"'{CPR}'",)}, ErrorCode.REGISTRY_ERROR),
    (
        "another-authority",
        {Parameter.PATIENT_ID: (f"'{CPR}^^^&1.2.3&ISO'",)},
        ErrorCode.UNKNOWN_PATIENT,
    ),
    (
        "code-without-scheme",
        {Parameter.FORMAT_CODE: texts(FormatCode.PDC_V3)},
        ErrorCode.REGISTRY_ERROR,
    ),
    ("time-of-words", {Parameter.CREATION_FROM: ("'noon'",)}, ErrorCode.REGISTRY_ERROR),
    ("time-of-odd-length", {Parameter.CREATION_TO: ("20261",)}, ErrorCode.REGISTRY_ERROR),
    (
        "patient-without-quotes",
        {Parameter.PATIENT_ID: (patient_id(CPR),)},
        ErrorCode.REGISTRY_ERROR,
    ),
    ("status-without-quotes", {Parameter.STATUS: (APPROVED,)}, ErrorCode.REGISTRY_ERROR),
    ("quote-not-closed", {Parameter.STATUS: (f"('{APPROVED})",)}, ErrorCode.REGISTRY_ERROR),
    ("list-not-closed", {Parameter.STATUS: (f"('{APPROVED}'",)}, ErrorCode.REGISTRY_ERROR),
    ("list-without-commas", {Parameter.STATUS: ("('a' 'b')",)}, ErrorCode.REGISTRY_ERROR),
    ("list-without-parentheses", {Parameter.STATUS: ("'a','b'",)}, ErrorCode.REGISTRY_ERROR),
    ("double-quotes", {Parameter.STATUS: (f'("{APPROVED}")',)}, ErrorCode.REGISTRY_ERROR),
]


@pytest.mark.parametrize(
    ("changes", "code"),
    [pytest.param(changes, code, id=name) for name, changes, code in MISTAKES],
)
def test_a_mistake_has_its_error(
    changes: dict[Parameter, tuple[str, ...] | None], code: ErrorCode
) -> None:
    """The first that is told, with the name of the parameter in it."""
    more = [Slot(name=name, texts=sent) for name, sent in changes.items() if sent is not None]
    kept = [slot for slot in find(*more).slots if changes.get(Parameter(slot.name), ()) is not None]
    request = query(StoredQuery.FIND_DOCUMENTS, *kept)
    error = [*refusals(request), *misquoted(request)][0]
    assert error.code == code
    assert code == ErrorCode.UNKNOWN_PATIENT or next(iter(changes)).value in error.context


@pytest.mark.parametrize("name", sorted({*Parameter} - {Parameter.ENTRY_UUID, Parameter.UNIQUE_ID}))
def test_a_parameter_given_twice_is_refused_where_ihe_knows_no_and(name: Parameter) -> None:
    """Event codes and confidentiality may be given twice."""
    values = {Parameter.PATIENT_ID: patient_id(CPR), Parameter.STATUS: APPROVED}
    value = values.get(name, "2026" if name.endswith(("From", "To")) else "a^^1.2")
    codes = [e.code for e in refusals(find(slot(name, value), slot(name, value)))]
    may = name in (Parameter.EVENT_CODES, Parameter.CONFIDENTIALITY)
    assert codes[:1] == ([] if may else [ErrorCode.PARAMETER_NUMBER])


@pytest.mark.parametrize("query_id", ["", "urn:uuid:958f3006-baad-4929-a4de-ff1114824431", "x"])
def test_another_query_is_unknown(query_id: str) -> None:
    """Whatever parameters it has."""
    (error,) = refusals(query(query_id, *SOUND))
    assert error.code == ErrorCode.UNKNOWN_QUERY


@pytest.mark.parametrize("return_type", ["LeafClassWithRepositoryItem", "RegistryObject", "", "x"])
def test_another_return_type_is_refused(return_type: str) -> None:
    """Only LeafClass and ObjectRef are IHE's."""
    (error,) = refusals(find(return_type=return_type))
    assert error.code == ErrorCode.REGISTRY_ERROR
    assert list(refusals(find(return_type="ObjectRef"))) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((), ErrorCode.MISSING_PARAMETER),
        ((Parameter.ENTRY_UUID, Parameter.UNIQUE_ID), ErrorCode.PARAMETER_NUMBER),
        ((Parameter.PATIENT_ID,), ErrorCode.MISSING_PARAMETER),
        ((Parameter.ENTRY_UUID,), None),
        ((Parameter.UNIQUE_ID,), None),
    ],
)
def test_documents_are_got_by_one_kind_of_id(
    given: tuple[Parameter, ...], code: ErrorCode | None
) -> None:
    """Exactly one of entry and document id, each as often as one likes."""
    slots = [slot(name, "1.2.3^a", "1.2.3^b") for name in given]
    codes = [e.code for e in refusals(query(StoredQuery.GET_DOCUMENTS, *slots))]
    assert codes[:1] == ([] if code is None else [code])


def test_documents_are_selected_by_their_ids() -> None:
    """By the id that the parameter names, whatever the entry's kind."""
    entry = replace(ENTRY, entry_uuid="urn:uuid:1")
    by_unique = query(StoredQuery.GET_DOCUMENTS, slot(Parameter.UNIQUE_ID, "x", "1.2.3^a"))
    by_entry = query(StoredQuery.GET_DOCUMENTS, slot(Parameter.ENTRY_UUID, "urn:uuid:1"))
    crossed = query(StoredQuery.GET_DOCUMENTS, slot(Parameter.ENTRY_UUID, "1.2.3^a"))
    assert selects(by_unique, entry)
    assert selects(by_entry, entry)
    assert not selects(crossed, entry)
    assert selects(crossed, ENTRY)


def test_a_huge_pattern_is_matched_at_once() -> None:
    """A pattern of many wild cards takes no time that grows with their number's power."""
    pattern = "%a" * 100_000
    assert not selects(find(slot(Parameter.AUTHOR_PERSON, pattern)), ENTRY)


def test_a_long_value_is_told_shortly() -> None:
    """An error holds no more than the beginning of it."""
    (error, *_) = refusals(find(slot(Parameter.FORMAT_CODE, "x" * 100_000)))
    assert len(error.context) == 200
