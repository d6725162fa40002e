"""The guard: each rule refuses what it must, and without it the forged request gets through."""

from __future__ import annotations

import json
from collections.abc import Callable

from mlpath.web.guard import HEADERS, MAX_BODY, RULES
from mlpath.web.server import bound
from tests.web.serving import Served

MARK = json.dumps({"kind": "done", "ids": ["r/a1"]}).encode()


def host_variants(port: int) -> list[list[str]]:
    """Forty ways to say a wrong Host, or none, or several."""
    us = f"127.0.0.1:{port}"
    names = [
        "", "127.0.0.1", f"127.0.0.1:{port + 1}", f"127.0.0.1:0{port}", f"127.0.0.1:{port}0", f"127.0.0.1:{port}.", f"127.0.0.1.:{port}",
        f"localhost:{port}", "localhost", f"LOCALHOST:{port}", f"localhost.:{port}", f"app.localhost:{port}", f"[::1]:{port}", "[::1]",
        f"[::ffff:127.0.0.1]:{port}", f"0.0.0.0:{port}", f"0:{port}", f"127.1:{port}", f"127.0.1:{port}", f"127.0.0.2:{port}",
        f"2130706433:{port}", f"0x7f000001:{port}", f"0177.0.0.1:{port}", f"evil.example:{port}", "evil.example",
        f"127.0.0.1.evil.example:{port}", f"evil.example#127.0.0.1:{port}", f"127.0.0.1:{port}@evil.example", f"evil@127.0.0.1:{port}",
        f"127.0.0.1:{port}/evil", f"127.0.0.1:{port},evil.example", f"127.0.0.1:{port} evil.example", f"http://127.0.0.1:{port}",
        f"127.0.0.1:{port}\tevil", f"rebind.network:{port}", f"127.0.0.1%00:{port}", f"127.0.0.1\\:{port}",
    ]  # fmt: skip
    return [*([name] for name in names), [], [us, us], [us, "evil.example"]]


def test_only_our_own_name_and_port(tiny: Served) -> None:
    """Forty variants of Host: none is answered with a page; the right one is."""
    variants = host_variants(tiny.port)
    assert len(variants) == 40
    for hosts in variants:
        lines = "".join(f"Host: {host}\r\n" for host in hosts)
        status = tiny.raw(f"GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode()).split(b" ", 2)[1]
        assert status in (b"421", b"400"), (hosts, status)
    assert tiny.raw(f"GET / HTTP/1.1\r\nHost: {tiny.address}\r\nConnection: close\r\n\r\n".encode())[9:12] == b"200"


def test_what_a_proxy_is_asked_is_not_for_us(tiny: Served) -> None:
    """A whole address as target, with our own name in Host or not."""
    for target in (f"http://{tiny.address}/", "http://evil.example/", "//evil.example/", "evil"):
        answer = tiny.raw(f"GET {target} HTTP/1.1\r\nHost: {tiny.address}\r\nConnection: close\r\n\r\n".encode())
        assert answer[9:12] == b"400", target


def test_a_head_is_that_of_the_page(tiny: Served) -> None:
    """HEAD is answered like GET, without the page."""
    for path, status in (("/", 200), ("/api/map", 200), ("/nowhere", 404)):
        answer = tiny.ask("HEAD", path)
        assert (answer.status, answer.text) == (status, "")
        assert answer.headers["content-type"] == tiny.get(path).headers["content-type"]


def test_nobody_else_on_the_network_is_listened_to() -> None:
    """The socket is of this machine's own address, whatever the port."""
    with bound(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_the_old_protocol_without_a_host(tiny: Served) -> None:
    """HTTP/1.0 need not name a host; we need it."""
    assert tiny.raw(b"GET / HTTP/1.0\r\n\r\n")[9:12] == b"421"


def forged(served: Served, **changed: str | None) -> dict[str, str]:
    """The headers of a good change, some of them changed or taken away."""
    good: dict[str, str | None] = {"content-type": "application/json", "authorization": f"Bearer {served.token()}"}
    headers = good | {name.replace("_", "-"): value for name, value in changed.items()}
    return {name: value for name, value in headers.items() if value is not None}


# What each rule is there for: the rule, the request that it alone refuses, and with which status.
Forge = Callable[[Served], tuple[str, str, bytes, dict[str, str]]]
FORGED: list[tuple[str, int, Forge]] = [
    ("host", 421, lambda s: ("POST", "/api/marks", MARK, forged(s, host=f"rebound.example:{s.port}"))),
    ("host", 421, lambda s: ("GET", "/api/log", b"", {"host": f"rebound.example:{s.port}"})),
    ("target", 400, lambda s: ("POST", "//evil.example/../api/marks", MARK, forged(s))),
    ("fetch_site", 403, lambda s: ("POST", "/api/marks", MARK, forged(s, sec_fetch_site="same-site"))),
    ("fetch_site", 403, lambda s: ("POST", "/api/marks", MARK, forged(s, sec_fetch_site="cross-site"))),
    ("fetch_site", 403, lambda s: ("GET", "/api/log", b"", {"sec-fetch-site": "cross-site"})),
    ("origin", 403, lambda s: ("GET", "/api/log", b"", {"origin": "http://evil.example"})),
    ("origin", 403, lambda s: ("POST", "/api/marks", MARK, forged(s, origin="http://evil.example"))),
    ("origin", 403, lambda s: ("POST", "/api/marks", MARK, forged(s, origin="null"))),
    ("origin", 403, lambda s: ("POST", "/api/marks", MARK, forged(s, origin=f"http://127.0.0.1:{s.port + 1}"))),
    ("method", 405, lambda s: ("PUT", "/api/marks", MARK, forged(s))),
    ("json_only", 415, lambda s: ("POST", "/api/marks", MARK, forged(s, content_type="text/plain"))),
    ("json_only", 415, lambda s: ("POST", "/api/marks", MARK, forged(s, content_type=None))),
    ("size", 413, lambda s: ("POST", "/api/marks", MARK + b" " * MAX_BODY, forged(s))),
    ("token", 401, lambda s: ("POST", "/api/marks", MARK, forged(s, authorization=None))),
    ("token", 401, lambda s: ("POST", "/api/marks", MARK, forged(s, authorization="Bearer guessed"))),
    ("token", 401, lambda s: ("POST", "/api/marks", MARK, forged(s, authorization="Basic Og=="))),
]  # fmt: skip


def test_each_rule_refuses_what_it_is_for(tiny: Served) -> None:
    """Its own status, no page and no event; and every rule has such a request."""
    assert {rule for rule, *_ in FORGED} == set(RULES)
    for rule, status, forge in FORGED:
        answer = tiny.ask(*forge(tiny))
        assert (rule, answer.status) == (rule, status)
        assert answer.json["error"]["message"]
    assert tiny.office.app.store.events() == []
    assert tiny.ask("POST", "/api/marks", MARK, forged(tiny)).status == 200


# Where something else than the rule catches what it lets through: the framework knows no PUT and no such path, and
# what is longer than it says is counted as it comes.
SECOND_CATCH = {"target": 404, "method": 405, "size": 413}


def test_without_a_rule_the_forged_request_is_caught_no_more(tiny: Served) -> None:
    """The red control: each rule taken away in turn, its own requests get through."""
    for rule in RULES:
        tiny.guard.rules = {name: check for name, check in RULES.items() if name != rule}
        for _, status, forge in (row for row in FORGED if row[0] == rule):
            answer = tiny.ask(*forge(tiny))
            assert answer.status != status or SECOND_CATCH.get(rule) == status, rule
            assert answer.status in (200, 422, SECOND_CATCH.get(rule)), rule


def test_a_body_that_does_not_say_its_length_is_counted(tiny: Served) -> None:
    """Chunked, one byte over 64 kB: refused; 64 kB of JSON is read."""
    for extra, expected in ((1, b"413"), (0, b"200")):
        body = MARK + b" " * (MAX_BODY + extra - len(MARK))
        head = (
            f"POST /api/marks HTTP/1.1\r\nHost: {tiny.address}\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {tiny.token()}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        )
        data = head.encode() + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        assert tiny.raw(data)[9:12] == expected


PATHS = [
    "/",
    "/plan",
    "/map",
    "/progress",
    "/topic/a",
    "/nowhere",
    "/api/plan",
    "/api/nowhere",
    "/static/page.css",
    "/api/openapi.json",
]


def test_every_answer_carries_the_headers_of_safety_and_no_cookie(tiny: Served) -> None:
    """Pages, JSON, files, errors and refusals."""
    answers = [tiny.get(path) for path in PATHS]
    answers += [tiny.post("/api/marks", {}), tiny.ask("GET", "/", headers={"origin": "null"})]
    for answer in answers:
        assert {name: answer.headers[name] for name in HEADERS if name != "cache-control"} == {
            name: value for name, value in HEADERS.items() if name != "cache-control"
        }
        assert "set-cookie" not in answer.headers
    assert "'unsafe" not in HEADERS["content-security-policy"]


def test_there_is_no_page_that_loads_from_elsewhere(tiny: Served) -> None:
    """No /docs, no /redoc; and no page names another host in anything that the browser loads by itself."""
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert tiny.get(path).status == 404
    for path in PATHS[:6]:
        text = tiny.get(path).text
        for attribute in ("src=", "srcset=", "<link", "@import", "url("):
            for part in text.split(attribute)[1:]:
                assert "http" not in part.partition(">")[0]


def test_a_key_counts_once(tiny: Served) -> None:
    """Its token changes things; the key again, or another, gives none; a token is no key."""
    key = tiny.office.keys.new_key()
    token = tiny.post("/api/session", {"key": key}).json["token"]
    assert tiny.post("/api/session", {"key": key}).status == 401
    assert tiny.post("/api/session", {"key": token}).status == 401
    assert tiny.post("/api/undo", {}, token).status == 200
    assert tiny.post("/api/undo", {}, key).status == 401


def test_of_keys_that_nobody_used_the_latest_count(tiny: Served) -> None:
    """Twenty wait at most, so that asking for links again and again leaves no heap of them."""
    keys = [tiny.office.keys.new_key() for _ in range(25)]
    assert [tiny.office.keys.exchange(key) is not None for key in keys] == [False] * 5 + [True] * 20
