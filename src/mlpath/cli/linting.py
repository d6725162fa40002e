"""curriculum lint."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.curricula import ReadingCurriculum, Where
from mlpath.cli.options import Json
from mlpath.cli.program import curriculum_group
from mlpath.cli.session import Session
from mlpath.errors import UnknownIdError, UsageError

if TYPE_CHECKING:
    from mlpath.library import Loaded
    from mlpath.lint import Finding


def complete_rule(incomplete: str) -> list[str]:
    """Ids of rules that begin so."""
    from mlpath.lint import RULES

    return [id_ for id_ in RULES if id_.startswith(incomplete)]


@curriculum_group.command("lint", cls=ReadingCurriculum, epilog="Example: mlpath curriculum lint curricula/git")
def lint(
    ctx: typer.Context,
    where: Where = None,
    notes: Annotated[bool, typer.Option("--notes", help="Show notes too, such as topics with one provider.")] = False,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json, github or sarif.")] = "text",
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended safely.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --fix: show the changes, make none.")] = False,
    analysis: Annotated[
        bool, typer.Option("--analysis", help="Coverage, bottlenecks, longest chain, hours, on one screen.")
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain", metavar="RULE", help="What a rule means; all: every rule.", autocompletion=complete_rule
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Find what is wrong with a curriculum: each finding with its place, one sentence and the mend.

    Exit code 1 where there are errors or warnings; notes do not count.
    """
    session = ctx.ensure_object(Session)
    if explain is not None:
        _explain(session, explain, json=json)
        return
    from mlpath.view.findings import FORMATS

    if format_ not in FORMATS:
        raise UsageError(f"no format '{format_}'", f"use --format {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    if dry_run and not fix:
        raise UsageError("--dry-run goes with --fix", "mlpath curriculum lint DIR --fix --dry-run")
    wanted = "json" if json else format_
    folder = _folder(where or session.curriculum_name)
    said: tuple[str, ...] = ()
    if fix:
        from mlpath.library.fixing import mend
        from mlpath.view import pages_of_lint

        mended = mend(folder, write=not dry_run)
        said = mended.said
        if wanted == "text":
            if dry_run and mended.diff:
                session.write(mended.diff.rstrip("\n"))
            session.show(pages_of_lint.mended_page(said, mended.left, dry=dry_run))
    loaded, findings = _findings(folder)
    if analysis:
        _analyse(session, loaded, folder, json=wanted == "json")
        return
    _print(session, findings, wanted, said, folder, notes=notes)
    if any(finding.severity != "note" for finding in findings):
        raise typer.Exit(1)


def _folder(where: str) -> Path:
    """A folder is linted whatever is in it."""
    from mlpath.library import curriculum_ids, find_folder

    return Path(where) if where not in curriculum_ids() and Path(where).is_dir() else find_folder(where)


def _findings(folder: Path) -> tuple[Loaded, list[Finding]]:
    from mlpath.library import load
    from mlpath.lint import check, located
    from mlpath.uncollected import uncollected

    with uncollected():
        loaded = load(folder)
        found = [*loaded.findings, *(check(loaded.curriculum) if loaded.curriculum is not None else [])]
        return loaded, located(found, loaded.places)


def _print(
    session: Session, findings: list[Finding], wanted: str, said: tuple[str, ...], folder: Path, *, notes: bool
) -> None:
    if wanted == "json":
        from mlpath.view import data

        fields = {"findings": [data.finding_fields(finding) for finding in findings]}
        session.write(data.document(**fields, **({"mended": list(said)} if said else {})))
    elif wanted == "sarif":
        from mlpath.view import findings as machines

        session.write(machines.sarif(findings))
    elif wanted == "github":
        from mlpath.view import findings as machines

        text = machines.github([f for f in findings if notes or f.severity != "note"])
        if text:
            session.write(text)
    else:
        from mlpath.view import pages_of_lint

        session.show(pages_of_lint.lint_page(findings, notes=notes, folder=quote(folder.as_posix())))


def _analyse(session: Session, loaded: Loaded, folder: Path, *, json: bool) -> None:
    from mlpath.errors import CurriculumError
    from mlpath.lint import analysed, broken
    from mlpath.view import data, data_of_curricula, pages_of_lint

    if loaded.curriculum is None or broken(loaded.curriculum):
        raise CurriculumError(
            f"the curriculum in {folder} has mistakes to mend first", f"mlpath curriculum lint {folder}"
        )
    found = analysed(loaded.curriculum)
    if json:
        session.write(data.document(**data_of_curricula.analysis_fields(found)))
    else:
        session.show(pages_of_lint.analysis_page(loaded.curriculum, found))


def _explain(session: Session, name: str, *, json: bool) -> None:
    from mlpath.lint import RULES
    from mlpath.view import data, data_of_curricula, pages_of_lint

    if name == "all":
        if json:
            session.write(data.document(rules=[data_of_curricula.rule_fields(rule) for rule in RULES.values()]))
        else:
            session.show(pages_of_lint.rules_page(RULES.values()))
        return
    if name not in RULES:
        from difflib import get_close_matches  # for mistakes only

        near = get_close_matches(name, RULES, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "mlpath curriculum lint --explain all"
        raise UnknownIdError(f"no rule '{name}'", hint)
    if json:
        session.write(data.document(**data_of_curricula.rule_fields(RULES[name])))
        return
    from mlpath.library.example import findings_of_example

    session.show(pages_of_lint.rule_page(RULES[name], findings_of_example(RULES[name])))
