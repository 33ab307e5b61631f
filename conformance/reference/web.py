"""A plain web page for people: log in, find a citizen, see the card."""

from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from conformance.reference.clock import DANISH_TIME
from conformance.reference.driver import TooLarge, read_body
from conformance.reference.ehr import Ehr
from conformance.reference.idcard import SYSTEM_NAME
from conformance.reference.sessions import LoginRefused, NotLoggedIn
from conformance.reference.shown import Cpr, TemporaryAddress, User
from conformance.reference.staff import staff_with_keys

_COOKIE: Final = "session"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def web_routes(ehr: Ehr) -> list[Route]:
    """Return the routes of the web page in front of *ehr*."""
    pages = _Pages(ehr)
    return [
        Route("/", pages.front, methods=["GET"]),
        Route("/login", pages.log_in, methods=["POST"]),
        Route("/logout", pages.log_out, methods=["POST"]),
        Route("/patients", pages.find, methods=["GET"]),
        Route("/patients/{cpr}", pages.patient, methods=["GET"]),
    ]


class _Pages:
    def __init__(self, ehr: Ehr) -> None:
        self._ehr = ehr
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).with_name("templates"), encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["period"] = _period
        self._templates.filters["day"] = _day

    async def front(self, request: Request) -> Response:
        return self._front(self._user(request))

    async def log_in(self, request: Request) -> Response:
        try:
            form = parse_qs((await read_body(request)).decode("utf-8", "replace"))
        except TooLarge as large:
            return self._front(None, str(large), 413)
        chosen = form.get("cpr", [""])[0]
        for user in staff_with_keys(self._ehr.keys):
            if user.cpr == chosen:
                return self._logged_in(user)
        return self._front(None, "Vælg en medarbejder på listen.", 400)

    async def log_out(self, request: Request) -> Response:
        self._ehr.sessions.log_out(request.cookies.get(_COOKIE, ""))
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(_COOKIE)
        return answer

    async def find(self, request: Request) -> Response:
        cpr = request.query_params.get("cpr", "").replace("-", "").replace(" ", "")
        if not _is_cpr(cpr):
            return self._front(self._user(request), "Et CPR-nummer har ti cifre.", 400)
        return RedirectResponse(f"/patients/{cpr}", 303)

    async def patient(self, request: Request) -> Response:
        user = self._user(request)
        cpr = request.path_params["cpr"]
        if user is None:
            return RedirectResponse("/", 303)
        if not _is_cpr(cpr):
            return self._front(user, "Et CPR-nummer har ti cifre.", 400)
        session = request.cookies[_COOKIE]
        view = await run_in_threadpool(self._ehr.open_card, session, cpr)
        return self._page("patient.html", {"user": user, "view": view, "cpr": cpr})

    def _logged_in(self, user: User) -> Response:
        try:
            session = self._ehr.sessions.log_in(user)
        except LoginRefused as refusal:
            return self._front(None, str(refusal), 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(_COOKIE, session, httponly=True, samesite="strict")
        return answer

    def _user(self, request: Request) -> User | None:
        try:
            found = self._ehr.sessions.user_of(request.cookies.get(_COOKIE, ""))
        except NotLoggedIn:
            return None
        return found if isinstance(found, User) else None

    def _front(self, user: User | None, problem: str = "", status: int = 200) -> Response:
        staff = staff_with_keys(self._ehr.keys)
        return self._page("front.html", {"user": user, "staff": staff, "problem": problem}, status)

    def _page(self, template: str, values: dict[str, object], status: int = 200) -> Response:
        page = self._templates.get_template(template).render(system=SYSTEM_NAME, **values)
        return HTMLResponse(page, status, headers=_HEADERS)


def _is_cpr(text: str) -> bool:
    try:
        msgspec.convert(text, Cpr)
    except msgspec.ValidationError:
        return False
    return True


def _day(moment: datetime) -> str:
    return moment.astimezone(DANISH_TIME).strftime("%d-%m-%Y")


def _period(address: TemporaryAddress) -> str:
    start, end = (
        _day(moment) if moment else "" for moment in (address.valid_from, address.valid_to)
    )
    return " ".join(filter(None, [start and f"fra {start}", end and f"til {end}"])) or "uden datoer"
