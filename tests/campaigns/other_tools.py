"""What mlpath writes, read by the programs it is for: `python -m tests.campaigns.other_tools [PYTHON]`.

Taskwarrior (`task`) and graphviz (`gc`) where they are installed (Debian: taskwarrior, graphviz); Anki's own importer
where the Python that is named (else this one) has it (`pip install anki`). What is not there is said, and not tested.
Exit code 1 where a program refused.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ANKI = """
import json, sys
from anki.collection import Collection, ImportCsvRequest
path, collection = sys.argv[1:]
col = Collection(collection)
counts = []
for _ in range(2):
    metadata = col.get_csv_metadata(path=path, delimiter=None)
    col.import_csv(ImportCsvRequest(path=path, metadata=metadata))
    counts.append(col.note_count())
first = col.get_note(col.find_notes("")[0])
print(json.dumps({"notes": counts, "guids": sorted(col.db.list("select guid from notes")), "fields": list(first.fields), "tags": first.tags}))
"""
MAPS = ("units", "resources", "outcomes")


def mlpath(home: Path, *arguments: str) -> str:
    """What a command prints."""
    env = os.environ | {"MLPATH_HOME": str(home), "MLPATH_TODAY": "2026-11-21"}
    command = [sys.executable, "-m", "mlpath", *arguments]
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True).stdout


def taskwarrior(home: Path, program: str) -> str:
    """`task import` of the whole plan, twice."""
    (home / "taskrc").write_text(f"data.location={home}\nconfirmation=no\nverbose=nothing\n")
    env = {"TASKRC": str(home / "taskrc"), "HOME": str(home)}
    text = mlpath(home, "export", "--format", "taskwarrior")
    for _ in range(2):
        subprocess.run([program, "import", "-"], input=text, env=env, capture_output=True, encoding="utf-8", check=True)
    found = subprocess.run([program, "export"], env=env, capture_output=True, encoding="utf-8", check=True).stdout
    here, there = {t["uuid"] for t in json.loads(text)}, {t["uuid"] for t in json.loads(found)}
    assert here == there
    return f"{len(there)} tasks, imported twice, none doubled"


def graphviz(home: Path, program: str) -> str:
    """`gc`, graphviz's counter, reads each map: as many nodes and edges as there are."""
    sizes = []
    for of in MAPS:
        text = mlpath(home, "map", "--format", "dot", "--of", of)
        said = subprocess.run([program, "-n", "-e"], input=text, capture_output=True, encoding="utf-8", check=True)
        nodes, edges = map(int, said.stdout.split()[:2])
        there = json.loads(mlpath(home, "map", "--format", "json", "--of", of))
        assert (nodes, edges) == (len(there["nodes"]), len(there["edges"]))
        sizes.append(f"{nodes} {of} with {edges} arrows")
    return ", ".join(sizes)


def anki(home: Path, python: str) -> str:
    """Anki's importer takes the cards, twice: as many notes as cards, their guids ours, nothing doubled."""
    file = home / "cards.txt"
    file.write_text(mlpath(home, "export", "--format", "anki"), encoding="utf-8")
    command = [python, "-c", ANKI, str(file), str(home / "collection.anki2")]
    found = json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)
    cards = [line.split("\t") for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert found["notes"] == [len(cards)] * 2
    assert found["guids"] == sorted(card[0] for card in cards)
    assert found["fields"] == cards[0][1:3]
    assert found["tags"] == sorted(cards[0][3].split())
    return f"{len(cards)} cards, imported twice, none doubled"


def main() -> int:
    """Run each program that is there."""
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    has_anki = not subprocess.run([python, "-c", "import anki"], capture_output=True, check=False).returncode
    programs: list[tuple[str, str | None, Callable[[Path, str], str]]] = [
        ("taskwarrior", shutil.which("task"), taskwarrior),
        ("graphviz", shutil.which("gc"), graphviz),
        ("anki", python if has_anki else None, anki),
    ]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        mlpath(home, "plan", "developer", "--hours-per-week", "6")
        for name, program, check in programs:
            try:
                said = "not installed, not tested" if program is None else check(home, program)
            except (AssertionError, subprocess.CalledProcessError) as error:
                failed, said = 1, f"FAILED: {error} {getattr(error, 'stderr', '')}"
            sys.stdout.write(f"{name}: {said}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
