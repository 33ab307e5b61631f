"""DGWS faults: the codes, and what is raised when a message is refused or a fault received."""

from enum import StrEnum


class FaultCode(StrEnum):
    """The ordinary `medcom:FaultCode` values. Source: NSP protocol dossier 4.5.

    They are the codes that services send, although the medcom.xsd published by NSP lists only
    those of GatewayFaultCode.
    """

    SYNTAX_ERROR = "syntax_error"
    """The message is not of the form of DGWS."""

    MISSING_REQUIRED_HEADER = "missing_required_header"
    """A header that DGWS or the service demands is absent."""

    SECURITY_LEVEL_FAILED = "security_level_failed"
    """The card's authentication level is too low for the service."""

    INVALID_USERNAME_PASSWORD = "invalid_username_password"  # noqa: S105 - a fault code
    """User name and password do not match."""

    INVALID_SIGNATURE = "invalid_signature"
    """The signature does not fit what it should sign."""

    INVALID_IDCARD = "invalid_idcard"
    """The id card is not one, or says what it may not say."""

    INVALID_CERTIFICATE = "invalid_certificate"
    """The signer's certificate is not trusted or not valid."""

    EXPIRED_IDCARD = "expired_idcard"
    """The id card is no longer valid, or not yet."""

    NOT_AUTHORIZED = "not_authorized"
    """The caller may not use the service."""

    ILLEGAL_HTTP_METHOD = "illegal_HTTP_method"
    """Called with another HTTP method than POST."""

    NONREPUDIATION_NOT_SUPPORTED = "nonrepudiation_not_supported"
    """A receipt was asked for that the service does not give."""

    SERVER_ERROR = "server_error"
    """The service broke. The code is a server library's own, not of DGWS."""

    REQUEST_PAYLOAD_VALIDATION_ERROR = "request_payload_validation_error"
    """The request's body breaks its schema. A server library's own code."""

    RESPONSE_PAYLOAD_VALIDATION_ERROR = "response_payload_validation_error"
    """The answer's body breaks its schema. A server library's own code."""


class GatewayFaultCode(StrEnum):
    """The codes of the SOSI gateway, the only ones that NSP's medcom.xsd lists."""

    NO_VALID_IDCARD_IN_REQUEST = "sosigw_no_valid_idcard_in_request"
    """The request carries no id card that is valid."""

    MISSING_SIGNINGINFO_IN_REQUEST = "sosigw_missing_signinginfo_in_request"
    """The request lacks what is needed to have the card signed."""

    SYNTAX_ERROR_IN_REQUEST = "sosigw_syntax_error_in_request"
    """The request is not of the form expected."""

    AWAITING_SIGNING = "sosigw_awaiting_signing"
    """The card has not been signed yet."""

    NO_VALID_IDCARD_IN_CACHE = "sosigw_no_valid_idcard_in_cache"
    """The gateway keeps no valid card for the user."""

    ACCESS_DENIED = "sosigw_access_denied"
    """The caller may not use the gateway."""

    INTERNAL_ERROR = "sosigw_internal_error"
    """The gateway broke."""

    PROXY_ERROR = "sosigw_proxy_error"
    """The gateway could not reach the service."""


_SERVER_CODES = frozenset(
    {
        FaultCode.NONREPUDIATION_NOT_SUPPORTED,
        FaultCode.SERVER_ERROR,
        FaultCode.REQUEST_PAYLOAD_VALIDATION_ERROR,
        FaultCode.RESPONSE_PAYLOAD_VALIDATION_ERROR,
        GatewayFaultCode.INTERNAL_ERROR,
        GatewayFaultCode.PROXY_ERROR,
    }
)


def is_server_side(code: FaultCode | GatewayFaultCode) -> bool:
    """Whether a fault with *code* blames the server (`soap:Server`), not the client.

    For the gateway's codes this is our reading of their names; the sources do not say.
    """
    return code in _SERVER_CODES


class DgwsFault(Exception):
    """A request is to be answered with a DGWS fault."""

    def __init__(self, code: FaultCode | GatewayFaultCode, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(f"{code}: {text}")


class ReceivedFault(Exception):
    """A service answered with a fault.

    *code* is the `medcom:FaultCode` where there is one, else the SOAP faultcode as it stands.
    """

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(f"{code}: {text}")
