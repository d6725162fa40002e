"""curriculum import: other people's formats to a folder of our own."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.options import Json
from mlpath.cli.program import Command, curriculum_group
from mlpath.cli.session import Session
from mlpath.errors import CurriculumError, UsageError

if TYPE_CHECKING:
    from mlpath.importers import Imported

FORMATS = ("csv", "json", "edges", "exercism", "ossu", "markdown", "metacademy", "catalogue")
LISTS = ("any-of-all", "all-of-any")


def complete_format(incomplete: str) -> list[str]:
    """Formats that begin so."""
    return [name for name in FORMATS if name.startswith(incomplete)]


@curriculum_group.command(
    "import", cls=Command, epilog="Example: mlpath curriculum import csv courses.csv --output my-courses"
)
def import_command(  # one parameter an option
    ctx: typer.Context,
    format_: Annotated[
        str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.", autocompletion=complete_format)
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file, or the folder, to import.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", help="The folder to make.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; write nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the curriculum in that folder.")] = False,
    drop_edge: Annotated[
        list[str] | None,
        typer.Option("--drop-edge", metavar="A,B", help="Cut the edge by which B needs A; repeatable."),
    ] = None,
    break_cycles: Annotated[
        bool, typer.Option("--break-cycles", help="Cut one edge of each circle, and name it.")
    ] = False,
    in_order: Annotated[
        bool, typer.Option("--in-order", help="Each entry needs the one before it in its section.")
    ] = False,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="Read pairs whose columns have no names as dependent,prerequisite.")
    ] = False,
    lists: Annotated[
        str, typer.Option("--lists", metavar="HOW", help="What [[A,B],[C]] means: any-of-all or all-of-any.")
    ] = "",
    title: Annotated[str, typer.Option("--title", help="The curriculum's title.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="The licence of the file.")] = "",
    base_url: Annotated[str, typer.Option("--base-url", metavar="URL", help="What relative links start from.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Show every oddity, not the first of each kind.")] = False,
    json: Json = False,
) -> None:
    """Make a curriculum of a file in another format.

    What is odd in the file is reported with its place and mended where that is safe. Circles of prerequisites are
    shown edge by edge and never broken unless you say so: exit code 4.
    """
    session = ctx.ensure_object(Session)
    from mlpath.importers import EXPLAINED, Wishes, read_foreign
    from mlpath.importers.text import slug
    from mlpath.library.loading import MAX_UNITS
    from mlpath.view import data
    from mlpath.view.pages_of_import import ImportReport, import_fields, import_page

    if output is None and not dry_run:
        raise UsageError("no folder to write to", "add --output DIR, or --dry-run to see a report only")
    if lists not in ("", *LISTS):
        raise UsageError(f"--lists is '{lists}'", f"use --lists {LISTS[0]} or {LISTS[1]}")
    target = output or Path(slug(file.stem))
    if not dry_run:
        _check_target(target, force=force)
    wishes = Wishes(
        id=slug(target.resolve().name), title=title, licence=licence, base_url=base_url, lists=lists, in_order=in_order,
        reverse=reverse,
        drop_edges=tuple(drop_edge or ()), break_cycles=break_cycles, most_units=_cap("MLPATH_MAX_UNITS", MAX_UNITS),
    )  # fmt: skip
    found = read_foreign(format_, file, wishes)
    _check_edges(found)
    warnings = _write(found, target, dry_run=dry_run)
    report = ImportReport(
        format=format_, file=str(file), output=str(target), written=not dry_run, id=found.id, units=found.units,
        topics=found.topics, edges=found.edges, goals=found.goals, cuts=found.cuts, oddities=found.draft.oddities,
        explained=EXPLAINED, warnings=warnings,
    )  # fmt: skip
    if json:
        session.write(data.document(**import_fields(report)))
    else:
        session.show(import_page(report, everything=everything))


def _check_target(target: Path, *, force: bool) -> None:
    """Whether a folder may be written: it is not there, is empty, or is a curriculum and may be replaced.

    Raises:
        UsageError: where it may not.

    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{target} is not a folder", "choose another --output")
    if not target.exists() or not any(target.iterdir()):
        return
    if not (target / "curriculum.yaml").is_file():
        raise UsageError(f"{target} is there already and is no curriculum", "choose another --output")
    if not force:
        raise UsageError(f"{target} is there already", "add --force to replace it, or choose another --output")


def _cap(variable: str, default: int) -> int:
    """What a curriculum may hold: what the environment says, if it says a number."""
    text = os.environ.get(variable, "")
    return int(text) if text.isdigit() else default


def _check_edges(found: Imported) -> None:
    """Raises CurriculumError for more edges than a curriculum may hold."""
    from mlpath.library.loading import MAX_EDGES

    count, most = found.edges + found.taught, _cap("MLPATH_MAX_EDGES", MAX_EDGES)
    if count > most:
        raise CurriculumError(f"{count:,} edges, more than {most:,}", "split the file, or raise MLPATH_MAX_EDGES")


def _write(found: Imported, target: Path, *, dry_run: bool) -> int:
    """Write a curriculum beside its place, read it back, check it, and move it there; the number of lint's warnings.

    Raises:
        CurriculumError: where what was written has an error; then nothing is left behind.

    """
    parent = Path(tempfile.gettempdir()) if dry_run else target.absolute().parent
    if not dry_run:
        parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix=f".{target.name[:50]}-") as beside:
        made = Path(beside) / "new"
        for name, text in found.files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        warnings = _warnings(made)
        if not dry_run:
            if target.exists():
                target.rename(Path(beside) / "old")
            made.rename(target)
            shutil.rmtree(Path(beside) / "old", ignore_errors=True)
    return warnings


def _warnings(made: Path) -> int:
    """The warnings of lint about a folder; raises CurriculumError for an error."""
    from mlpath.library import load
    from mlpath.lint import check, located

    loaded = load(made)
    findings = [*loaded.findings, *(check(loaded.curriculum) if loaded.curriculum is not None else [])]
    errors = [finding for finding in located(findings, loaded.places) if finding.severity == "error"]
    if errors:
        lines = [f"{finding.place.removeprefix(made.as_posix() + '/')}: {finding.message}" for finding in errors[:10]]
        raise CurriculumError(
            "what would be written is no sound curriculum, so nothing was:\n" + "\n".join(lines),
            "correct the file there, or report it as a bug of mlpath",
        )
    return sum(finding.severity == "warning" for finding in findings)
