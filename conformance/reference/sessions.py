"""Who is logged in."""

import secrets
from threading import Lock

from conformance.reference.behaviour import Behaviour
from conformance.reference.shown import Citizen, User


class LoginRefused(PermissionError):
    """The user may not log in; the message says why, in Danish."""


class NotFound(LookupError):
    """What is meant is not there; the message says what, in Danish."""


class NotLoggedIn(NotFound):
    """There is no such session."""


class Sessions:
    """The sessions that are open. They may be used from any thread."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._open: dict[str, User | Citizen] = {}
        self._lock = Lock()

    def forget(self) -> None:
        with self._lock:
            self._open.clear()

    def log_in(self, user: User) -> str:
        """Return a new session for *user*; LoginRefused for one with several national roles."""
        if not self._behaviour.lets_in(user):
            raise LoginRefused(
                "Login er afvist: en bruger kan kun have én national rolle ad gangen."
            )
        return self._begin(user)

    def log_citizen_in(self, citizen: Citizen) -> str:
        """Return a new session for a citizen before the portal."""
        return self._begin(citizen)

    def log_out(self, session: str) -> None:
        with self._lock:
            self._open.pop(session, None)

    def user_of(self, session: str) -> User | Citizen:
        """Return who is logged in; NotLoggedIn when nobody is."""
        with self._lock:
            user = self._open.get(session)
        if user is None:
            raise NotLoggedIn("Der er ingen, der er logget ind med denne session.")
        return user

    def _begin(self, who: User | Citizen) -> str:
        session = secrets.token_urlsafe(24)
        with self._lock:
            self._open[session] = who
        return session
