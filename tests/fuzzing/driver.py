"""One target driven by coverage: `python -m tests.fuzzing.driver TARGET INPUTS FOLDER`, a process of its own.

libFuzzer (by way of atheris) never comes back, so this process ends itself after the last input, with the numbers in
FOLDER/result.json. Findings do not stop it: each is kept once, by where it was raised, with the input that did it.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MAX_SECONDS = 2.0
"""Of CPU for one input."""
MAX_MIB = 512
"""Of the whole process, the fuzzer's own corpus and the instrumentation included."""
MAX_LENGTH = 4_096
"""Bytes of a mutated input; seeds that are longer are tried as they are."""
HANG_SECONDS = 60
SEED = 20261127
TOKENS = (
    "- ", ": ", "? ", "|", ">", "&a ", "*a", "!!str ", "<<", "{", "}", "[", "]", "---", "...", "#", "\n  ", "\n- ", "id: ", "title: ", "working:", "intuition:",
    "rigorous:", "requires:", "helps:", "can: ", "any:", "units:", "teaches:", "pages: ", "video: ", "hours: ", "pace:", "url: https://", "@working", "@intuition", "@rigorous", ",", ";", "|", "\t", " or ", " and ",
    "prerequisites", "prereqs", "nodes", "edges", "source", "target", "concepts", "exercises", "slug", "null", "true", "1e999", "-1", "0x1", "NaN", "\u202e", "\u2028", "\x1b[31m", "\\ud800", "&lt;", "->", "digraph {",
    "kind:", "area:", "mon=", "-fri=", "1h", "90m", "..", "T09:00", "+", "known", "promised", "BEGIN:VEVENT", "UID:", "<!-- mlpath ", " -->", "- [x] ",
)  # fmt: skip


@dataclass
class Run:
    """A target, how often it is to be tried, and what came of it so far."""

    target: Callable[[bytes], bool]
    inputs: int
    folder: Path
    leave: Callable[[], object] = lambda: None
    """What is to be done before the process ends without Python's own ending."""
    tried: int = 0
    accepted: int = 0
    slowest: float = 0.0
    findings: dict[str, str] = field(default_factory=dict)

    def __call__(self, given: bytes) -> None:
        began = time.process_time()
        try:
            self.accepted += self.target(given)
        except Exception as error:  # noqa: BLE001 # whatever it is, it is a finding
            self._keep(error, given)
        took = time.process_time() - began
        if took > MAX_SECONDS:
            self._keep(TimeoutError(f"{took:.1f} s"), given)
        self.slowest = max(self.slowest, took)
        self.tried += 1
        if self.tried == self.inputs:
            self._end()

    def _keep(self, error: Exception, given: bytes) -> None:
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if "/mlpath/" in frame.filename or "fuzzing" in frame.filename
        ]
        place = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[::-1][:3])
        name = f"{type(error).__name__} at {place}"
        if name not in self.findings:
            self.findings[name] = f"{str(error)[:300]} <- {given[:400]!r}"
            (self.folder / f"finding-{len(self.findings)}").write_bytes(given)

    def _end(self) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        seconds = time.process_time()
        found = {
            "tried": self.tried, "accepted": self.accepted, "slowest": self.slowest, "peak": peak, "seconds": seconds,
            "findings": self.findings,
        }  # fmt: skip
        (self.folder / "result.json").write_text(json.dumps(found), encoding="utf-8")
        self.leave()
        os._exit(0)


def main(target: str, inputs: int, folder: Path) -> None:
    """Fuzz one target; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["mlpath"], enable_loader_override=False):
        from tests.fuzzing.holding import scratch
        from tests.fuzzing.seeds import seeds
        from tests.fuzzing.targets import TARGETS
    run = Run(TARGETS[target], inputs, folder, lambda: shutil.rmtree(scratch(), ignore_errors=True))
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds(target)):
        run(seed)
        if len(seed) <= MAX_LENGTH:
            (corpus / f"{number:04}").write_bytes(seed)
    words = folder / "words"
    written = ["".join(f"\\x{byte:02X}" for byte in token.encode()) for token in TOKENS]
    words.write_text("".join(f'"{token}"\n' for token in written), encoding="ascii")
    options = [
        f"-max_len={MAX_LENGTH}",
        f"-timeout={HANG_SECONDS}",
        f"-dict={words}",
        f"-seed={SEED}",
        "-rss_limit_mb=0",
    ]
    quiet = ["-verbosity=0", "-print_final_stats=0", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *options, *quiet, str(corpus)], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
