"""OIO-IDWS: holder-of-key tokens, and SOAP messages that their holder signs."""

from conformance.security.idws.canonical import ApexForm
from conformance.security.idws.messages import build_request, build_response
from conformance.security.idws.refusal import IdwsRefusal, IdwsRefused
from conformance.security.idws.values import (
    FSK_AUDIENCE,
    IdwsToken,
    MalformedToken,
    TokenAttribute,
)
from conformance.security.idws.verification import IdwsRequest, IdwsVerifier

__all__ = [
    "FSK_AUDIENCE",
    "ApexForm",
    "IdwsRefusal",
    "IdwsRefused",
    "IdwsRequest",
    "IdwsToken",
    "IdwsVerifier",
    "MalformedToken",
    "TokenAttribute",
    "build_request",
    "build_response",
]
