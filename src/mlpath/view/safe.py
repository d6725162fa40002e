"""The border of text: whatever comes from a curriculum or from the user is cleaned before it is shown."""

from __future__ import annotations

from mlpath.curriculum import UNSAFE


def safe(text: str) -> str:
    """Text without anything that could steer a terminal; control and bidi characters become `�`."""
    return UNSAFE.sub("�", text)


def one_line(text: str) -> str:
    """Safe text with its line breaks as spaces."""
    return " ".join(safe(text).split())
