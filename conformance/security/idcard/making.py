"""Makes the cards that a client signs and takes to the STS."""

from dataclasses import replace
from datetime import datetime

from conformance.security.idcard.values import (
    LIFETIME,
    AuthenticationLevel,
    IdCard,
    IdCardType,
    SubjectIdFormat,
    SystemLog,
    UserLog,
    valid_from,
)


def system_card(
    *, card_id: str, issuer: str, cert_hash: str, system: SystemLog, now: datetime
) -> IdCard:
    """Return a system card, level 3, named after its organisation and valid for 24 hours.

    *issuer* is the client's own name, an XML NCName (no blanks or colons).
    """
    begin = valid_from(now)
    return IdCard(
        card_id=card_id,
        issuer=issuer,
        name_id=system.care_provider_id,
        name_id_format=system.care_provider_id_format,
        issue_instant=begin,
        not_before=begin,
        not_on_or_after=begin + LIFETIME,
        card_type=IdCardType.SYSTEM,
        level=AuthenticationLevel.SYSTEM_SIGNATURE,
        cert_hash=cert_hash,
        system=system,
    )


def user_card(card: IdCard, user: UserLog) -> IdCard:
    """Return the system card *card* as a card of *user*, level 4, named after the CPR number.

    Set `cert_hash` in *card* to that of the employee's certificate.
    """
    return replace(
        card,
        name_id=user.cpr,
        name_id_format=SubjectIdFormat.CPR,
        card_type=IdCardType.USER,
        level=AuthenticationLevel.EMPLOYEE_SIGNATURE,
        user=user,
    )
