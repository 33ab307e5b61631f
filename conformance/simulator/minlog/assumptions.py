"""What the simulated MinLog2 and identity blurring assume where public sources are silent."""

from typing import Final

from conformance.simulator.state.assumptions import Assumption, Evidence
from conformance.simulator.state.journal import Service

_INTERFACE: Final = "NSP's MinLog2 interface description, an earlier version (page 102382640)"
_GUIDE: Final = "NSP's guide to identity blurring (page 220266653)"
_LAW: Final = "executive order 193 of 27 February 2024, § 7"

REGISTRATION_ASSUMPTIONS: Final = (
    Assumption(
        name="minlog-each-registration-fails-alone",
        service=Service.MINLOG,
        assumed="A registration that breaks the schema fails alone; the others are added.",
        evidence=Evidence.INFERRED,
        source="the answer's schema has a list of failed entries; the data authority's client reads"
        " it by SequenceNumber",
    ),
    Assumption(
        name="minlog-fault-codes",
        service=Service.MINLOG,
        assumed="FaultCode is `invalid` for what breaks the schema, `rejected` for a fault on"
        " demand.",
        evidence=Evidence.UNKNOWN,
        source="NSP protocol dossier 5.1 and 10 (U9)",
        settings=("minlog.invalid-code", "minlog.rejected-code"),
    ),
    Assumption(
        name="minlog-time-without-offset",
        service=Service.MINLOG,
        assumed="A time without an offset is in UTC.",
        evidence=Evidence.UNKNOWN,
        source="the schema allows such a time and does not say what it means",
    ),
    Assumption(
        name="minlog-volume-is-advice",
        service=Service.MINLOG,
        assumed="More than 500 registrations in a call or 20 calls in an hour are reported and"
        " never refused.",
        evidence=Evidence.CLIENT,
        source="the guide's recommendation (page 98456923), as the data authority's client quotes"
        " it",
    ),
)

LOOKUP_ASSUMPTIONS: Final = (
    Assumption(
        name="minlog-lookup-answer",
        service=Service.MINLOG_LOOKUP,
        assumed="The answer is LogStatementForCPRPersonResponse with a LogDataEntry for each entry,"
        " of Source and Destination as they were registered, all in the look-up's namespace.",
        evidence=Evidence.INFERRED,
        source=f"{_INTERFACE}, which has these names within ListLogStatementsResponse; the schema"
        " is not public",
    ),
    Assumption(
        name="minlog-lookup-ungrouped",
        service=Service.MINLOG_LOOKUP,
        assumed="Grouping `None` and Details `All` are the only values taken; other values exist.",
        evidence=Evidence.CLIENT,
        source="the data authority's client sends these",
    ),
    Assumption(
        name="minlog-lookup-order-and-time",
        service=Service.MINLOG_LOOKUP,
        assumed="Chronologic true is oldest first, by the time of access; From and To both count;"
        " all but PersonId may be left out.",
        evidence=Evidence.INFERRED,
        source="the names of the elements; NSP protocol dossier 5.2",
    ),
    Assumption(
        name="minlog-lookup-access",
        service=Service.MINLOG_LOOKUP,
        assumed="Any trusted id card may ask and gets the citizen's view; a citizen by HSUID header"
        " sees the own log and that of a child or ward.",
        evidence=Evidence.INFERRED,
        source="the data authority's client asks with a doctor's card; NSP's description of MinLog2"
        " (E07) names custody and guardianship",
    ),
    Assumption(
        name="minlog-lookup-filters",
        service=Service.MINLOG_LOOKUP,
        assumed="`Ikke borger` leaves an entry out of the citizen's and a guardian's view, `Ikke"
        " forældremyndigheds-indehaver` out of a custodian's; other words leave nobody out.",
        evidence=Evidence.INFERRED,
        source="the values of Filter in the schema of 2025-03-12",
    ),
)

BLURRING_ASSUMPTIONS: Final = (
    Assumption(
        name="blurring-term",
        service=Service.MINLOG_LOOKUP,
        assumed="A decision holds for 90 days from when it was made, a department's too, and an"
        " extension adds 90 days; NSP's page of 2023 spoke of two years.",
        evidence=Evidence.INFERRED,
        source=f"{_LAW}, with `up to 90 days after the registration`; NSP's page 203266830",
    ),
    Assumption(
        name="blurring-salt-period",
        service=Service.MINLOG_LOOKUP,
        assumed="The salt changes once a day.",
        evidence=Evidence.UNKNOWN,
        source=f"{_GUIDE}: it changes periodically and is to be fetched for instance hourly",
        settings=("blurring.salt-period",),
    ),
    Assumption(
        name="blurring-of-numbers",
        service=Service.MINLOG_LOOKUP,
        assumed="With the name, the number of a hidden person is left out too; role and"
        " organisation are shown.",
        evidence=Evidence.INFERRED,
        source=f"{_LAW} and {_GUIDE} speak of names only, which a number would betray",
    ),
    Assumption(
        name="blurring-by-organisation-of-the-entry",
        service=Service.MINLOG_LOOKUP,
        assumed="An entry belongs to the organisation in its OrganisationId; with another kind of"
        " number, or none, it is shown openly.",
        evidence=Evidence.INFERRED,
        source=f"{_GUIDE}: CVR numbers towards a citizen, SOR and SHAK codes towards all",
    ),
    Assumption(
        name="blurring-counts-when-looked-at",
        service=Service.MINLOG_LOOKUP,
        assumed="While a decision is in force all entries of the organisation are blurred, older"
        " ones too; afterwards all are open.",
        evidence=Evidence.INFERRED,
        source=f"{_GUIDE}: the organisations are in the token with which data are fetched",
    ),
    Assumption(
        name="blurring-disclosure",
        service=Service.MINLOG_LOOKUP,
        assumed="A disclosure opens one person's entries towards one citizen, and no others.",
        evidence=Evidence.INFERRED,
        source=f"{_LAW}, subsection 2: the identity is disclosed on request",
    ),
)

ASSUMPTIONS: Final[tuple[Assumption, ...]] = (
    *REGISTRATION_ASSUMPTIONS,
    *LOOKUP_ASSUMPTIONS,
    *BLURRING_ASSUMPTIONS,
)
