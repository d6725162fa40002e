"""Requests that another page forges, in a real Chromium: eleven ways from five origins, with two red controls."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlpath.web.guard import RULES, Rule
from tests.web.serving import serving
from tests.web.tiny import tiny_app

pytestmark = pytest.mark.browser

# Each sends a change to `url`; `name` comes back in the event's note, so that one sees which got through.
WAYS = {
    "fetch text": "fetch(url, {method: 'POST', mode: 'no-cors', headers: {'content-type': 'text/plain'}, body})",
    "fetch without a type": "fetch(url, {method: 'POST', mode: 'no-cors', body: new Blob([body])})",
    "fetch json": "fetch(url, {method: 'POST', mode: 'cors', headers: {'content-type': 'application/json'}, body})",
    "fetch keepalive": "fetch(url, {method: 'POST', mode: 'no-cors', keepalive: true, credentials: 'include', body})",
    "xhr": "new Promise((done) => {const x = new XMLHttpRequest(); x.open('POST', url); x.onloadend = done; x.send(body)})",
    "beacon text": "navigator.sendBeacon(url, body)",
    "beacon json": "navigator.sendBeacon(url, new Blob([body], {type: 'application/json'}))",
    "form text": "form('text/plain', 'post')",
    "form urlencoded": "form('application/x-www-form-urlencoded', 'post')",
    "form multipart": "form('multipart/form-data', 'post')",
    "form without a referrer": "form('text/plain', 'post', 'no-referrer')",
}
HELP = """
const form = (enctype, method, policy) => {
  if (policy) { const meta = document.createElement('meta'); meta.name = 'referrer'; meta.content = policy; document.head.append(meta); }
  const frame = document.createElement('iframe'); frame.name = 'f' + Math.random(); document.body.append(frame);
  const found = document.createElement('form');
  Object.assign(found, {action: url, method, enctype, target: frame.name});
  const cut = body.lastIndexOf('"note":"') + 8;
  const input = document.createElement('input'); input.name = body.slice(0, cut); input.value = body.slice(cut);
  found.append(input); document.body.append(found); found.submit();
};
"""


class _Blank(BaseHTTPRequestHandler):
    """Another site: an empty page at every path."""

    def do_GET(self) -> None:  # the base class names it
        page = b"<!doctype html><html><head><title>another site</title></head><body></body></html>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it
        """Nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of another site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Blank)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


class Lenient:
    """What most servers are: whatever type a body says it has, it is read as JSON. Tells which changes were taken."""

    def __init__(self, app: ASGIApp, taken: set[str]) -> None:
        self.app = app
        self.taken = taken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        headers = [(n, v) for n, v in scope["headers"] if n != b"content-type"]
        message = await receive()
        body: bytes = message["body"]

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def told(answer: Message) -> None:
            if answer["type"] == "http.response.start" and answer["status"] == 200:
                self.taken.add(json.loads(body)["note"].lstrip("="))
            await send(answer)

        await self.app({**scope, "headers": [*headers, (b"content-type", b"application/json")]}, again, told)


def attack(browser: Browser, home: Path, elsewhere: int, rules: Mapping[str, Rule]) -> set[str]:
    """Try every way from every origin; which changes were taken, as `origin: way`."""
    taken: set[str] = set()
    with serving(tiny_app(home), rules, lambda app: Lenient(app, taken)) as served:
        origins = {
            "other port": f"http://127.0.0.1:{elsewhere}/",
            "localhost": f"http://localhost:{elsewhere}/",
            "subdomain": f"http://evil.localhost:{elsewhere}/",
            "null": f"http://127.0.0.1:{elsewhere}/",
            "rebound": f"http://rebound.example:{served.port}/",
        }
        for origin, address in origins.items():
            context = browser.new_context()
            page = context.new_page()
            page.goto(address)
            frame = page.main_frame if origin != "null" else _sandboxed(page.main_frame)
            for way, script in WAYS.items():
                kind = ("start", "skip")[len(taken) % 2]  # so that each changes something
                body = json.dumps({"kind": kind, "ids": ["t/d1"], "note": f"{origin}: {way}"}, separators=(",", ":"))
                url = f"{address.rstrip('/') if origin == 'rebound' else served.base}/api/marks"
                frame.evaluate(f"([url, body]) => {{ {HELP} try {{ {script}; }} catch (e) {{ }} }}", [url, body])
                time.sleep(0.02)
            page.wait_for_timeout(250)
            context.close()
        if rules is RULES:
            assert served.office.app.store.events() == []
    return taken


def _sandboxed(main: Frame) -> Frame:
    """A frame whose origin is null."""
    main.evaluate(
        """() => new Promise((done) => { const f = document.createElement('iframe'); f.sandbox = 'allow-scripts allow-forms';
        f.srcdoc = '<p>null'; f.onload = () => done(); document.body.append(f); })"""
    )
    return main.child_frames[-1]


def test_no_forged_change_gets_through(browser: Browser, tmp_path: Path, elsewhere: int) -> None:
    """Fifty-five forged requests: with the guard none; with no guard, or a check of Host only, most kinds do."""
    assert len(WAYS) == 11
    assert attack(browser, tmp_path / "guarded", elsewhere, RULES) == set()
    foreign = {"other port", "localhost", "subdomain", "null"}
    plain = {
        "fetch text",
        "fetch without a type",
        "fetch keepalive",
        "xhr",
        "beacon text",
        "form text",
        "form without a referrer",
    }
    sure = {f"{origin}: {way}" for origin in foreign for way in plain}
    open_ = attack(browser, tmp_path / "open", elsewhere, {})
    assert open_ >= sure
    assert {"rebound: fetch json", "rebound: xhr"} <= open_
    host_only = attack(browser, tmp_path / "host", elsewhere, {"host": RULES["host"]})
    assert host_only >= sure
    assert not any(way.startswith("rebound") for way in host_only)


# What the content policy forbids; each gives whether it worked.
POLICY = {
    "text as HTML": "() => { try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); return true } catch { return false } }",
    "a script within": "() => { try { const s = document.createElement('script'); s.append('window.ran = true'); document.body.append(s) } catch { } return window.ran === true }",
    "a style within": "() => { const s = document.createElement('style'); s.append('body { color: rgb(1, 2, 3) }'); document.head.append(s); return getComputedStyle(document.body).color === 'rgb(1, 2, 3)' }",
    "a request elsewhere": "(there) => fetch(there, {mode: 'no-cors'}).then(() => true, () => false)",
    "a picture from elsewhere": "(there) => new Promise((done) => { document.addEventListener('securitypolicyviolation', () => done(false)); const i = new Image(); i.onerror = i.onload = () => setTimeout(() => done(true), 100); i.src = there })",
    "a frame": "(there) => new Promise((done) => { document.addEventListener('securitypolicyviolation', () => done(false)); const f = document.createElement('iframe'); f.onload = () => setTimeout(() => done(true), 100); f.src = there; document.body.append(f) })",
}  # fmt: skip


def test_the_content_policy_holds(browser: Browser, tmp_path: Path, elsewhere: int) -> None:
    """In the browser: no HTML from text, no script or style within, nothing from elsewhere, in no frame of another.

    The red control: on a page without the policy each of these works.
    """
    there = f"http://localhost:{elsewhere}/"
    with serving(tiny_app(tmp_path)) as served:
        context = browser.new_context()
        page = context.new_page()
        for address, works in ((served.base + "/plan", False), (f"http://127.0.0.1:{elsewhere}/", True)):
            page.goto(address)
            assert {name: page.evaluate(script, there) for name, script in POLICY.items()} == dict.fromkeys(
                POLICY, works
            )
        page.evaluate(
            "(us) => new Promise((done) => { const f = document.createElement('iframe'); f.onload = done; f.src = us; document.body.append(f) })",
            served.base + "/",
        )
        assert not page.frames[-1].url.startswith(served.base)
        context.close()
