"""Puts readers and verbs on their paths below `/control`, guarded, and the console beside them."""

import asyncio
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from conformance.simulator.control import (
    answers,
    blurrings,
    cards,
    exchanges,
    logs,
    persons,
    registrations,
    scene,
    settings,
    state,
    typed_in,
)
from conformance.simulator.control.events import events
from conformance.simulator.control.guard import Guard
from conformance.simulator.control.pages import page_routes
from conformance.simulator.control.verdicts import Judge, Verdicts
from conformance.simulator.services import NationalServices
from conformance.simulator.state.personas import populate
from conformance.simulator.state.world import UnknownCitizen, World

VERBS: Final = (
    *scene.VERBS,
    *persons.VERBS,
    *registrations.VERBS,
    *typed_in.VERBS,
    *blurrings.VERBS,
)
"""Everything that a tester may do, but for the fresh start."""

_MOST_DIGITS: Final = 18
"""Of a count of exchanges."""


def control_plane(
    services: NationalServices, *, judge: Judge | None = None, stopping: asyncio.Event | None = None
) -> Sequence[BaseRoute]:
    """The control API and the console over *services*.

    *judge* tells what the message rules find; without one, nothing is judged. Events end when
    *stopping* is set.
    """
    routes = control_routes(services, judge=judge, stopping=stopping)
    guard = [Middleware(Guard)]
    pages = [Route(p.path, p.endpoint, methods=["GET"], middleware=guard) for p in page_routes()]
    return (Mount("/control", routes=routes, middleware=guard), *pages)


def control_routes(
    services: NationalServices, *, judge: Judge | None = None, stopping: asyncio.Event | None = None
) -> Sequence[Route]:
    """The routes below `/control`; each acts on the present world of *services*."""

    async def reset(_request: Request) -> Response:
        fresh = services.world.emptied()
        populate(fresh)
        services.world = fresh
        return answers.done()

    return (
        *_scene_readers(services),
        *_citizen_readers(services),
        *_journal_readers(services, Verdicts(judge), stopping or asyncio.Event()),
        Route("/reset", reset, methods=["POST"]),
        *(verb.route(services) for verb in VERBS),
    )


def _scene_readers(services: NationalServices) -> Sequence[Route]:
    def reader(path: str, read: Callable[[World], object]) -> Route:
        async def handler(_request: Request) -> Response:
            return answers.json(read(services.world))

        return Route(path, handler, methods=["GET"])

    def scene_and_settings(world: World) -> object:
        return {**state.state(world), "settings": settings.turned(services.settings)}

    return (
        reader("/state", scene_and_settings),
        reader("/settings", lambda _world: settings.every(services.settings)),
        reader("/faults", state.faults),
        reader("/dentists", state.dentists),
        reader("/notifications", state.notifications),
        reader("/minlog/volume", logs.volumes),
    )


def _citizen_readers(services: NationalServices) -> Sequence[Route]:
    def reader(path: str, read: Callable[[World, str], Response]) -> Route:
        async def handler(request: Request) -> Response:
            try:
                return read(services.world, request.path_params["citizen"])
            except UnknownCitizen as error:
                return answers.problem(HTTPStatus.NOT_FOUND, str(error))
            except ValueError as error:
                return answers.problem(HTTPStatus.CONFLICT, str(error))

        return Route(f"/citizens/{{citizen}}{path}", handler, methods=["GET"])

    return (
        reader("", lambda world, cpr: answers.json(state.citizen(world, cpr))),
        reader("/card", lambda world, cpr: answers.json(cards.readable_card(world, cpr))),
        reader("/card.xml", lambda world, cpr: answers.xml(cards.card_xml(world, cpr))),
        reader("/minlog", lambda world, cpr: answers.json(logs.entries(world, cpr))),
        reader("/minlog/shown", lambda world, cpr: answers.json(logs.shown(world, cpr))),
    )


def _journal_readers(
    services: NationalServices, verdicts: Verdicts, stopping: asyncio.Event
) -> Sequence[Route]:
    async def journal(request: Request) -> Response:
        since = request.query_params.get("since", "0")
        if not _is_count(since):
            return _no_count("since", since)
        numbered = services.world.journal.numbered(int(since))
        return answers.json([exchanges.summary(*each) for each in numbered])

    async def exchange(request: Request) -> Response:
        number = request.path_params["number"]
        if not _is_count(number):
            return _no_count("number", number)
        found = services.world.journal.numbered(int(number) - 1)[:1]
        if not found or found[0][0] != int(number):
            return answers.problem(
                HTTPStatus.NOT_FOUND, f"expected the number of a kept exchange, found {number}"
            )
        return answers.json(await asyncio.to_thread(exchanges.in_full, *found[0], verdicts))

    async def live(request: Request) -> Response:
        known = request.headers.get("last-event-id") or request.query_params.get("since")
        if known is not None and not _is_count(known):
            return _no_count("since", known)
        position = None if known is None else int(known)
        told = events(services, verdicts, stopping, position)
        return StreamingResponse(told, media_type="text/event-stream")

    return (
        Route("/journal", journal, methods=["GET"]),
        Route("/journal/{number}", exchange, methods=["GET"]),
        Route("/events", live, methods=["GET"]),
    )


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def _no_count(name: str, text: str) -> Response:
    found = text[: _MOST_DIGITS + 1]
    return answers.problem(HTTPStatus.BAD_REQUEST, f"expected a number as {name}, found {found!r}")
