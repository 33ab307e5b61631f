"""What the simulated STS assumes where the public sources are silent."""

from typing import Final

from conformance.simulator.state.assumptions import Assumption, Evidence
from conformance.simulator.state.journal import Service

_DOSSIER: Final = "NSP protocol dossier 4.4"


def _assumed(
    name: str, assumed: str, evidence: Evidence, source: str, *settings: str
) -> Assumption:
    return Assumption(
        name=f"sts-{name}",
        service=Service.STS,
        assumed=assumed,
        evidence=evidence,
        source=source,
        settings=settings,
    )


ASSUMPTIONS: Final[tuple[Assumption, ...]] = (
    _assumed(
        "issuer-name",
        "The STS calls itself FSK-TEST-STS, so that its cards are told from those of NSP.",
        Evidence.CLIENT,
        f"{_DOSSIER}: the real ones are called TEST1-NSP-STS and the like",
        "sts.issuer-name",
    ),
    _assumed(
        "trusted-certificates",
        "Client certificates of the simulator's own authority are trusted, and those named with "
        "--trust; there is no list of who may call, and no revocation.",
        Evidence.NSP,
        f"{_DOSSIER} tells of an access list, which a vendor cannot be on yet",
    ),
    _assumed(
        "order-of-checks",
        "Signature and certificate are looked at before the data of the card; the real order is "
        "id card, certificate, access list, system data, user data.",
        Evidence.NSP,
        _DOSSIER,
    ),
    _assumed(
        "authorisation",
        "An authorisation code that the register does not know for the person is refused; where "
        "the card names none, the register's is put in.",
        Evidence.INFERRED,
        f"{_DOSSIER}: the STS looks CPR number and authorisation up",
    ),
    _assumed(
        "national-roles",
        "The role in a card is taken as it is: there is no look-up of who has been given it.",
        Evidence.UNKNOWN,
        "how the STS verifies national roles of local administration is not public",
    ),
    _assumed(
        "validity-starts-over",
        "The validity of the issued card starts anew, five minutes back, for 24 hours.",
        Evidence.UNKNOWN,
        "whether the STS starts it over or keeps the client's is not public",
    ),
    _assumed(
        "fault-texts",
        "A refusal is wst:FailedAuthentication, a broken request wst:InvalidRequest, both with "
        "HTTP 500; the texts are ours. Some faults of the real STS come with HTTP 200.",
        Evidence.CLIENT,
        _DOSSIER,
    ),
)
