"""Why an OIO-IDWS message is refused, and the fault code that says so."""

from enum import Enum

from conformance.security.faults import DgwsFault, FaultCode


class IdwsRefusal(Enum):
    """A reason for refusing a message or its token; the value is its name and its fault code.

    That such a call is answered with the codes of DGWS at all, and which code goes with which
    reason, is our assumption. Untrusted and expired certificates are told by `refusal.Refusal`.
    """

    MESSAGE_FORM = ("message form", FaultCode.SYNTAX_ERROR)
    """The envelope has not exactly the parts of the profile."""

    NO_TOKEN = ("no token", FaultCode.MISSING_REQUIRED_HEADER)
    """No assertion where one belongs."""

    ENCRYPTED_TOKEN = ("encrypted token", FaultCode.INVALID_IDCARD)
    """An encrypted assertion: the profile knows it, this implementation does not."""

    SEVERAL_TOKENS = ("several tokens", FaultCode.INVALID_IDCARD)
    """More than one assertion: which one is meant?"""

    MALFORMED_TOKEN = ("malformed token", FaultCode.INVALID_IDCARD)
    """The assertion is not a holder-of-key token of this profile."""

    NOT_SIGNED = ("not signed", FaultCode.INVALID_SIGNATURE)
    """The message or the token carries no signature where one belongs."""

    SIGNATURE_FORM = ("signature form", FaultCode.INVALID_SIGNATURE)
    """A signature has not the form that the profile allows."""

    ALGORITHM = ("algorithm", FaultCode.INVALID_SIGNATURE)
    """An algorithm that is not among the allowed ones."""

    AMBIGUOUS_ID = ("ambiguous id", FaultCode.INVALID_SIGNATURE)
    """An id that is signed is borne by no element, or by several (signature wrapping)."""

    UNSIGNED_PART = ("unsigned part", FaultCode.INVALID_SIGNATURE)
    """A part that is used is not the one that the signature covers (signature wrapping)."""

    ALTERED_PART = ("altered part", FaultCode.INVALID_SIGNATURE)
    """A signed part is not what it was when it was signed."""

    WRONG_TOKEN_SIGNATURE = ("wrong token signature", FaultCode.INVALID_SIGNATURE)
    """The token has been changed, or another key signed it."""

    WRONG_HOLDER = ("wrong holder", FaultCode.INVALID_SIGNATURE)
    """The message was not signed with the key that the token was issued to."""

    TOKEN_EXPIRED = ("token expired", FaultCode.EXPIRED_IDCARD)
    """The token has run out."""

    TOKEN_NOT_YET_VALID = ("token not yet valid", FaultCode.EXPIRED_IDCARD)
    """The token's validity begins later."""

    WRONG_AUDIENCE = ("wrong audience", FaultCode.NOT_AUTHORIZED)
    """The token was issued for another service."""

    STALE_MESSAGE = ("stale message", FaultCode.EXPIRED_IDCARD)
    """The message was made too long ago, or in the future."""

    @property
    def fault_code(self) -> FaultCode:
        """The `medcom:FaultCode` for this reason."""
        return self.value[1]


class IdwsRefused(DgwsFault):
    """A message is refused: for a *reason*, with its fault code and a *text* for the caller."""

    def __init__(self, reason: IdwsRefusal, text: str) -> None:
        self.reason = reason
        super().__init__(reason.fault_code, text)
