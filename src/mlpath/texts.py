"""The texts and numbers that a curriculum is written in: ids, outcomes, addresses, lengths, each with what it must be.

They come from strangers, so each refuses what could do harm: characters that steer a terminal, names of devices,
addresses that are not the open web's.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import cache, lru_cache
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

Depth = Literal["intuition", "working", "rigorous"]
DEPTHS: tuple[Depth, ...] = ("intuition", "working", "rigorous")

ID_PATTERN = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls, all but the line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of direction
    "\u2028\u2029\ud800-\udfff\ue000-\uf8ff"  # separators, surrogates, private use
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"  # tags, private planes
)
"""Characters that could steer a terminal or disguise text."""

KEPT = 50_000
"""Answers about texts that are kept: a curriculum says the same outcomes and addresses again and again."""

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
_NUMBER_LAST = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
_DURATION = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,3})m)?(?:(\d{1,2})s)?")


def _plain(text: str) -> str:
    if text.isascii() and text.isprintable():  # most texts, and ten times as fast as a search
        return text
    found = UNSAFE.search(text)
    if found is not None:
        raise ValueError(f"has a character that is not text (U+{ord(found[0]):04X}); delete it")
    return text


def _not_a_device(text: str) -> str:
    if text.split(".")[0] in _DEVICES:
        raise ValueError("is the name of a device on some systems; choose another")
    return text


KEYWORDS = frozenset({"any", "any_of", "outcome"})
"""What a requirement may begin with instead of a topic's id."""


def _no_keyword(text: str) -> str:
    if text in KEYWORDS:
        raise ValueError("is a word that requirements are written with; choose another")
    return text


def _unit_id(text: str) -> str:
    """A unit's id is two of 64 characters at most, neither the name of a device."""
    for part in text.split("/"):
        if len(part) > 64:
            raise ValueError("is longer than 64 characters; shorten it")
        _not_a_device(part)
    return text


@lru_cache(maxsize=KEPT)
def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise ValueError("is not a web address; write https://host/path") from None
    if parts.scheme not in {"http", "https"} or not host or text.split() != [text]:
        raise ValueError("is not a web address; write https://host/path")
    if "@" in parts.netloc:
        raise ValueError("names a user; write the address without user and password")
    if _is_private(host):
        raise ValueError("points into a private network; give the public address")
    return text


@cache
def _is_private(host: str) -> bool:
    host = unicodedata.normalize("NFKC", host)  # browsers read ① as 1
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        if _NUMBER_LAST.search(host):  # 127.1, 0x7f.0.0.1: browsers read these as addresses too
            return True
        return "." not in host.rstrip(".") or host.rstrip(".").endswith((".local", ".localhost", ".internal"))


def minutes_of_duration(value: Any) -> Any:
    """`1h15m`, `48m`, `9m51s` to minutes."""
    if not isinstance(value, str):
        return value
    match = _DURATION.fullmatch(value.strip())
    if match is None or not any(match.groups()):
        raise ValueError("is not a length; write it like 1h15m, 48m or 9m51s")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 60 + minutes + seconds / 60


@lru_cache(maxsize=KEPT)
def outcome_id(text: str) -> str:
    """Write an outcome with its depth: `pca` is `pca@working`; raises ValueError for anything else."""
    topic, at, depth = text.partition("@")
    if len(topic) > 64 or not re.fullmatch(ID_PATTERN, topic):
        raise ValueError("is not an outcome; write topic or topic@depth, as in eigenvalues@working")
    if at and depth not in DEPTHS:
        raise ValueError(f"has no depth '{depth}'; the depths are {', '.join(DEPTHS)}")
    return f"{topic}@{depth or 'working'}"


@lru_cache(maxsize=KEPT)
def split_outcome(outcome: str) -> tuple[str, Depth]:
    """Part `pca@working` into its topic and its depth."""
    topic, _, depth = outcome.partition("@")
    return topic, DEPTHS[DEPTHS.index(depth)]


Id = Annotated[str, StringConstraints(pattern=rf"^{ID_PATTERN}$", max_length=64), AfterValidator(_not_a_device)]
TopicId = Annotated[Id, AfterValidator(_no_keyword)]
UnitId = Annotated[
    str, StringConstraints(pattern=rf"^{ID_PATTERN}(?:/{ID_PATTERN})?$", max_length=129), AfterValidator(_unit_id)
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_plain)]
Remark = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_plain)]
"""A text that may be empty."""
Url = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_plain), AfterValidator(_web_address)]
OutcomeId = Annotated[str, AfterValidator(outcome_id)]
Minutes = Annotated[float, BeforeValidator(minutes_of_duration), Field(gt=0, le=60_000, allow_inf_nan=False)]
Count = Annotated[int, Field(gt=0, le=100_000)]
Hours = Annotated[float, Field(gt=0, le=2_000, allow_inf_nan=False)]
Factor = Annotated[float, Field(gt=0, le=600, allow_inf_nan=False)]
