"""Values of pydantic classes from data that was checked when it was written: nothing is checked a second time.

    Level: {"can": …, "requires": [{"any_of": […]}]}   ──▶   Level(can=…, requires=(Requirement(…),), helps=())

A curriculum of 1,400 units is there in a third of the time that pydantic takes to check it. What was written by another
version of a class (a field that it does not know, one that it lacks) is refused all the same.

Not here: knowing that data was checked and is as it was written (`mlpath.library.compiled`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

V = TypeVar("V", bound=BaseModel)

Make = Callable[[Any], Any]


def restored(kind: type[V], data: Mapping[str, Any]) -> V:
    """A value of a class from what `model_dump(mode="json", exclude_defaults=True)` made of one like it.

    Args:
        kind: a class whose fields are texts, numbers, dictionaries, values of such classes, and tuples of all of them.
        data: it and all within it become part of the value; a tuple in it holds values that are restored already.

    Raises:
        ValueError: where a field is unknown or missing.

    """
    value: V = _maker(kind)(data)
    return value


@cache
def _maker(kind: type[BaseModel]) -> Make:
    """What makes values of a class."""
    fields = kind.model_fields
    names, required = frozenset(fields), frozenset(name for name, field in fields.items() if field.is_required())
    # In the order of the fields, which that of a value's dump follows.
    blank = {name: None if field.is_required() else field.default for name, field in fields.items()}
    new_ones = [(name, factory) for name, field in fields.items() if (factory := field.default_factory) is not None]
    within = [(name, inner) for name, field in fields.items() if (inner := _make(field.annotation)) is not None]
    put = object.__setattr__

    def make(data: Mapping[str, Any]) -> BaseModel:
        said = set(data)
        if not required <= said <= names:
            raise ValueError(f"{kind.__name__} has other fields")
        found = {**blank, **data}
        for name, factory in new_ones:
            if name not in said:
                found[name] = factory()  # type: ignore[call-arg]  # ours take nothing
        for name, inner in within:
            if name in said:
                found[name] = inner(found[name])
        # As BaseModel.model_construct does, which takes three times as long: it asks each field for its default.
        value = kind.__new__(kind)
        put(value, "__dict__", found)
        put(value, "__pydantic_fields_set__", said)
        put(value, "__pydantic_extra__", None)
        put(value, "__pydantic_private__", None)
        return value

    return make


def _make(annotation: Any) -> Make | None:
    """What makes of JSON's values those of an annotation; None where they are the same."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _maker(annotation)
    inner = next((make for part in get_args(annotation) if (make := _make(part)) is not None), None)
    if get_origin(annotation) is tuple:
        return tuple if inner is None else _tuple_of(inner)
    # A union has None besides the value, an annotation what pydantic checks.
    is_thin = get_origin(annotation) in (Union, UnionType) or hasattr(annotation, "__metadata__")
    return inner if is_thin else None


def _tuple_of(make: Make) -> Make:
    def made(values: list[Any] | tuple[Any, ...]) -> tuple[Any, ...]:
        return values if isinstance(values, tuple) else tuple([make(value) for value in values])

    return made
