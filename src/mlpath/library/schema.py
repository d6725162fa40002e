"""The JSON Schema of a curriculum's files, for editors: made from the shapes that the loader uses.

What authors write differs from the full shapes in a few places, and so does the schema: short forms of
requirements, sizes instead of minutes, what a resource says once for all its units, files that are lists.
"""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from mlpath.curriculum import Curriculum, Goal, Resource, Topic
from mlpath.texts import ID_PATTERN

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAMES = ("curriculum", "topics", "resource", "goals")
LINE = "# yaml-language-server: $schema="
_OUTCOME = rf"^{ID_PATTERN}(?:@(?:intuition|working|rigorous))?$"
_LENGTH = r"^(?=.)(?:\d{1,3}h)?(?:\d{1,3}m)?(?:\d{1,2}s)?$"
_INHERITED = ("exercises", "proves", "estimate")
_OF_A_WHOLE = ("pages", "video", "problems", "hours", "teaches", "requires")

Schema = dict[str, Any]


def file_name(name: str) -> str:
    """The file of a schema: `topics.schema.json`."""
    return f"{name}.schema.json"


def schemas() -> dict[str, str]:
    """Each schema's text by its file's name."""
    made = {"curriculum": _curriculum(), "topics": _topics(), "resource": _resource(), "goals": _goals()}
    return {file_name(name): json.dumps(made[name], ensure_ascii=False, indent=2) + "\n" for name in NAMES}


def schema_line(name: str, path: str) -> str:
    """The first line of a file, by which editors find its schema.

    >>> schema_line("topics", "../schema")
    '# yaml-language-server: $schema=../schema/topics.schema.json'
    """
    return f"{LINE}{path}/{file_name(name)}"


def name_for(file: str) -> str:
    """The schema of a curriculum's file, by the file's name in its folder."""
    folder, _, rest = file.partition("/")
    if rest:
        return "topics" if folder == "topics" else "resource"
    return "goals" if folder == "goals.yaml" else "curriculum"


def _shape(model: type[Curriculum | Topic | Resource | Goal], title: str) -> Schema:
    """A model's own schema, with outcomes, lengths and requirements as they are written."""
    schema = model.model_json_schema(mode="validation")
    definitions = schema.setdefault("$defs", {})
    for found in (schema, *definitions.values()):
        found.pop("description", None)
        for key, value in found.get("properties", {}).items():
            value.pop("title", None)
            if key == "video":
                found["properties"][key] = {"type": "string", "pattern": _LENGTH, "description": "as in 1h15m or 9m51s"}
            if key == "teaches" or (key == "requires" and model is Goal):
                value["items"] = {"$ref": "#/$defs/Outcome"}
    definitions["Outcome"] = {"type": "string", "pattern": _OUTCOME, "description": "topic or topic@depth"}
    definitions["Need"] = _need()
    definitions["Requirement"] = {
        "anyOf": [
            {"$ref": "#/$defs/Need"},
            {
                "type": "object",
                "description": "one of several",
                "properties": {
                    "any": {"type": "array", "items": {"$ref": "#/$defs/Need"}, "minItems": 1, "maxItems": 50}
                },
                "required": ["any"],
                "additionalProperties": False,
            },
        ]
    }
    return {"$schema": DIALECT, "title": title, **{k: v for k, v in schema.items() if k != "title"}}


def _need() -> Schema:
    """`pca`, or `pca: the reason`."""
    return {
        "anyOf": [
            {"$ref": "#/$defs/Outcome"},
            {
                "type": "object",
                "description": "the outcome, and behind the colon the reason",
                "patternProperties": {_OUTCOME: {"type": "string", "maxLength": 2000}},
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ]
    }


def _without(schema: Schema, *keys: str) -> Schema:
    for key in keys:
        schema["properties"].pop(key, None)
        if key in schema.get("required", ()):
            schema["required"].remove(key)
    return schema


def _used(schema: Schema) -> Schema:
    """The schema without definitions that nothing refers to."""
    definitions = schema.pop("$defs")
    waiting, used = [json.dumps(schema)], set[str]()
    while waiting:
        text = waiting.pop()
        for name in definitions.keys() - used:
            if f'"#/$defs/{name}"' in text:
                used.add(name)
                waiting.append(json.dumps(definitions[name]))
    return {**schema, "$defs": {name: definitions[name] for name in sorted(used)}}


def _curriculum() -> Schema:
    schema = _without(_shape(Curriculum, "curriculum.yaml"), "topics", "resources", "goals", "digest")
    version = schema["properties"]["version"]
    schema["properties"]["version"] = {"anyOf": [version, {"type": "number"}]}
    return _used(schema)


def _list_of(schema: Schema, title: str) -> Schema:
    inner = {key: value for key, value in schema.items() if key not in ("$schema", "title", "$defs")}
    return _used({"$schema": DIALECT, "title": title, "type": "array", "items": inner, "$defs": schema["$defs"]})


def _topics() -> Schema:
    schema = _without(_shape(Topic, "topic"), "area")
    schema["anyOf"] = [{"required": [depth]} for depth in ("intuition", "working", "rigorous")]
    return _list_of(schema, "topics/AREA.yaml")


def _goals() -> Schema:
    return _list_of(_shape(Goal, "goal"), "goals.yaml")


def _resource() -> Schema:
    schema = _shape(Resource, "resources/ID.yaml")
    unit = schema["$defs"]["Unit"]
    _without(unit, "minutes")
    unit["required"] = ["id", "title", "teaches"]
    unit["properties"]["id"] = {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": 64}
    unit["properties"].pop("url_", None)
    size = {"anyOf": [{"required": [key]} for key in ("pages", "video", "problems", "hours")]}
    unit |= size
    for key in (*_INHERITED, *_OF_A_WHOLE):
        schema["properties"][key] = deepcopy(unit["properties"][key])
    schema["required"].remove("units")
    schema["anyOf"] = [{"required": ["units"]}, *size["anyOf"]]
    return _used(schema)
