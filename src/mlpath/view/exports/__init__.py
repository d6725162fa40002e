"""A plan for the tools that people use: one file a format, each from `Material` to text, the same bytes for the same.

What was exported before is given where a format updates in place: then nothing of the user's own is lost.
"""

from __future__ import annotations

from mlpath.view.exports.material import Material

__all__ = ["FORMATS", "Material", "exported"]

FORMATS = ("ics", "markdown", "csv", "anki", "taskwarrior")


def exported(form: str, material: Material, previous: str | None = None) -> str:
    """A plan in a format, as one text without its last line feed.

    Args:
        form: one of FORMATS.
        material: what is exported.
        previous: what was exported before to the same place, perhaps changed by the user since.

    Raises:
        UsageError: where `previous` is nothing that can be brought up to date.

    """
    # A format is imported when it is asked for: one of them takes a library that is slow to start.
    if form == "ics":
        from mlpath.view.exports.calendar_file import calendar

        return calendar(material, previous)
    if form == "markdown":
        from mlpath.view.exports.notes import one_note

        return one_note(material, previous)
    if form == "taskwarrior":
        from mlpath.view.exports.tasks import tasks

        return tasks(material, previous)
    if form == "anki":
        from mlpath.view.exports.cards import cards

        return cards(material)
    from mlpath.view.exports.table import table

    return table(material)
