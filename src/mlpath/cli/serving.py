"""serve: the same product in the browser, on this machine only."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from mlpath.cli.program import Command, program
from mlpath.cli.session import Session

if TYPE_CHECKING:
    from mlpath.web.office import Office

DEFAULT_PORT = 8731


@program.command("serve", cls=Command, epilog="Example: mlpath serve --port 8731")
def serve_command(
    ctx: typer.Context,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = DEFAULT_PORT,
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the address, do not open the browser.")] = False,
) -> None:
    """Open your plan, map and progress in the browser; on this machine only, until Ctrl+C."""
    session = ctx.ensure_object(Session)
    app = session.app
    app.state()  # a broken log or curriculum is told here, not on a page
    from mlpath.web.office import Office
    from mlpath.web.server import address_of, bound, serve

    office = Office(app, today=lambda: _afresh(session).today, stamp=lambda: _afresh(session).stamp())
    listening = bound(port)
    address = address_of(listening)

    def ready() -> None:
        _tell(office, address, open_it=not no_open)

    try:
        serve(office, listening, ready, debug=session.debug)
    except KeyboardInterrupt:
        Session.write("\nThe server ended.")


def _afresh(session: Session) -> Session:
    """A session that reads the clock anew: a server may run past midnight."""
    return Session(
        curriculum=session.curriculum,
        learner=session.learner,
        today_option=session.today_option,
        color=session.color,
        debug=session.debug,
    )


def _link(office: Office, address: str) -> str:
    return f"http://{address}/#key={office.keys.new_key()}"


def _tell(office: Office, address: str, *, open_it: bool) -> None:
    link = _link(office, address)
    Session.write(
        f"mlpath is at http://{address}/ (reading only)\n"
        f"To change things too, open this link; it counts once:\n  {link}"
    )
    if sys.stdin is not None and sys.stdin.isatty():
        Session.write("Enter prints a new link, Ctrl+C ends.")
        threading.Thread(target=_more_links, args=(office, address), daemon=True).start()
    else:
        Session.write("Ctrl+C ends.")
    if open_it:
        import webbrowser

        if not webbrowser.open(link):
            Session.write("There is no browser to open here; the link works in any browser of this machine.")


def _more_links(office: Office, address: str) -> None:
    """A new link at each line that a person types."""
    for _ in sys.stdin:
        Session.write(f"  {_link(office, address)}")
