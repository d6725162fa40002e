"""What the JSON interface takes and gives: shapes and bounds, from which its description (OpenAPI) is made."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints

MOST = 200


def _text(text: str) -> str:
    """Text that can be stored: half characters cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("has half a character in it") from None
    return text


def _some(minutes: list[int]) -> list[int]:
    """A week in which there is time."""
    if not any(minutes):
        raise ValueError("has no minutes on any day")
    return minutes


def _no_boolean(value: object) -> object:
    """A number; Python would take true for 1."""
    if isinstance(value, bool):
        raise ValueError("is no number")
    return value


Number = BeforeValidator(_no_boolean)
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_text)]
Note = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_text)]
Names = Annotated[list[Name], Field(max_length=MOST)]
Minutes = Annotated[int, Field(ge=0, le=24 * 60), Number]
Days = Annotated[list[Minutes], Field(min_length=7, max_length=7), AfterValidator(_some)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Key(_Body):
    """The one-time key of the link that `mlpath serve` printed."""

    key: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Token(_Body):
    """What to send as `Authorization: Bearer` with every change."""

    token: str


class Mark(_Body):
    """What to record: units (or resources) started, done or skipped; topics, areas … known or forgotten."""

    kind: Literal["start", "done", "skip", "know", "forget"]
    ids: Annotated[list[Name], Field(min_length=1, max_length=MOST)]
    minutes: Annotated[int, Field(ge=1, le=100_000), Number] | None = None
    note: Note | None = None


class Count(_Body):
    """How many events to take back or bring back."""

    count: Annotated[int, Field(ge=1, le=1000), Number] = 1


class Wish(_Body):
    """What to change of the saved request; what is left out stays as it is."""

    goals: Annotated[list[Name], Field(min_length=1, max_length=20)] | None = None
    prefer: Names | None = None
    avoid: Names | None = None
    exclude: Names | None = None
    only: Names | None = None
    pin: Names | None = None
    gentle: StrictBool | None = None
    hours_per_week: Annotated[float, Field(gt=0, le=168, allow_inf_nan=False), Number] | None = None
    max_hours: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False), Number] | None = None
    days: Days | None = None
    """Minutes on Monday to Sunday; they and `hours_per_week` take each other's place."""
    start: date | None = None
    by: date | None = None
    dry_run: StrictBool = False
    """Tell the difference, save nothing."""


class Problem(BaseModel):
    """What went wrong, in a sentence, and what mends it."""

    code: int
    message: str
    hint: str


class Failed(BaseModel):
    """An error."""

    error: Problem


class Difference(BaseModel):
    """The plan before and after a change. `message` says it for people; hours count settling-in."""

    message: str
    saved: bool
    hours_before: float | None
    hours: float
    added: list[dict[str, Any]]
    removed: list[dict[str, Any]]


class Changed(BaseModel):
    """What an event changed. `message` says it for people."""

    message: str
    event: dict[str, Any] | None
    gained: list[str]
    lost: list[str]
    now_ready: list[str]
    """Titles of the topics that became ready."""
    difference: Difference | None = None
    """How the plan differs, where it does by more than the steps that were done."""


class Document(BaseModel):
    """A document as the command line gives with `--json`."""

    model_config = ConfigDict(extra="allow")

    schema_version: int
