"""The command line: one command = parse, ask App, give to a view."""

from __future__ import annotations

import os
import sys

GARBAGE_AFTER = 200_000
"""New objects after which Python looks for circles among them: a command makes many values, all of them needed."""


def main() -> None:
    """Run `mlpath` with the arguments of the process; what was asked before and still holds is said again."""
    try:
        _run()
    except KeyboardInterrupt:  # while the program is still being loaded
        sys.stderr.write("\ninterrupted; nothing was left half done\n")
        sys.exit(130)
    except BrokenPipeError:  # while an answer is said again: nothing more is read
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run() -> None:
    if sys.argv[1:] == ["--version"]:
        from mlpath import __version__

        sys.stdout.write(f"mlpath {__version__}\n")
        return
    from mlpath.cli.memo import for_this_process, say

    memo = for_this_process()
    if "_MLPATH_COMPLETE" in os.environ:
        from mlpath.cli.completing import completed

        if completed(memo):
            return
    elif memo is not None and (answer := memo.recall()) is not None:
        say(answer)
        return
    import atexit
    import gc

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else each installed package is asked for plugins
    gc.set_threshold(GARBAGE_AFTER)
    atexit.register(gc.freeze)  # else Python looks through all that was read once more at its end
    from mlpath.cli.running import run

    run(sys.argv[1:], memo)
