"""The border of text: whatever comes from a curriculum or from the user is cleaned before it is shown."""

from __future__ import annotations

import re

from mlpath.texts import UNSAFE

_INVISIBLE = re.compile("[\u115f\u1160\u17b4\u17b5\u180e\u206a-\u206f\u3164\ufeff\ufff9-\ufffb]")
"""Fillers and annotation marks: they show nothing, and disguise one word as another."""


def safe(text: str) -> str:
    """Text without anything that could steer a terminal; control and bidi characters become `�`."""
    return _INVISIBLE.sub("�", UNSAFE.sub("�", text))


def one_line(text: str) -> str:
    """Safe text with its line breaks as spaces."""
    return " ".join(safe(text).split())
