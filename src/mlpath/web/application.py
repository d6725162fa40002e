"""The application: pages, JSON and files of our own behind the guard; errors become answers in one place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from mlpath import __version__
from mlpath.errors import CurriculumError, MlpathError, NoPlanError, StoreError, UnknownIdError, UsageError
from mlpath.web import api, pages
from mlpath.web.guard import RULES, Guard, Rule
from mlpath.web.office import Office
from mlpath.web.rendering import page

_LOG = logging.getLogger("mlpath.web")
STATIC = Path(__file__).parent / "static"
STATUS: Mapping[type[MlpathError], int] = {
    UsageError: 400, UnknownIdError: 404, NoPlanError: 409, CurriculumError: 503, StoreError: 503,
}  # fmt: skip


def create(office: Office, address: str, rules: Mapping[str, Rule] = RULES) -> Guard:
    """The whole application for one learner.

    Args:
        office: the learner's use cases.
        address: name and port at which it is served, as `127.0.0.1:8731`.
        rules: the guard's; all of them but in tests of the guard.

    """
    inner = FastAPI(
        title="mlpath", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="One learner's plan, map and log. Reading is free; every POST but that of the key needs the token.",
        redirect_slashes=False,
    )  # fmt: skip
    inner.include_router(api.routes(office))
    inner.include_router(pages.routes(office))
    inner.mount("/static", StaticFiles(directory=STATIC), name="static")
    inner.add_exception_handler(MlpathError, _mlpath_error)
    inner.add_exception_handler(RequestValidationError, _invalid)
    inner.add_exception_handler(HTTPException, _http_error)
    inner.add_exception_handler(Exception, _bug)
    return Guard(inner, address, office.keys, rules)


def _answer(request: Request, status: int, message: str, hint: str) -> Response:
    """An error as JSON for programs, as a page for people."""
    if request.url.path.startswith("/api/"):
        return api.failed(status, message, hint)
    return page("error.html", code=status, at="", message=message, hint=hint)


def _mlpath_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, MlpathError):
        raise error
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    return _answer(request, status, error.message, error.hint)


def _invalid(request: Request, error: Exception) -> Response:
    """What is not of the shape that was asked for: where, and what is wrong, without repeating what was sent."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    said = "; ".join(
        f"{'.'.join(str(part) for part in item['loc'][1:]) or 'body'}: {item['msg']}" for item in found[:5]
    )
    return _answer(request, 422, said or "this is not of the shape that is asked for", "see /api/openapi.json")


def _bug(request: Request, error: Exception) -> Response:
    """What nobody thought of: told as such, on the page and in the terminal."""
    _LOG.error("error: a bug of ours: %s: %s (mlpath serve --debug shows more)", type(error).__name__, error)
    return _answer(request, 500, "that is a bug of ours; nothing was left half done", "mlpath serve --debug shows more")


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = {404: "there is no such page", 405: "this is read with GET or changed with POST, not both"}
    return _answer(request, status, said.get(status, "that cannot be done"), "")
