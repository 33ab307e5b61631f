"""The SOSI id card: values, and their form as a `saml:Assertion`."""

from conformance.security.idcard.building import build
from conformance.security.idcard.making import system_card, user_card
from conformance.security.idcard.reading import read
from conformance.security.idcard.values import (
    ID_CARD_ID,
    LIFETIME,
    SIGNATURE_ID,
    AuthenticationLevel,
    IdCard,
    IdCardType,
    MalformedIdCard,
    SubjectIdFormat,
    SystemLog,
    UserLog,
    valid_from,
)

__all__ = [
    "ID_CARD_ID",
    "LIFETIME",
    "SIGNATURE_ID",
    "AuthenticationLevel",
    "IdCard",
    "IdCardType",
    "MalformedIdCard",
    "SubjectIdFormat",
    "SystemLog",
    "UserLog",
    "build",
    "read",
    "system_card",
    "user_card",
    "valid_from",
]
