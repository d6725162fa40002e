"""Completion in a shell from an index, without loading the program.

The index is a text that says, for each command, its subcommands, options and arguments, and for each list of values
that an argument can take, those values, with an empty line after each (`mlpath.cli.completion_index` writes it, the
memo keeps it).
What is answered is what typer would answer, byte for byte; what is out of the ordinary (quotes, `--flag=value`, a
path, an unknown word) is left to typer, by answering nothing.

    > next                          a command, by the words that call it ("" is mlpath itself)
    c lint⇥Check a curriculum       a subcommand
    o --json⇥1⇥-⇥Print JSON.        an option: its names, whether it can be given once, its list (- takes none), help
    a -1⇥0                          an argument: how many (-1: any number), its list
    = 0                             a list; in list 0, the ids, a word with a slash completes to units
    v pca⇥Principal component …     a value
    u mml-book                      the units of a resource
"""

from __future__ import annotations

import os

from mlpath.cli.memo import Memo, say

VARIABLE = "_MLPATH_COMPLETE"
UNUSUAL = frozenset("\"'\\=$`")
IDS, ANYTHING, NOTHING = "0", "?", "-"

Pair = tuple[str, str]


def completed(memo: Memo | None) -> bool:
    """Whether what the shell asks was answered, from the index."""
    if memo is None:
        return False
    shell, way = os.environ[VARIABLE].removeprefix("complete_"), _SHELLS.get(os.environ[VARIABLE])
    words = _words(shell)
    index = None if words is None or way is None else Memo(None, memo.folder).recall()
    if index is None or words is None or way is None:
        return False
    found = completions(index.decode(), *words)
    if found is None:
        return False
    answer = way(found)
    if answer is None:
        raise SystemExit(0 if found else 1)
    say(f"{answer}\n".encode())
    return True


def _words(shell: str) -> tuple[list[str], str] | None:
    """The words before the one to complete, and that one; None where they need a shell's eye."""
    text = os.environ.get("COMP_WORDS" if shell == "bash" else "_TYPER_COMPLETE_ARGS", "")
    words = text.split()
    return _parted(words, text, shell) if words and UNUSUAL.isdisjoint(text) else None


def _parted(words: list[str], text: str, shell: str) -> tuple[list[str], str]:
    if shell == "bash":
        place = int(os.environ.get("COMP_CWORD", "0"))
        return words[1:place], words[place] if place < len(words) else ""
    if len(words) > 1 and not text.endswith(" "):
        return words[1:-1], words[-1]
    return words[1:], ""


def completions(index: str, before: list[str], word: str) -> list[Pair] | None:
    """What a word can become, each with its help, after the words before it; None where typer must say."""
    place = _follow(index, before)
    if place is None:
        return None
    command, given, values, option = place
    lines = _section(index, f"> {command}")
    if option is not None:
        return _values(index, option, word)
    if word.startswith("-"):
        return _options(lines, given, word)
    for line in lines:
        if line.startswith("a "):
            count, _, list_ = line[2:].partition("\t")
            if count == "-1" or values < int(count):
                return _values(index, list_, word)
            values -= int(count)
    return [(name, help_) for name, help_ in _pairs(lines, "c ") if name.startswith(word)]


def _follow(index: str, before: list[str]) -> tuple[str, set[str], int, str | None] | None:
    """Where the words lead: the command, its options given, its arguments given, and the list that an option awaits."""
    command, given, values, awaited = "", set[str](), 0, None
    table = _table(index, command)
    for word in before:
        if awaited is not None:
            awaited = None
        elif word.startswith("-"):
            if word not in table or word == "--":
                return None
            given.add(word)
            awaited = None if table[word] == NOTHING else table[word]
        elif f"{command} {word}".lstrip() in _commands(index, command):
            command, given, values = f"{command} {word}".lstrip(), set(), 0
            table = _table(index, command)
        elif _commands(index, command):
            return None
        else:
            values += 1
    return command, given, values, awaited


def _section(index: str, head: str) -> list[str]:
    """The lines below a head, up to the next one."""
    start = index.find(f"\n{head}\n")
    return [] if start < 0 else index[start + len(head) + 2 : index.find("\n\n", start)].split("\n")


def _pairs(lines: list[str], mark: str) -> list[Pair]:
    pairs = (line[2:].partition("\t") for line in lines if line.startswith(mark))
    return [(value, help_) for value, _, help_ in pairs]


def _commands(index: str, command: str) -> set[str]:
    return {f"{command} {name}".lstrip() for name, _ in _pairs(_section(index, f"> {command}"), "c ")}


def _table(index: str, command: str) -> dict[str, str]:
    """Each option of a command with its list."""
    rows = (line[2:].split("\t") for line in _section(index, f"> {command}") if line.startswith("o "))
    return {name: row[2] for row in rows for name in row[0].split(" ")}


def _options(lines: list[str], given: set[str], word: str) -> list[Pair]:
    rows = (line[2:].split("\t") for line in lines if line.startswith("o "))
    open_ = (row for row in rows if row[1] == "0" or given.isdisjoint(row[0].split(" ")))
    return [(name, row[3]) for row in open_ for name in row[0].split(" ") if name.startswith(word)]


def _values(index: str, list_: str, word: str) -> list[Pair] | None:
    if list_ == ANYTHING:
        return None
    head = f"u {word.partition('/')[0]}" if list_ == IDS and "/" in word else f"= {list_}"
    return [pair for pair in _pairs(_section(index, head), "v ") if pair[0].startswith(word)]


def _bash(found: list[Pair]) -> str | None:
    return "\n".join(value for value, _ in found)


def _zsh(found: list[Pair]) -> str | None:
    items = (f'"{_escaped(value)}":"{_escaped(help_)}"' if help_ else f'"{_escaped(value)}"' for value, help_ in found)
    return "_arguments '*: :((" + "\n".join(items) + "))'" if found else "_files"


def _escaped(text: str) -> str:
    quotes = text.replace('"', '""').replace("'", "''").replace("$", "\\$").replace("`", "\\`")
    return quotes.replace(":", r"\\:")


def _fish(found: list[Pair]) -> str | None:
    if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return None
    return "\n".join(f"{value}\t{help_}" if help_ else value for value, help_ in found)


_SHELLS = {"complete_bash": _bash, "complete_zsh": _zsh, "complete_fish": _fish}
