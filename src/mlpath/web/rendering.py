"""Templates to pages: everything escaped, everything cleaned of what could disguise text, nothing from elsewhere."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse

from mlpath import __version__
from mlpath.view import amounts
from mlpath.view.safe import safe

PAGES = (("/", "Next"), ("/plan", "Plan"), ("/map", "Map"), ("/progress", "Progress"))


def _clean(value: Any) -> Any:
    """Plain text without characters that steer; markup of our own as it is."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def path_of(kind: str, id_: str) -> str:
    """The address of the page of a topic, resource, unit or goal, or of a unit's alternatives."""
    if kind == "goal":
        return f"/map?view=goal&goal={quote(id_, safe='')}"
    if kind == "area":
        return f"/map?area={quote(id_, safe='')}"
    if kind == "outcome":
        return f"/topic/{quote(id_.partition('@')[0])}"
    return f"/{kind}/{quote(id_)}"


@cache
def environment() -> Environment:
    """The templates and what they may call."""
    found = Environment(
        loader=PackageLoader("mlpath.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"hours": amounts.hours, "day": amounts.day, "count": amounts.count}
    found.globals |= {"path_of": path_of, "pages": PAGES, "version": __version__}
    return found


def page(template: str, *, code: int = 200, **values: Any) -> HTMLResponse:
    """A page."""
    return HTMLResponse(environment().get_template(template).render(**values), status_code=code)
