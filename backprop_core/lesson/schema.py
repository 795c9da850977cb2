"""The schema of a lesson file, and one-line error messages for what violates it.

Each type below carries its limits together with the words that describe them, so that a message is always
``where: expected these words, got that``.
"""

import json
import math
import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from msgspec.inspect import ListType, LiteralType, Metadata, StructType, UnionType, type_info

from backprop_core import validation
from backprop_core.digits import as_given
from backprop_core.lesson.mistakes import number_in_quotes
from backprop_core.lesson.toml import Document, LessonError


def _between(low: float, high: float, what: str = "a number") -> Meta:
    return Meta(ge=low, le=high, description=f"{what} from {low} to {high}")


def _several(low: int, high: int, what: str) -> Meta:
    return Meta(min_length=low, max_length=high, description=f"{low} to {high} {what}")


Number = Annotated[float, _between(-1000, 1000)]
Vector = Annotated[list[Number], _several(1, 6, "numbers (one for each neuron)")]
Matrix = Annotated[list[Vector], _several(1, 6, "rows (one for each neuron)")]
Name = Annotated[str, Meta(max_length=40, description="a name of at most 40 letters")]
Index = Annotated[int, _between(0, 5, "a whole number")]

Activations = Annotated[
    Name | list[Name], Meta(description="a name of at most 40 letters, or a list of names, one for each layer")
]

Title = Annotated[str, Meta(min_length=1, max_length=80, description="1 to 80 printable characters")]

Credit = Annotated[str, Meta(max_length=80, description="at most 80 printable characters")]

LanguageCode = Annotated[str, Meta(pattern="^[a-z]{2,3}$", description='the code of a language, such as "en"')]

# The core does not know which languages there are.
ByLanguage = Annotated[dict[str, Any], Meta(description="a table with a text for each language")]

FolderName = Annotated[str, Meta(max_length=250, description="at most 250 printable characters")]

ClipNames = Annotated[list[Name], Meta(max_length=100, description="at most 100 names of clips")]

# The entries of ``[lesson]`` that viewers see, and so must be able to be drawn.
_SHOWN = ("title", "titles", "author", "course", "date")


class Section(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A table of a lesson file."""


Credits = Annotated[
    Credit | ByLanguage,
    Meta(description="at most 80 printable characters, or a table with them for each language"),
]


class LessonSection(Section):
    """``[lesson]``: how the clips look and read."""

    title: Title
    language: LanguageCode
    theme: Annotated[Literal["dark", "light"], Meta(description='"dark" or "light"')]
    decimals: Annotated[int, _between(1, 6, "a whole number")]
    reading_speed: Annotated[float, _between(5, 17)]
    titles: ByLanguage = {}
    author: Credits = ""
    course: Credits = ""
    date: Credits = ""
    voice: FolderName = ""
    clips: ClipNames = []


class ChainExample(Section):
    """One training example of the chain."""

    input: Number
    target: Number


class ChainSection(Section):
    """``[chain]``: the network with one neuron in each layer."""

    activation: Activations
    cost: Name
    weights: Annotated[list[Number], _several(2, 5, "weights")]
    biases: Annotated[list[Number], _several(2, 5, "biases")]
    input: Number
    target: Number
    nudge: Annotated[float, _between(-10, 10)]
    examples: Annotated[list[ChainExample], _several(1, 1000, "examples")]


class WatchSection(Section):
    """The weight w_jk^(L), and with it the neuron k, that the clips single out."""

    j: Index = 0
    k: Index = 0


class LayersSection(Section):
    """``[layers]``: the network with several neurons in each layer."""

    activation: Activations
    cost: Name
    input: Vector
    target: Vector
    weights: Annotated[list[Matrix], _several(1, 3, "matrices (2 to 4 layers of neurons)")]
    biases: Annotated[list[Vector], _several(1, 3, "lists (one for each matrix of weights)")]
    watch: WatchSection = msgspec.field(default_factory=WatchSection)


class LayersExample(Section):
    """One training example of the network of ``[layers]``."""

    input: Vector
    target: Vector


class DescentSection(Section):
    """``[descent]``: how the network of ``[layers]`` learns."""

    rate: Annotated[float, Meta(gt=0, le=100, description="a number above 0, up to 100")]
    steps: Annotated[int, _between(1, 5000, "a whole number")]
    examples: Annotated[list[LayersExample], _several(1, 1000, "examples")]


class LessonFile(Section):
    """The whole file, with nothing left out."""

    lesson: LessonSection
    chain: ChainSection
    layers: LayersSection
    descent: DescentSection
    narration: Annotated[dict[str, Any], Meta(description="a table with one for each clip")] = {}


def convert(document: Document) -> LessonFile:
    """Return a complete document as a LessonFile: known keys, the right types, numbers within their limits.

    Raises
    ------
    LessonError
        Naming the first value that is wrong, in the order of the document.

    Examples
    --------
    >>> convert({"lesson": {"title": "Mine", "decimals": 9}})
    Traceback (most recent call last):
    backprop_core.lesson.toml.LessonError: lesson.decimals: expected a whole number from 1 to 6, got 9
    """
    try:
        return msgspec.convert([document], list[LessonFile])[0]  # in a list, so that messages end with a path
    except msgspec.ValidationError as error:
        message, _, path = str(error).rpartition(" - at `$[0]")
        raise LessonError(_explain(message, path.rstrip("`").removeprefix("."), document)) from None


def shown_texts(section: Document) -> dict[str, Any]:
    """Return the texts of ``[lesson]`` that are shown, in all languages, by their place in it; not checked yet.

    >>> shown_texts({"title": "Mine", "titles": {"fr": "Le mien"}, "language": "en", "author": ""})
    {'title': 'Mine', 'titles.fr': 'Le mien'}
    """
    texts: dict[str, Any] = {}
    for key in _SHOWN:
        given = section.get(key, "")
        tabled = isinstance(given, dict)
        each = {f"{key}.{shown_key(code)}": text for code, text in given.items()} if tabled else {key: given}
        texts |= {place: text for place, text in each.items() if text != "" or key == "titles"}
    return texts


def describe(value: object) -> str:
    """Return a value as messages show it, on one line.

    >>> describe(True), describe("big"), describe(0.25), describe([1, 2])
    ('true', 'text "big"', '0.25', 'a list')
    """
    match value:
        case bool():
            return str(value).lower()
        case int():
            digits = round(value.bit_length() * math.log10(2))
            return str(value) if digits < 16 else f"a whole number of about {digits} digits"
        case float():
            return as_given(value)
        case str():
            shown = value if len(value) <= 40 else value[:39] + "…"
            return f"text {json.dumps(shown, ensure_ascii=not shown.isprintable())}"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"a {type(value).__name__}"  # date, time or datetime


def shown_key(key: str) -> str:
    """Return a key as messages show it.

    >>> shown_key("watch"), shown_key("a b")
    ('watch', '"a b"')
    """
    return key if re.fullmatch(r"[\w-]{1,40}", key) else describe(key).removeprefix("text ")


def _explain(message: str, path: str, document: Document) -> str:
    """Return msgspec's message in the words of the schema above."""
    kind, description, value = _follow(path, document)
    if isinstance(kind, StructType) and isinstance(value, dict):
        at = f"{path}." if path else ""
        if message.startswith("Object contains unknown field"):
            return at + unknown_key(value, [field.name for field in kind.fields])
        missing = next(field.name for field in kind.fields if field.required and field.name not in value)
        return at + f"{missing}: missing" + _WHY_NEEDED.get(at + missing, "")
    if isinstance(value, float) and not math.isfinite(value):
        description = "a finite number"
    got = describe(value)
    if isinstance(kind, LiteralType):
        got += validation.did_you_mean(value, map(str, kind.values))
    if isinstance(value, str) and (number := number_in_quotes(value)):
        got += f" (did you mean {number}, without quotes?)"
    if isinstance(kind, ListType):
        if isinstance(value, list):  # so there are too few or too many
            got = str(len(value))
        else:
            description = f"a list of {description}, in [ ]"
    return f"{path}: expected {description}, got {got}"


def _follow(path: str, value: Any) -> tuple[Any, str, Any]:
    """Return the type, the description and the value at ``path``."""
    kind: Any = type_info(LessonFile)
    description = "a table"
    for key, index in re.findall(r"(\w+)|\[(\d+)\]", path):
        if key:
            kind = next(field.type for field in kind.fields if field.name == key)
            value = value[key]
        else:
            kind = kind.item_type
            value = value[int(index)]
        description = "a table"
        if isinstance(kind, Metadata):
            description = (kind.extra_json_schema or {})["description"]
            kind = kind.type
        kind = _fitting(kind, value)
    return kind, description, value


def _fitting(kind: Any, value: object) -> Any:
    """Return that of several allowed types which a list is meant to have."""
    kinds = kind.types if isinstance(kind, UnionType) and isinstance(value, list) else ()
    return next((each for each in kinds if isinstance(each, ListType)), kind)


def unknown_key(table: Document, known: Sequence[str]) -> str:
    """Return what to say of the first key of a table that is none of the known ones.

    >>> unknown_key({"fr": "Bonjour", "En": "Hello"}, ["en", "fr"])
    'En: unknown key; did you mean en?'
    """
    unknown = next(key for key in table if key not in known)
    near = validation.nearest(unknown, known)
    hint = f"did you mean {near}?" if near else f"known keys are {', '.join(known)}"
    return f"{shown_key(unknown)}: unknown key; {hint}"


_WHY_NEEDED = {
    f"{section}.{key}": "; weights and biases are given together"
    for section in ("chain", "layers")
    for key in ("weights", "biases")
} | {
    f"layers.{key}": "; a network of other sizes than the default lesson's needs its own"
    for key in ("input", "target")
}
