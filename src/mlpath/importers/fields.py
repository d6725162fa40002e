"""What a column or a key says, whatever it is called: the field that its name means, and the kind of a resource."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from mlpath.curriculum import Kind
from mlpath.importers.text import plain_name

_NAMES = {
    "id": (
        "id key code slug nr number no identifier uid uuid courseid coursecode coursenumber fullcoursecode "
        "catalognumber subjectcode codigo skillid topicid conceptid lessonid moduleid unitid exerciseid kurzel "
        "kuerzel modulnummer nodeid node classid ref shortname kennung tag"
    ),
    "title": (
        "title label name coursename coursetitle crsetitle descriptivetitle topic concept skill course module "
        "lesson unit item text heading displayname fullname longname longtitle titel bezeichnung nom titre nombre "
        "titulo task exercise class nome modul modulname veranstaltung subject"
    ),
    "hours": (
        "hours hrs hour time studyhours esthours estimatedhours timehours hourstostudy totalhours workload stunden "
        "heures horas timerequired estimatedtime timeestimate estimate timetocomplete effortinhours"
    ),
    "minutes": "minutes mins min durationminutes durationinminutes estimatedminutes time minutes lengthminutes",
    "weeks": "weeks numberofweeks durationweeks",
    "duration": "duration length dauer duree duracion",
    "effort": "effort hoursperweek weeklyeffort weeklyhours workloadperweek",
    "credits": (
        "credits credit credithours units ects cr creditunits unit maxunits creditos uoc unitsofcredit credithrs "
        "lp leistungspunkte"
    ),
    "requires": (
        "requires require required prerequisites prerequisite prereqs prereq dependencies dependency dependson "
        "depends needs parents parent requirements after predecessors requisites before prerequisitesids "
        "prerequisiteids prereqids prerequisitecourses prereqstr prereqtext prereqtree prerequisitetree "
        "prerequisitestext prerequisitestring prerequisitesraw prerequisiteslist requiredskills voraussetzungen "
        "prerequis prerrequisitos dependsonids requiresids blockedby upstream inputs prerequisiteconcepts "
        "hardprerequisites prerequisitelist prereqlist conditions correlativas correlativasfuertes prerequisitos "
        "prerequisiti vorausgesetzt prealable prealables"
    ),
    "helps": (
        "helps recommended softprerequisites recommendedprerequisites optionalprerequisites suggested corequisites "
        "corequisite coreqs coreq corequisitestext recommendedpreparation softdependencies helpful "
        "strictcorequisites strictcorequisite correquisitos correlativasdebiles concurrentprereqs preorcoreq "
        "prerequisiteorcorequisite related relatedskills"
    ),
    "opens": (
        "unlocks opens next leadsto successors enables prerequisiteof prerequisitefor postrequisites postreqs "
        "children dependents downstream"
    ),
    "url": "url link href website web uri address homepage page learnurl resourceurl courseurl weblink htmlurl",
    "also": "also links urls resources alternatives alternatelinks furtherlinks references",
    "teaches": "teaches teach outcomes skillstaught conceptstaught introduces concepts skills learningoutcomes covers",
    "area": (
        "area section category module track domain group department dept discipline field chapter level stream "
        "cluster strand phase semester term subjectarea bereich"
    ),
    "kind": "kind type format medium resourcetype contenttype",
    "about": (
        "about description summary desc blurb abstract content overview details synopsis beschreibung coursedescription"
    ),
    "authors": "author authors instructor instructors teacher teachers by provider creator lecturer",
    "cost": "cost price fee fees",
    "difficulty": "difficulty",
    "aliases": "aliases alias alsoknownas synonyms crosslistings crosslisted",
}
FIELD_OF = {plain_name(name): field for field, names in reversed(_NAMES.items()) for name in names.split()}
"""The field that a column's or key's name means. A name that stands for two is that of the first."""

_WORDS = tuple(
    (field, re.compile(pattern, re.IGNORECASE))
    for field, pattern in (
        ("requires", r"pre-?_?\s?req|depend"), ("minutes", r"minutes?\b"), ("hours", r"hours?\b|\bhrs?\b"),
        ("helps", r"\bco-?_?\s?req"),
        ("credits", r"credits?\b"),
        ("id", r"(?:course|subject|class|module|unit|lesson|topic|skill)[ _-]?(?:code|id|number|no|nr|num|#)\b"),
        ("url", r"(?:\b|_)(?:url|link)\b"), ("title", r"(?:\b|_)(?:title|name)\b"), ("about", r"description\b"),
    )
)  # fmt: skip
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("book", r"book|textbook|ebook|buch"), ("video", r"video|lecture series|youtube|playlist|talk|mooc video"),
    ("paper", r"paper|preprint"), ("interactive", r"interactive|exercise|quiz|practice|game|kata|lab"),
    ("project", r"project|capstone|assignment"), ("docs", r"docs?|documentation|reference|manual"),
    ("article", r"article|blog|post|tutorial|page|web ?site|essay|guide"),
    ("course", r"course|class|mooc|kurs|module|specialization"),
)  # fmt: skip


_SEVERAL = frozenset({"requires", "helps", "opens", "teaches", "also"})
"""Fields that a table may have several columns for: `Pre-req 1`, `Pre-req 2`."""
_CODE = re.compile(r"[A-Za-z&]{1,10}[ -]?\d{1,5}[A-Za-z]{0,3}")
"""What a second title is where it names the first: the code of a course."""
_NUMBERED = re.compile(r"\d\s*$")


def in_order(words: str) -> tuple[str, ...]:
    """The words of a text, as names of which the first one that is there counts."""
    return tuple(words.split())


def named(words: str) -> frozenset[str]:
    """The words of a text, as names that a column or key may have."""
    return frozenset(words.split())


def field_of(name: str) -> str | None:
    """The field that a column's or key's name means: one of the known names, or one that has such a word in it."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", plain_name(name)) if not unicodedata.combining(char))
    exact = FIELD_OF.get(plain)
    if exact is not None:
        return exact
    return next((field for field, pattern in _WORDS if pattern.search(name)), None)


def fields_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values by what they mean; where two keys mean the same, the first that says something counts.

    What a graph tool nests (`data`, `attributes`, `properties`) stands beside the rest.
    """
    found: dict[str, Any] = {}
    flat = dict(record)
    for key in ("data", "attributes", "attr", "properties", "fields", "metadata", "node"):
        inner = flat.get(key)
        if isinstance(inner, dict):
            rest = {k: v for k, v in flat.items() if k != key}
            flat = rest | {k: v for k, v in inner.items() if flat.get(k) in (None, "")}
    ranked = sorted(flat.items(), key=lambda pair: _rank(pair[0]))
    for key, value in ranked:
        field = field_of(str(key))
        if field is None or value is None or value == "" or value == []:
            continue
        if field in _SEVERAL and field in found and _NUMBERED.search(str(key)):
            found[field] = [*(found[field] if isinstance(found[field], list) else [found[field]]), value]
        if field in found and field == "title" and isinstance(value, str) and _CODE.fullmatch(value.strip()):
            found.setdefault("id", value)
        found.setdefault(field, value)
    return found


def _rank(key: str) -> int:
    """The place of a key among the names of its field: `title` is a title before `name` is."""
    plain = plain_name(key)
    field = FIELD_OF.get(plain, "")
    names = _NAMES.get(field, "").split()
    return names.index(plain) if plain in names else 99


def kind_of(text: str, url: str = "") -> Kind:
    """The kind of resource that a word or an address speaks of; a course where neither does."""
    for kind, pattern in _KINDS:
        if text and re.search(rf"\b(?:{pattern})s?\b", text.replace("_", " "), re.IGNORECASE):
            return kind
    if re.search(r"youtube\.com|youtu\.be|vimeo\.com", url):
        return "video"
    if re.search(r"arxiv\.org|doi\.org", url):
        return "paper"
    if re.search(r"wikipedia\.org|medium\.com|\.blog\b|/blog/", url):
        return "article"
    return "course"
