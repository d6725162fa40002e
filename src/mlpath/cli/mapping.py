"""map: the prerequisite map as a page, a picture, or a graph for other tools."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlpath.cli import places
from mlpath.cli.options import complete_id
from mlpath.cli.output import Force, Output, write_output
from mlpath.cli.program import Command, Reading, program
from mlpath.cli.session import Session
from mlpath.errors import StoreError, UsageError, reason_of

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = ("html", "svg")
NODES = ("units", "resources", "outcomes")


class _Mapping(Reading):
    """Without a format it keeps a page and opens it, which has to be done again each time."""

    def invoke(self, ctx: Any) -> Any:
        """Run it; what it prints of the map itself is kept."""
        return Command.invoke(self, ctx) if ctx.params.get("format_") is None else super().invoke(ctx)


@program.command("map", cls=_Mapping, epilog="Example: mlpath map --goal pca --format svg --output pca.svg")
def map_command(
    ctx: typer.Context,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="html, svg, mermaid, dot, graphml or json; none: opens the page."
        ),
    ] = None,
    goal: Annotated[
        str | None,
        typer.Option(
            "--goal", metavar="ID", help="Only what this goal or topic needs (html, svg).", autocompletion=complete_id
        ),
    ] = None,
    of: Annotated[
        str, typer.Option("--of", metavar="NODES", help="units, resources or outcomes (other formats).")
    ] = "units",
    output: Output = "-",
    force: Force = False,
) -> None:
    """Show the prerequisite map with where you stand, or export it: what comes first leads to what it opens."""
    session = ctx.ensure_object(Session)
    from mlpath.view.graphs import FORMATS

    form = format_ or "html"
    if form not in (*PICTURES, *FORMATS) or of not in NODES:
        raise UsageError(
            f"no map of '{of}' as '{form}'",
            f"use --format {', '.join((*PICTURES, *FORMATS))}; --of units, resources or outcomes",
        )
    if form in FORMATS:
        if goal is not None:
            raise UsageError(f"--goal goes with html and svg, not {form}", "mlpath map --format svg --goal pca")
        write_output(session, _graph(session, form, of), output, force=force)
        return
    text = _picture(session, form, goal)
    if format_ is None and output == "-":
        _open(session, text)
    else:
        write_output(session, text, output, force=force)


def _graph(session: Session, form: str, of: str) -> str:
    """The graph for other tools."""
    from mlpath.view.graphs import draw

    graph = session.app.graph
    return graph.to_graphml(of) if form == "graphml" else draw(form, graph.nodes(of), list(graph.edges(of)))


def _picture(session: Session, form: str, goal: str | None) -> str:
    """The map with where the learner stands, as one file that needs no other."""
    from mlpath.errors import MlpathError
    from mlpath.web.still import still_page, still_svg

    app = session.app
    state = app.state()
    try:
        plan = None if state.request is None else app.saved_plan(today=session.today)
    except MlpathError:
        plan = None  # a request that cannot be planned says nothing of what the learner knows
    chart = app.chart if goal is None else app.chart.only(app.needed_topics(goal))
    title = app.curriculum.title if goal is None else f"What leads to {goal}"
    make = still_page if form == "html" else still_svg
    return make(chart, app.standings(state, plan), title, goal_view=goal is not None)


def _open(session: Session, text: str) -> None:
    """Keep the page in mlpath's cache, say where, and show it where there is somebody to see it.

    Raises:
        StoreError: when it cannot be written.

    """
    path: Path = places.cache() / "map.html"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        reason = reason_of(error)
        raise StoreError(f"{path} cannot be written: {reason}", "mlpath map --output map.html") from None
    Session.write(f"The map is in {path}")
    if sys.stdout is not None and sys.stdout.isatty():
        import webbrowser

        if not webbrowser.open(path.as_uri()):
            Session.write("There is no browser to open it here.")
