"""What pydantic says of a shape, in the words of lint: the rule, one sentence, and the mend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mlpath.curriculum import Area, Curriculum, Goal, Resource, Source, Topic

_IDS = {"id", "area", "areas", "sources", "aliases", "includes", "capstone"}
"""Keys that hold ids."""

_RULES = {
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "string_type": "wrong-type",
    "tuple_type": "wrong-type",
    "dict_type": "wrong-type",
    "model_type": "wrong-type",
    "string_too_long": "bad-text",
    "string_too_short": "bad-text",
    "finite_number": "out-of-range",
    "greater_than": "out-of-range",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "too_short": "out-of-range",
    "too_long": "out-of-range",
}
"""The rule of each kind of error; others are a bad value."""

_WORDS: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "string_pattern_mismatch": lambda _: (
        "is not of the form asked for",
        "use lower-case letters, digits and -",
    ),
    "string_too_long": lambda ctx: (f"is longer than {ctx['max_length']} characters", "shorten it"),
    "string_too_short": lambda _: ("is empty", "write something or delete the key"),
    "string_type": lambda _: ("must be text", "write one line of text"),
    "int_parsing": lambda _: ("is not a whole number", "write digits only"),
    "float_parsing": lambda _: ("is not a number", "write it like 12 or 1.5"),
    "finite_number": lambda _: ("is not a finite number", "write it like 12 or 1.5"),
    "bool_parsing": lambda _: ("is neither true nor false", "write true or false"),
    "greater_than": lambda ctx: (f"must be more than {ctx['gt']:g}", "correct the number"),
    "greater_than_equal": lambda ctx: (f"must be at least {ctx['ge']:g}", "correct the number"),
    "less_than_equal": lambda ctx: (f"must be at most {ctx['le']:g}", "correct the number"),
    "literal_error": lambda ctx: (
        "is none of the values that it may have",
        f"write one of {ctx['expected']}",
    ),
    "tuple_type": lambda _: ("must be a list", "write it as [a, b]"),
    "dict_type": lambda _: ("must be a mapping of keys", "write 'key: value' lines below it"),
    "model_type": lambda _: ("must be a mapping of keys", "write 'key: value' lines below it"),
    "too_short": lambda _: ("is empty", "write at least one"),
    "too_long": lambda ctx: (f"has more than {ctx['max_length']} items", "shorten it"),
    "value_error": lambda ctx: _halves(str(ctx["error"])),
}


def _halves(message: str) -> tuple[str, str]:
    said, _, mend = message.partition("; ")
    return said, mend


def in_words(error: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str, str]:
    """The rule, one sentence and the mend for an error of pydantic's in a shape."""
    keys = [str(step) for step in error["loc"] if isinstance(step, str) and step != "any_of"]
    key = keys[-1] if keys else shape.__name__.lower()
    if error["type"] == "missing":
        return "missing-key", f"missing key '{key}'", f"add '{key}: …'"
    if error["type"] == "extra_forbidden":
        return "unknown-key", f"unknown key '{key}'", _near_key(key)
    words = _WORDS.get(error["type"])
    said, mend = words(error.get("ctx", {})) if words else (error["msg"].lower(), "correct it")
    given = error["input"]
    shown = f" '{given[:60]}'" if isinstance(given, str) and given else ""
    return _rule(error, key, said), f"{key}{shown} {said}", mend


def _rule(error: ErrorDetails, key: str, said: str) -> str:
    if error["type"] in _RULES:
        return _RULES[error["type"]]
    if said.startswith("has a character"):
        return "bad-text"
    if said.startswith("has no depth; "):
        return "missing-key"
    if key in ("url", "also"):
        return "bad-url"
    return "bad-id" if key in _IDS and error["type"] in ("string_pattern_mismatch", "value_error") else "bad-value"


def _near_key(key: str) -> str:
    known = {name for shape in (Curriculum, Topic, Resource, Goal, Area, Source) for name in shape.model_fields}
    known |= {"pages", "video", "problems", "hours", "teaches", "requires", "exercises", "proves", "estimate"}
    known |= {"can", "helps", "minutes_per_page", "video_factor", "minutes_per_problem", "why"}
    if key in known:
        return "it does not belong here"
    from difflib import get_close_matches  # for mistakes only

    near = get_close_matches(key, sorted(known), n=1)
    return f"did you mean '{near[0]}'?" if near else "delete it"
