"""Lint for people: findings with their places, what a rule means, what was mended, a curriculum at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from mlpath.curriculum import Curriculum
from mlpath.lint import RULES, Analysis, Finding, Rule
from mlpath.view.amounts import count, hours
from mlpath.view.safe import safe
from mlpath.view.screen import line, rows, words

STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}
MOST = 6
"""Rows of a list in the analysis: all of it fits one screen."""
MOST_OF_A_RULE = 100
"""Findings of one rule that are shown in full: nobody reads more, and each costs three lines to lay out."""


def lint_page(findings: Sequence[Finding], *, notes: bool, folder: str) -> Iterator[RenderableType]:
    """Each finding: its place, what it is and how to mend it; their number and what to do next at the end."""
    shown = [finding for finding in findings if notes or finding.severity != "note"]
    seen: Counter[str] = Counter()
    for finding in shown:
        seen[finding.rule] += 1
        if seen[finding.rule] > MOST_OF_A_RULE:
            continue
        place = line((finding.place, "bold"), f": {finding.severity}", (f" [{finding.rule}]", "dim"))
        place.stylize(STYLES[finding.severity], len(finding.place) + 2, len(finding.place) + 2 + len(finding.severity))
        place.no_wrap = True
        yield place
        yield words(finding.message, indent=4)
        if finding.hint:
            yield words(f"→ {finding.hint}", "cyan", indent=4)
    for rule, number in seen.items():
        if number > MOST_OF_A_RULE:
            more = f"… and {number - MOST_OF_A_RULE:,} more of {rule}"
            yield line(more, ("; --format json has all", "dim"))
    if shown:
        yield Text("")
    yield from _sum(findings, folder, notes=notes)


def _sum(findings: Sequence[Finding], folder: str, *, notes: bool) -> Iterator[RenderableType]:
    tally = {s: sum(finding.severity == s for finding in findings) for s in ("error", "warning", "note")}
    said = ", ".join(count(tally[s], s) for s in ("error", "warning", "note"))
    if tally["error"] or tally["warning"]:
        yield line(said, ".")
        fixable = sum(f.rule in RULES and RULES[f.rule].fixed and f.severity != "note" for f in findings)
        first = next(f.rule for f in findings if f.severity != "note")
        if fixable:
            yield line(
                (f"→ mlpath curriculum lint {folder} --fix", "cyan"), f"  may mend {fixable}; --dry-run shows how"
            )
        yield line((f"→ mlpath curriculum lint --explain {first}", "cyan"), "  says why it matters")
        return
    more = "; --notes shows them" if tally["note"] and not notes else ""
    yield line(("✓ ", "green"), f"{said}{more}.")


def rules_page(rules: Iterable[Rule]) -> Iterator[RenderableType]:
    """Every rule in a line."""
    yield rows(
        [("rule", "left"), ("", "left"), ("", "fill")],
        ([Text(r.id, style="cyan"), Text(r.severity, style=STYLES[r.severity]), r.title] for r in rules),
    )
    yield line(("→ mlpath curriculum lint --explain RULE", "cyan"))


def rule_page(rule: Rule, shown: Sequence[Finding]) -> Iterator[RenderableType]:
    """A rule: what, why, an example that breaks it with what lint says there, the mend."""
    yield line((rule.id, "bold cyan"), "  ", (rule.severity, STYLES[rule.severity]))
    yield words(rule.title, indent=2)
    yield Text("")
    yield words(rule.why, indent=2)
    yield Text("")
    if rule.new:
        yield line("  For example, in ", (rule.file, "bold"), ":")
        yield Padding(Text("\n".join(_snippet(rule)), style="dim"), (0, 0, 0, 4))
    else:
        yield line("  For example, without ", (rule.file, "bold"), ":")
    for finding in shown[:1]:
        yield words(f"{finding.severity}: {finding.message}", STYLES[finding.severity], indent=2)
    yield Text("")
    yield words(f"→ {rule.mend}", "cyan", indent=2)


def _snippet(rule: Rule) -> list[str]:
    """The lines of the example that differ, with what stands around them; a long one is cut."""
    text = safe(rule.example[rule.file])
    first = text.index(rule.new)
    start = text.rfind("\n", 0, first) + 1
    end = text.find("\n", first + len(rule.new.rstrip("\n")))
    lines = text[start : end if end >= 0 else len(text)].splitlines()
    return lines if len(lines) <= MOST else [*lines[:3], "…"]


def mended_page(said: Sequence[str], left: Sequence[str], *, dry: bool) -> Iterator[RenderableType]:
    """What was mended, and what could not be and why, a line each."""
    for text in [*said, *left]:
        yield words(text)
    what = count(len(said), "mend")
    yield (
        line(("✓ ", "green"), f"{what}.")
        if said and not dry
        else line(f"{what}{', not made' if dry and said else ''}.")
    )


def analysis_page(curriculum: Curriculum, found: Analysis) -> Iterator[RenderableType]:
    """Coverage by area, hours by kind, the longest chain, what most rests on, who is the only provider."""
    depths = ", ".join(f"{number} {depth}" for depth, number in found.depths.items() if number)
    outcomes = sum(found.depths.values())
    yield line((curriculum.title, "bold"), (f"  {curriculum.id} {curriculum.version}", "cyan"))
    yield words(f"{count(len(curriculum.topics), 'topic')}, {count(outcomes, 'outcome')}: {depths}.", indent=2)
    kinds = ", ".join(f"{kind} {hours(minutes)}" for kind, minutes in found.kinds.items())
    unused = (
        f"; {count(found.unused, 'unit')} {'teaches' if found.unused == 1 else 'teach'} nothing" if found.unused else ""
    )
    yield words(f"{hours(found.minutes)} of study in {count(found.units, 'unit')}: {kinds}{unused}.", indent=2)
    yield Text("")
    yield rows(
        [("area", "end"), *((name, "right") for name in ("topics", "outcomes", "no", "one", "more", "hours"))],
        (
            [
                a.title,
                str(a.topics),
                str(a.outcomes),
                _alarm(a.untaught),
                str(a.single),
                str(a.several),
                hours(a.minutes),
            ]
            for a in found.areas
        ),
    )
    yield line(("  no, one, more: outcomes that so many resources teach", "dim"))
    yield Text("")
    if found.chain:
        yield line((f"Longest chain, {count(len(found.chain), 'topic')}", "bold"))
        yield words(" → ".join(found.chain), indent=2)
    if found.hubs:
        yield line(("Most rests on", "bold"))
        yield rows(
            [("", "left"), ("", "fill")],
            (
                [
                    Text(hub.outcome, style="cyan"),
                    f"{count(hub.opens, 'outcome')}; {count(hub.providers, 'resource')} to learn it from",
                ]
                for hub in found.hubs[:MOST]
            ),
        )
    yield from _bottlenecks(found)


def _bottlenecks(found: Analysis) -> Iterator[RenderableType]:
    if not found.bottlenecks:
        yield line(("✓ ", "green"), "Nothing hangs on one resource alone.")
        return
    yield line(
        (f"Taught by one resource alone: {count(len(found.bottlenecks), 'outcome')}", "bold"),
    )
    yield rows(
        [("", "left"), ("", "left"), ("", "fill")],
        (
            [Text(b.outcome, style="cyan"), b.provider, f"{count(b.opens, 'outcome')} on it" if b.opens else ""]
            for b in found.bottlenecks[:MOST]
        ),
    )
    left = len(found.bottlenecks) - MOST
    if left > 0:
        yield line((f"  and {left} more: --notes", "dim"))


def _alarm(number: int) -> Text:
    """A number, in yellow where there should be none."""
    return Text(str(number), style="yellow" if number else "")
