"""Loads lessons: the networks, examples and settings that the clips show.

``toml`` reads the file and completes it, ``schema`` checks keys, types and limits, ``narration`` the lecturer's own
sentences, ``choices`` the functions, and this module checks that the numbers fit together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from backprop_core import validation
from backprop_core.calculus.forward import complete
from backprop_core.digits import as_given
from backprop_core.frozen import Array, read_only
from backprop_core.lesson.choices import chosen_cost, chosen_functions, refused
from backprop_core.lesson.narration import own_sentences
from backprop_core.lesson.parts import ChainPart, Credits, DescentPart, Examples, LayersPart, Lesson, Watch
from backprop_core.lesson.schema import (
    ChainExample,
    ChainSection,
    DescentSection,
    LayersExample,
    LayersSection,
    LessonSection,
    convert,
    describe,
    shown_texts,
)
from backprop_core.lesson.toml import (
    Document,
    LessonError,
    completed,
    default_document,
    parse_toml,
    read_file,
)
from backprop_core.model.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from backprop_core.model.network import Network, check_layers

__all__ = ["Lesson", "LessonError", "check_training", "default_lesson", "load_document", "load_lesson", "make_lesson"]

MAX_Z = 1e4
"""The largest weighted sum of any neuron for any input of a lesson: up to there, all functions are exact."""

MIN_NUDGE = 1e-6
"""The smallest nudge: below it, rounding errors would dominate the measured ratio."""


def load_lesson(path: str | Path) -> Lesson:
    """Return the lesson of a TOML file, completed by the default lesson.

    Raises
    ------
    LessonError
        If the file cannot be read or something in it is wrong: one line with the file, the path of the
        first value that is wrong, what was expected there and what was found.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "mine.toml")
    >>> _ = file.write_text("chain.nudge = 0.1")
    >>> lesson = load_lesson(file)
    >>> lesson.chain.nudge, lesson.decimals
    (0.1, 3)
    """
    with _named(path):
        return make_lesson(parse_toml(read_file(path)))


def load_document(path: str | Path | None = None) -> Document:
    """Return the complete document of a lesson file, as plain data that can be stored, compared and sent elsewhere.

    Without a path it is the default lesson's. ``make_lesson`` returns its lesson.

    Raises
    ------
    LessonError
        As ``load_lesson``.

    Examples
    --------
    >>> document = load_document()
    >>> document["chain"]["nudge"], make_lesson(document).chain.nudge
    (0.01, 0.01)
    """
    with _named(path):
        document = default_document() if path is None else completed(parse_toml(read_file(path)))
        make_lesson(document)
        return msgspec.to_builtins(convert(document))


def make_lesson(document: Document) -> Lesson:
    """Return the lesson of a document, completed by the default lesson.

    Raises
    ------
    LessonError
        As ``load_lesson``, but no file is named.

    Examples
    --------
    >>> make_lesson({"chain": {"nudge": 0.1}}).chain.nudge
    0.1
    """
    file = convert(completed(document))
    section = msgspec.to_builtins(file.lesson)
    for key, text in shown_texts(section).items():
        _expect(_can_be_read(text), f"lesson.{key}", "1 to 80 printable characters", describe(text))
    voice = file.lesson.voice
    _expect(validation.printable(voice) == voice, "lesson.voice", "at most 250 printable characters", describe(voice))
    chain, layers = _chain(file.chain), _layers(file.layers)
    return Lesson(
        title=section["titles"].get(file.lesson.language, file.lesson.title),
        language=file.lesson.language,
        theme=file.lesson.theme,
        decimals=file.lesson.decimals,
        reading_speed=file.lesson.reading_speed,
        chain=chain,
        layers=layers,
        descent=_descent(file.descent, layers),
        credits=_credits(file.lesson),
        clips=tuple(file.lesson.clips),
        narration=own_sentences(file.narration),
    )


@cache
def default_lesson() -> Lesson:
    """Return the default lesson.

    Examples
    --------
    >>> default_lesson().chain.network.sizes
    (1, 1, 1, 1)
    """
    return make_lesson({})


def check_training(lesson: Lesson, path: str | Path | None = None) -> None:
    """Make sure that the gradient descent of a lesson keeps the cost within bounds, by training the network.

    Loading a lesson does not do this, for it may take seconds. What is trained is kept in ``lesson.training``.

    Parameters
    ----------
    lesson
        The lesson.
    path
        Its file, for the message.

    Raises
    ------
    LessonError
        If the learning rate makes the cost grow beyond bounds: one line, as of ``load_lesson``.

    Examples
    --------
    >>> check_training(make_lesson({"layers": {"activation": "identity"}, "descent": {"rate": 90}}), "mine.toml")
    Traceback (most recent call last):
    backprop_core.lesson.toml.LessonError: mine.toml: descent.rate: expected a rate that keeps the cost
    below 1e+09, got 90, which leads beyond it in 1 step
    """
    with _named(path):
        _ = lesson.training


@contextmanager
def _named(path: str | Path | None) -> Iterator[None]:
    """Put the name of the file, if there is one, before the message of a ``LessonError``."""
    try:
        yield
    except LessonError as error:
        if path is None:
            raise
        raise LessonError(validation.printable(f"{validation.shown(path)}: {error}")) from None


def _credits(given: LessonSection) -> Credits:
    each = (given.course, given.author, given.date)
    return Credits(*(text if isinstance(text, str) else text.get(given.language, "") for text in each))


def _can_be_read(text: object) -> bool:
    """Tell whether something is a text that can be shown on one line."""
    return isinstance(text, str) and 0 < len(text) <= 80 and validation.printable(text) == text and not text.isspace()


def _chain(given: ChainSection) -> ChainPart:
    L = len(given.weights)
    expected = f"{_count(L, 'name')} (one for each weight)"
    functions = chosen_functions(given.activation, ACTIVATIONS, L, "chain.activation", expected)
    _expect(len(given.biases) == L, "chain.biases", f"{L} biases (one for each weight)", len(given.biases))
    targets = {f"chain.examples[{i}].target": example.target for i, example in enumerate(given.examples)}
    cost = chosen_cost(given.cost, functions[-1], "chain.cost", {"chain.target": given.target} | targets)
    far_enough = abs(given.nudge) >= MIN_NUDGE
    _expect(far_enough, "chain.nudge", f"a number at least {MIN_NUDGE:g} away from 0", describe(given.nudge))
    part = ChainPart(
        network=Network([[[w]] for w in given.weights], [[b] for b in given.biases], functions),
        cost=cost,
        x=_array([given.input]),
        y=_array([given.target]),
        nudge=given.nudge,
        examples=_examples(given.examples),
    )
    _check_sums(part.network, [part.x, *part.examples.X], "chain")
    return part


def _layers(given: LayersSection) -> LayersPart:
    _check_sizes(given)
    L = len(given.weights)
    expected = f"{_count(L, 'name')} (one for each matrix of weights)"
    functions = chosen_functions(given.activation, OUTPUT_ACTIVATIONS, L, "layers.activation", expected)
    with refused():
        check_layers(functions, len(given.biases[-1]), "layers.activation")
    part = LayersPart(
        network=Network(given.weights, given.biases, functions),
        cost=chosen_cost(given.cost, functions[-1], "layers.cost", {"layers.target": given.target}),
        x=_array(given.input),
        y=_array(given.target),
        watch=Watch(given.watch.j, given.watch.k),
    )
    _check_sums(part.network, [part.x], "layers")
    return part


def _check_sizes(given: LayersSection) -> None:
    sizes = [len(given.weights[0][0]), *map(len, given.weights)]
    for i, rows in enumerate(given.weights):
        for j, row in enumerate(rows):
            _expect_neurons(row, sizes, i, f"layers.weights[{i}][{j}]")
    L = len(given.weights)
    lists = f"{_count(L, 'list')} (one for each matrix of weights)"
    _expect(len(given.biases) == L, "layers.biases", lists, len(given.biases))
    for i, biases in enumerate(given.biases):
        _expect_neurons(biases, sizes, i + 1, f"layers.biases[{i}]")
    _expect_neurons(given.input, sizes, 0, "layers.input")
    _expect_neurons(given.target, sizes, L, "layers.target")
    for name, index, l in (("j", given.watch.j, L), ("k", given.watch.k, L - 1)):
        range_ = f"a whole number from 0 to {sizes[l] - 1} (layer {l} has {_count(sizes[l], 'neuron')})"
        _expect(index < sizes[l], f"layers.watch.{name}", range_, index)


def _descent(given: DescentSection, layers: LayersPart) -> DescentPart:
    network = layers.network
    for i, example in enumerate(given.examples):
        _expect_neurons(example.input, network.sizes, 0, f"descent.examples[{i}].input")
        target = f"descent.examples[{i}].target"
        _expect_neurons(example.target, network.sizes, network.L, target)
        with refused():
            layers.cost.check_targets(np.asarray(example.target), target)
    examples = _examples(given.examples)
    _check_sums(network, examples.X, "layers")
    return DescentPart(given.rate, given.steps, examples)


def _examples(given: Sequence[ChainExample] | Sequence[LayersExample]) -> Examples:
    return Examples(
        X=_array([np.atleast_1d(example.input) for example in given]),
        Y=_array([np.atleast_1d(example.target) for example in given]),
    )


def _expect(holds: bool, where: str, expected: str, got: object) -> None:
    if not holds:
        raise LessonError(f"{where}: expected {expected}, got {got}")


def _expect_neurons(values: Sized, sizes: Sequence[int], l: int, where: str) -> None:
    n = sizes[l]
    expected = f"{_count(n, 'number')} (layer {l} has {_count(n, 'neuron')})"
    _expect(len(values) == n, where, expected, len(values))


def _check_sums(network: Network, inputs: ArrayLike, section: str) -> None:
    run = complete(network, z=(), a=(np.asarray(inputs),))
    for l in range(1, network.L + 1):
        largest = np.abs(run.z[l]).max()
        _expect(largest <= MAX_Z, f"{section}.weights", f"|z{l}| of at most {MAX_Z:g}", as_given(largest))


def _array(numbers: ArrayLike) -> Array:
    return read_only(np.array(numbers, dtype=np.float64))


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
