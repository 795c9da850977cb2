"""The reference of lesson files, from their schema, the comments of the default lesson, and refused values."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec.inspect import ListType, Metadata, StructType, UnionType, type_info

import backprop_core as bp
from backprop_core.lesson.schema import LessonFile
from backprop_core.lesson.toml import default_document
from backprop_core.model.activations import OUTPUT_ACTIVATIONS
from backprop_core.model.costs import COSTS
from tooling.manual.default_comments import comment_on
from tooling.manual.docstrings import below

# A bar that does not end the cell of a table.
_BAR = r"\|"

# The longest value that is shown as the default.
_LONGEST = 60


def keys(section: str) -> str:
    """Return each key of a section: what it is, what it may be, its default, and the answer to a wrong value."""
    lines = [comment_on(section), *_struct(section, _field(type_info(LessonFile), section))]
    return "\n".join(lines)


def functions() -> str:
    """Return the table of the activation functions that a lesson may name."""
    return _table("activation", OUTPUT_ACTIVATIONS, "backprop_core.model.activations", "backprop_core.model.softmax")


def costs() -> str:
    """Return the table of the costs that a lesson may name."""
    return _table("cost", COSTS, "backprop_core.model.costs", "backprop_core.model.entropies")


def _table(head: str, names: Any, *modules: str) -> str:
    said = {name: text for module in modules for name, text in below(module).items()}
    rows = [f"| `{name}` | {said[name].replace('|', _BAR)} |" for name in names]
    return "\n".join([f"| {head} | |", "|---|---|", *rows])


def _struct(place: str, kind: StructType) -> Iterator[str]:
    for field in kind.fields:
        yield from _key(f"{place}.{field.name}", field.type)


def _key(place: str, kind: Any) -> Iterator[str]:
    description, inner = _described(kind)
    yield f"\n### `{place}`\n"
    if said := comment_on(place):
        yield f"- **what**: {said}"
    yield f"- **value**: {_plain(description)}"
    default = _value(place)
    if default is not None and len(shown := json.dumps(default, ensure_ascii=False)) <= _LONGEST:
        yield f"- **default**: `{shown}`"
    yield f"- **refused**: `{_refused(place, inner)}`"
    for struct in _structs(inner):
        yield from _struct(place + ("[0]" if isinstance(inner, ListType) else ""), struct)


def _described(kind: Any) -> tuple[str, Any]:
    """Return what a value of a type is, in words, and the type without its metadata."""
    description = "a table"
    if isinstance(kind, Metadata):
        description, kind = (kind.extra_json_schema or {})["description"], kind.type
    if isinstance(kind, ListType):
        description = f"a list of {description}"
        if not isinstance(_bare(kind.item_type), StructType):
            description += f", each {_described(kind.item_type)[0]}"
    return description, kind


def _plain(description: str) -> str:
    return re.sub(r"(?<=[ (])-(?=\d)", "−", description)


def _bare(kind: Any) -> Any:
    return kind.type if isinstance(kind, Metadata) else kind


def _structs(kind: Any) -> list[StructType]:
    """Return the tables that a value may be, or that a list has."""
    kinds = (
        kind.types if isinstance(kind, UnionType) else (kind.item_type,) if isinstance(kind, ListType) else (kind,)
    )
    return [each for each in map(_bare, kinds) if isinstance(each, StructType)]


def _refused(place: str, kind: Any) -> str:
    """Return what is said of a wrong value at a place of the default lesson."""
    document = copy.deepcopy(default_document())
    *path, last = _steps(place)
    table: Any = document
    for step in path:
        if isinstance(step, str) and not isinstance(table.get(step), dict | list):
            table[step] = {}
        table = table[step]
    for wrong in _wrong(kind, table.get(last)):
        table[last] = wrong
        try:
            bp.make_lesson(document)
        except bp.LessonError as error:
            return str(error)
    raise ValueError(f"{place}: expected a value that is refused")


def _wrong(kind: Any, default: Any) -> Iterator[Any]:
    """Yield values of which at least one is not allowed, those that are just outside first."""
    if isinstance(kind, ListType):
        yield (default or ["Opening"])[:1] * ((kind.max_length or 0) + 1)
    if (highest := getattr(kind, "le", None)) is not None:
        yield highest + 1
    yield "x"  # no function, no language, no table
    if (longest := getattr(kind, "max_length", None)) is not None:
        yield "x" * (longest + 1)
    yield 1


def _steps(place: str) -> list[str | int]:
    return [int(step) if step.isdigit() else step for step in re.findall(r"\w+", place)]


def _value(place: str) -> Any:
    """Return the default lesson's value at a place, or None."""
    value: Any = default_document()
    try:
        for step in _steps(place):
            value = value[step]
    except (LookupError, TypeError):
        return None
    return value


def _field(kind: Any, name: str) -> Any:
    return next(_bare(field.type) for field in kind.fields if field.name == name)
