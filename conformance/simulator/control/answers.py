"""The answers of the control API: done, a value in JSON, or a problem in words."""

from http import HTTPStatus

import msgspec
from starlette.responses import Response


def done() -> Response:
    """There is nothing to say."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


def json(value: object) -> Response:
    """The value, with instants in ISO 8601."""
    return Response(msgspec.json.encode(value), media_type="application/json")


def xml(document: bytes) -> Response:
    """The document."""
    return Response(document, media_type="application/xml")


def problem(status: HTTPStatus, message: str) -> Response:
    """`{"message": …}`."""
    return Response(
        msgspec.json.encode({"message": message}), status_code=status, media_type="application/json"
    )
