"""A curriculum as one page to browse: areas with their topics and who teaches them, resources with their units."""

from __future__ import annotations

from collections.abc import Iterator

from mlpath.curriculum import Curriculum, Requirement, Resource, Topic
from mlpath.view.amounts import count, hours
from mlpath.view.safe import one_line


def markdown_page(curriculum: Curriculum) -> str:
    """The page in Markdown, the same for the same curriculum."""
    return "\n".join(_lines(curriculum)) + "\n"


def _lines(curriculum: Curriculum) -> Iterator[str]:
    units = [unit for resource in curriculum.resources for unit in resource.units]
    yield f"# {_text(curriculum.title)}"
    yield ""
    yield (
        f"{count(len(curriculum.topics), 'topic')} in {count(len(curriculum.areas), 'area')}; "
        f"{count(len(curriculum.resources), 'resource')} with {count(len(units), 'unit')}. "
        f"Version {_text(curriculum.version)}, {_text(curriculum.licence)}. ≈ marks sizes that are estimates."
    )
    yield from ("", "## Goals", "")
    for goal in curriculum.goals:
        capstone = f" Capstone: {_text(curriculum.unit[goal.capstone].title)}." if goal.capstone else ""
        yield f"- **{_text(goal.title)}** (`{goal.id}`): {_text(goal.can)}.{capstone}"
    yield from ("", "## Areas", "")
    yield from (f"- [{_text(area.title)}](#{area.id})" for area in curriculum.areas)
    teachers = _teachers(curriculum)
    for area in curriculum.areas:
        yield from ("", f'<a id="{area.id}"></a>', "", f"## {_text(area.title)}")
        for topic in curriculum.topics:
            if topic.area == area.id:
                yield from _topic(topic, teachers)
    yield from ("", "## Resources")
    for resource in curriculum.resources:
        yield from _resource(curriculum, resource)


def _topic(topic: Topic, teachers: dict[str, list[str]]) -> Iterator[str]:
    yield from ("", f'<a id="{topic.id}"></a>', "", f"### {_text(topic.title)}", "")
    for depth, level in topic.levels.items():
        needs = "; ".join(_requirement(requirement) for requirement in level.requires)
        yield f"- **{depth}** (`{topic.id}@{depth}`): {_text(level.can)}." + (f" Needs {needs}." if needs else "")
        named = teachers.get(f"{topic.id}@{depth}", [])
        yield f"  Taught by {', '.join(f'[{name}](#{name})' for name in named)}." if named else "  Taught by nothing."


def _requirement(requirement: Requirement) -> str:
    return " or ".join(
        f"[{need.outcome}](#{need.outcome.partition('@')[0]})" + (f" ({_text(need.reason)})" if need.reason else "")
        for need in requirement.any_of
    )


def _resource(curriculum: Curriculum, resource: Resource) -> Iterator[str]:
    about = ", ".join(
        filter(None, [resource.kind, str(resource.published or ""), resource.cost, resource.language, resource.status])
    )
    yield from ("", f'<a id="{resource.id}"></a>', "", f"### {_text(resource.title)}", "")
    by = f"{_text(', '.join(resource.authors))}. " if resource.authors else ""
    yield f"{by}<{_address(resource.url)}> ({about})"
    for text in (resource.about, resource.note):
        if text:
            yield from ("", _text(text))
    titles = {source.id: source.title for source in curriculum.sources}
    if resource.sources:
        yield from ("", f"Recommended by {_text('; '.join(titles[source] for source in resource.sources))}.")
    yield from ("", "| unit | title | hours | teaches |", "|---|---|---|---|")
    for unit in resource.units:
        about_hours = ("≈" if unit.estimate else "") + hours(unit.minutes)
        taught = ", ".join(unit.teaches) or "–"
        yield f"| `{unit.id.removeprefix(resource.id + '/')}` | {_text(unit.title)} | {about_hours} | {taught} |"


def _teachers(curriculum: Curriculum) -> dict[str, list[str]]:
    """For each outcome the resources that teach just that depth, in order of id."""
    found: dict[str, dict[str, None]] = {}
    for resource in sorted(curriculum.resources, key=lambda r: r.id):
        for unit in resource.units:
            for outcome in unit.teaches:
                found.setdefault(outcome, {})[resource.id] = None
    return {outcome: list(names) for outcome, names in found.items()}


def _address(url: str) -> str:
    """An address that ends where its brackets do."""
    return url.replace("<", "%3C").replace(">", "%3E")


def _text(text: str) -> str:
    """Text in which nothing means anything to Markdown or HTML."""
    escaped = one_line(text).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{char}" if char in "\\`*_[]|" else char for char in escaped)
