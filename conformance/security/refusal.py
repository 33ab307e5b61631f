"""Why an id card is refused, and the DGWS fault code that says so."""

from enum import Enum

from conformance.security.faults import DgwsFault, FaultCode


class Refusal(Enum):
    """A reason for refusing an id card; the value is its name and its fault code.

    Which code goes with which reason is our reading, except that a card not valid yet also gives
    `expired_idcard` (NSP protocol dossier 4.5).
    """

    NO_ASSERTION = ("no assertion", FaultCode.INVALID_IDCARD)
    """No id card in the document."""

    SEVERAL_ASSERTIONS = ("several assertions", FaultCode.INVALID_IDCARD)
    """More than one id card: which one is meant?"""

    AMBIGUOUS_ID = ("ambiguous id", FaultCode.INVALID_IDCARD)
    """The id that the signature refers to is not on the assertion alone (signature wrapping)."""

    MALFORMED = ("malformed", FaultCode.INVALID_IDCARD)
    """The signed content is not a SOSI id card."""

    NOT_SIGNED = ("not signed", FaultCode.INVALID_SIGNATURE)
    """The card carries no signature where one belongs."""

    SIGNATURE_FORM = ("signature form", FaultCode.INVALID_SIGNATURE)
    """The signature has not the one form that DGWS allows."""

    ALGORITHM = ("algorithm", FaultCode.INVALID_SIGNATURE)
    """An algorithm that is not among the allowed ones."""

    WRONG_SIGNATURE = ("wrong signature", FaultCode.INVALID_SIGNATURE)
    """Content or signature have been changed, or another key signed."""

    CERTIFICATE_UNREADABLE = ("certificate unreadable", FaultCode.INVALID_CERTIFICATE)
    """Not exactly one certificate, or not a certificate."""

    CERTIFICATE_UNTRUSTED = ("certificate untrusted", FaultCode.INVALID_CERTIFICATE)
    """Nobody who is trusted vouches for the signer's certificate."""

    CERTIFICATE_EXPIRED = ("certificate expired", FaultCode.INVALID_CERTIFICATE)
    """The signer's certificate has run out or is not valid yet."""

    CARD_EXPIRED = ("card expired", FaultCode.EXPIRED_IDCARD)
    """The card has run out."""

    CARD_NOT_YET_VALID = ("card not yet valid", FaultCode.EXPIRED_IDCARD)
    """The card's validity begins later."""

    @property
    def fault_code(self) -> FaultCode:
        """The `medcom:FaultCode` for this reason."""
        return self.value[1]


class Refused(DgwsFault):
    """An id card is refused: for a *reason*, with its fault code and a *text* for the caller."""

    def __init__(self, reason: Refusal, text: str) -> None:
        self.reason = reason
        super().__init__(reason.fault_code, text)
