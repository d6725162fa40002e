"""The guard: every request passes it before anything else sees it. One rule a function, one reason a refusal.

Any page that the browser has open can send requests to 127.0.0.1, and a name that a stranger owns can be made to point
there. So the address must be exactly ours, no other site may be behind the request, writes are JSON with a token, and
what is answered may neither be framed nor load anything from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlpath.web.keys import Keys

MAX_BODY = 64 * 1024
MAX_DROPPED = 16 * MAX_BODY
"""How much of a body that is too large is taken, so that its sender hears why it is refused."""
SESSION_PATH = "/api/session"
READS = ("GET", "HEAD")
HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Asked:
    """What a rule looks at. Header names are lower case; each has all its values."""

    method: str
    target: str
    headers: Mapping[str, tuple[str, ...]]
    address: str
    """What Host must say: name and port."""
    admits: Callable[[str], bool]

    def header(self, name: str) -> tuple[str, ...]:
        """All values of a header."""
        return self.headers.get(name, ())

    @property
    def reads(self) -> bool:
        """Whether it asks and changes nothing."""
        return self.method in READS


@dataclass(frozen=True)
class Refusal:
    """A status, and why in a sentence."""

    status: int
    why: str
    hint: str = ""


Rule = Callable[[Asked], Refusal | None]


def host(asked: Asked) -> Refusal | None:
    """Exactly one Host, exactly our name and port: no other name may point here."""
    if asked.header("host") == (asked.address,):
        return None
    return Refusal(421, "this is not the server for that address", f"open http://{asked.address}/")


def target(asked: Asked) -> Refusal | None:
    """A path, not an address: what proxies are sent is not for us."""
    return (
        None
        if asked.target.startswith("/") and not asked.target.startswith("//")
        else Refusal(400, "a path is asked for")
    )


def fetch_site(asked: Asked) -> Refusal | None:
    """Where the browser says who asks, it is our own page or the person at the address bar."""
    said = asked.header("sec-fetch-site")
    if said in ((), ("same-origin",), ("none",)):
        return None
    return Refusal(
        403, "another site asked for this", "type the address into the browser, or open it from the terminal"
    )


def origin(asked: Asked) -> Refusal | None:
    """Where there is an Origin, it is ours; `null` is nobody's."""
    said = asked.header("origin")
    return None if said in ((), (f"http://{asked.address}",)) else Refusal(403, "another site asked for this")


def method(asked: Asked) -> Refusal | None:
    """Reading, or POST."""
    return (
        None if asked.reads or asked.method == "POST" else Refusal(405, "GET reads and POST changes; nothing else does")
    )


def json_only(asked: Asked) -> Refusal | None:
    """A write is JSON: no form of another page can send that."""
    if asked.reads:
        return None
    said = asked.header("content-type")
    plain = said[0].partition(";")[0].strip().lower() if len(said) == 1 else ""
    return None if plain == "application/json" else Refusal(415, "changes are sent as application/json")


def size(asked: Asked) -> Refusal | None:
    """A body that says it is larger than 64 kB is not read. (One that does not say is counted as it comes.)"""
    said = asked.header("content-length")
    if len(said) > 1 or (said and not said[0].isascii()) or (said and not said[0].isdigit()):
        return Refusal(400, "the length of the request is not a number")
    return Refusal(413, "a request has at most 64 kB") if said and int(said[0]) > MAX_BODY else None


def token(asked: Asked) -> Refusal | None:
    """A write bears a token of ours; only the exchange of a key for one does not."""
    if asked.reads or asked.target.partition("?")[0] == SESSION_PATH:
        return None
    said = asked.header("authorization")
    scheme, _, value = said[0].partition(" ") if len(said) == 1 else ("", "", "")
    if scheme.lower() == "bearer" and asked.admits(value):
        return None
    return Refusal(401, "this page may read, not change", "open the link that mlpath serve printed")


RULES: Mapping[str, Rule] = {
    "host": host, "target": target, "fetch_site": fetch_site, "origin": origin, "method": method, "size": size,
    "json_only": json_only, "token": token,
}  # fmt: skip


class Guard:
    """The middleware.

    Args:
        app: what is guarded.
        address: our name and port, as `127.0.0.1:8731`.
        keys: whose tokens count.
        rules: by name; all of them, but where a test takes one away to see that it was needed.

    """

    def __init__(self, app: ASGIApp, address: str, keys: Keys, rules: Mapping[str, Rule] = RULES) -> None:
        self.app = app
        self.address = address
        self.keys = keys
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the headers of safety on the answer."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        # Read in any case: to a sender that is still sending, an answer may be lost with the connection.
        body = await _body(receive)
        refusal = self._refused(scope)
        if body is None and refusal is None:
            refusal = Refusal(413, "a request has at most 64 kB")
        safely = _with_headers(send)
        if refusal is not None:
            await _refuse(safely, refusal)
            return
        # Who asks for the head gets that of the page; the server leaves out what follows.
        reading = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        await self.app(reading, _again(body or b"", receive), safely)

    def _refused(self, scope: Scope) -> Refusal | None:
        headers: dict[str, tuple[str, ...]] = {}
        for name, value in scope["headers"]:
            key = name.decode("latin-1").lower()
            headers[key] = (*headers.get(key, ()), value.decode("latin-1"))
        asked = Asked(scope["method"], _target(scope), headers, self.address, self.keys.admits)
        return next((refusal for rule in self.rules.values() if (refusal := rule(asked))), None)


def _target(scope: Scope) -> str:
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.decode("latin-1")


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None where it is too large, of which some more is taken and dropped."""
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        part: bytes = message.get("body", b"")
        length += len(part)
        if length <= MAX_BODY:
            parts.append(part)
        more = message.get("more_body", False) and length <= MAX_DROPPED
        if not more:
            return b"".join(parts) if length <= MAX_BODY else None


def _again(body: bytes, receive: Receive) -> Receive:
    """What gives a body that was read already, then whatever else comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _with_headers(send: Send) -> Send:
    """What adds the headers of safety to an answer; only a cache control of the answer's own stays."""

    async def safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [
                (n, v)
                for n, v in message.get("headers", ())
                if n.decode().lower() not in HEADERS or n.lower() == b"cache-control"
            ]
            has_cache = any(n.lower() == b"cache-control" for n, _ in own)
            ours = [(n.encode(), v.encode()) for n, v in HEADERS.items() if not (n == "cache-control" and has_cache)]
            message = {**message, "headers": [*own, *ours]}
        await send(message)

    return safely


async def _refuse(send: Send, refusal: Refusal) -> None:
    error = {"error": {"code": refusal.status, "message": refusal.why, "hint": refusal.hint}}
    body = json.dumps(error).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if refusal.status == 405:
        headers.append((b"allow", b"GET, HEAD, POST"))
    if refusal.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
