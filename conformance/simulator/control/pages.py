"""The console's files, as they are packaged: one page, its modules and its style."""

from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_MEDIA_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Nothing from elsewhere, nothing inline, no HTML from text."""


def page_routes() -> Sequence[Route]:
    """The page at `/` and `/console`, and its files below `/console/`."""
    return (
        Route("/", _page, methods=["GET"]),
        Route("/console", _page, methods=["GET"]),
        Route("/console/{name}", _file, methods=["GET"]),
    )


async def _page(_request: Request) -> Response:
    return _shown("index.html")


async def _file(request: Request) -> Response:
    return _shown(str(request.path_params["name"]))


def _shown(name: str) -> Response:
    content = _files().get(name)
    if content is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return Response(
        content,
        media_type=_MEDIA_TYPES[PurePosixPath(name).suffix],
        headers={"Content-Security-Policy": POLICY},
    )


@cache
def _files() -> dict[str, bytes]:
    """Every file of the console by its name: only what is there can be asked for."""
    folder = files("conformance.simulator") / "console"
    return {
        file.name: file.read_bytes()
        for file in folder.iterdir()
        if PurePosixPath(file.name).suffix in _MEDIA_TYPES
    }
