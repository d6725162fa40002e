"""Foreign text to clean text: bytes in whatever encoding, entities, mojibake, what could steer a terminal; ids;
addresses.
"""

from __future__ import annotations

import hashlib
import html
import re
import stat
from pathlib import Path
from urllib.parse import quote, quote_plus, urljoin

from pydantic import TypeAdapter, ValidationError

from mlpath.errors import CurriculumError, UnknownIdError
from mlpath.importers.draft import Draft
from mlpath.texts import UNSAFE, Url

MAX_FILE = 20_000_000
MAX_TEXT = 2_000
MAX_TITLE = 300
"""A title is one line; what a curriculum says of it has room for more."""
MAX_ID = 48
"""An imported id leaves room for what is appended to it within the 64 characters that an id may have."""
BINARY_SHARE = 0.02
"""Of text in any encoding that people use, fewer characters than this are controls."""
FEW_CONTROLS = 8
"""So many stray controls are in no short text's way."""

FOREIGN_SHARE = 0.2
"""Languages in Latin letters have fewer accents than this; what has more is in another script, and guessed."""

MAX_ASKED = 600
"""Bytes of a title in an address, where each may be written in three characters of the two thousand there may be."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SYMBOLS = (
    (re.compile(r"(?<=\w)\+\+"), " plus plus "),
    (re.compile(r"(?<=\w)#"), " sharp "),
    (re.compile("&"), " and "),
)
_ADDRESS: TypeAdapter[str] = TypeAdapter(Url)
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")


def read_bytes(path: Path) -> bytes:
    """A regular file's bytes.

    Raises:
        UnknownIdError: where there is no such file.
        CurriculumError: for what is not a file, is larger than 20 MB, is empty or cannot be read.

    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CurriculumError(f"{path} is not a file", f"ls -l {path}")
        if status.st_size > MAX_FILE:
            raise CurriculumError(f"{path} has {status.st_size:,} bytes, more than {MAX_FILE:,}", "split the file")
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UnknownIdError(f"there is no file {path}", "ls") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not one"
        raise CurriculumError(f"{path} cannot be read: {reason.lower()}", f"ls -l {path}") from None
    if not data.strip():
        raise CurriculumError(f"{path}:1:1: the file is empty", "give the file that holds the curriculum")
    return data


def decoded(draft: Draft, data: bytes, place: str) -> str:
    """Bytes to text: UTF-8, or what they are found to be; line ends become line feeds; oddities are reported.

    Raises:
        CurriculumError: for what is no text at all.

    """
    text = _decoded(draft, data, place)
    if "\r" in text:
        draft.report("line-ends", f"{place}:1", "the lines end as on Windows or an old Mac", "read as line ends")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = sum(char < " " and char not in "\n\t\f\v" for char in text[:100_000])
    if controls > max(FEW_CONTROLS, BINARY_SHARE * min(len(text), 100_000)):
        raise CurriculumError(f"{place}:1:1: this is not text", "give a text file")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        draft.report("control-character", f"{place}:{line}", "the file has NUL characters", "left out")
        text = text.replace("\0", "")
    return text


def _decoded(draft: Draft, data: bytes, place: str) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            draft.report("byte-order-mark", f"{place}:1", "the file begins with a byte order mark", f"read as {name}")
            data = data if name == "utf-16" else data[len(mark) :]
            return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text, name = _guessed(data, error)
        draft.report("encoding", f"{place}:{line}", "the file is not UTF-8", f"read as {name}")
        return text


def _guessed(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Text in the encoding that fits best; a cut last character is no reason to guess."""
    if error.end >= len(data) and len(data) - error.start < 4:
        return data[: error.start].decode("utf-8"), "UTF-8 that was cut off"
    if sum(byte > 127 for byte in data[:200_000]) < FOREIGN_SHARE * min(len(data), 200_000):
        return data.decode("cp1252", "replace"), "cp1252"
    from charset_normalizer import from_bytes  # only for files that are not UTF-8

    best = from_bytes(data[:200_000]).best()
    name = best.encoding if best is not None else "cp1252"
    return data.decode(name, "replace"), name.replace("_", "-")


def clean(draft: Draft, text: object, place: str, limit: int = MAX_TEXT) -> str:
    """One line of text with nothing in it that is not text; what was mended is reported."""
    given = text if isinstance(text, str) else "" if text is None else str(text)
    found = _whole(draft, given[: limit * 4], place)
    if UNSAFE.search(found.replace("\t", " ").replace("\n", " ").replace("\r", " ")):
        draft.report("control-character", place, "a character that is not text", "left out")
        found = UNSAFE.sub(lambda match: " " if match[0] in "\t\r\v\f\x85\u2028\u2029" else "", found)
    found = _SPACES.sub(" ", _INVISIBLE.sub("", found)).strip()
    if len(found) > limit:
        draft.report("long-text", place, f"a text of more than {limit:,} characters", "cut")
        found = found[: limit - 1].rstrip() + "…"
    return found


def _whole(draft: Draft, text: str, place: str) -> str:
    """Text with its HTML entities and its mojibake undone."""
    if _ENTITY.search(text):
        plain = html.unescape(text)
        if plain != text:
            draft.report("html-entity", place, f"HTML entities in '{_shown(text)}'", f"read as '{_shown(plain)}'")
            text = plain
    if not text.isascii():
        from ftfy import fix_encoding  # 160 ms, and most files are sound

        plain = fix_encoding(text)
        if plain != text:
            draft.report("mojibake", place, f"wrongly decoded text '{_shown(text)}'", f"read as '{_shown(plain)}'")
            text = plain
    return text


def _shown(text: str) -> str:
    flat = UNSAFE.sub("�", " ".join(text.split()))
    return flat if len(flat) <= 60 else flat[:59] + "…"


shown = _shown


def slug(text: str, fallback: str = "item") -> str:
    """An id made of a name: lower-case letters and digits parted by hyphens, other scripts written in Latin letters.

    >>> slug("Linear Algebra & C++"), slug("线性代数"), slug("_a__b-"), slug("!!!")
    ('linear-algebra-and-c-plus-plus', 'xian-xing-dai-shu', 'a-b', 'item')
    """
    for pattern, word in _SYMBOLS:
        text = pattern.sub(word, text)
    if not text.isascii():
        from anyascii import anyascii  # its tables are large

        text = "".join(char if char.isascii() else _spelt(anyascii(char)) for char in text[:200])
    text = re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", ""))
    found = text.strip("-")
    if len(found) > MAX_ID:
        digest = hashlib.sha256(found.encode()).hexdigest()[:6]
        found = f"{found[: MAX_ID - 7].rstrip('-')}-{digest}"
    return found or fallback


def _spelt(word: str) -> str:
    """A sign of another script: whole syllables are words of their own (they begin with a capital)."""
    return f" {word}" if len(word) > 1 and word[0].isupper() else word


def plain_name(text: str) -> str:
    """What two spellings of one name share: case, hyphens, underscores, spaces, marks do not count.

    >>> plain_name("Object-Oriented_Design") == plain_name("object oriented design")
    True
    """
    return re.sub(r"[\W_]+", "", text.casefold()) or text.strip().casefold()


def address(draft: Draft, text: object, place: str, base: str = "") -> str:
    """A web address that a curriculum may hold; empty where the text is none (reported)."""
    given = clean(draft, text, place).strip("<>\"' ")
    if not given or given in {"-", "#", "n/a", "N/A", "none", "null"}:
        return ""
    mended = given
    if mended.startswith("//"):
        mended = f"https:{mended}"
    elif re.match(
        r"^(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:org|com|edu|net|io|dev|ac\.uk|de|fr|info|gov))(?:[/:?#]|$)", mended
    ):
        mended = f"https://{mended}"
    elif not _SCHEME.match(mended) and base:
        mended = urljoin(base, mended)
    mended = quote(mended, safe="%/:=&?~#+!$,;'@()*[]") if " " in mended else mended
    try:
        found = _ADDRESS.validate_python(mended)
    except ValidationError as error:
        why = str(error.errors()[0].get("ctx", {}).get("error", "is not a web address")).partition(";")[0]
        draft.report("address", place, f"'{_shown(given)}' {why}", "left out")
        return ""
    if found != given:
        draft.report("address", place, f"'{_shown(given)}' is not a whole web address", f"read as {found}")
    return found


def search_address(title: str) -> str:
    """Where to look for something that a file gives no address of."""
    asked = title[:300].encode()[:MAX_ASKED].decode("utf-8", "ignore")
    return f"https://duckduckgo.com/?q={quote_plus(asked)}"
