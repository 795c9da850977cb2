"""Hypothesis strategies for lessons, across the whole range of valid ones.

``documents()`` draws complete lesson documents, ``all_documents()`` also those with a softmax output. Numbers that
the loader would refuse as too large are scaled down rather than drawn again, so that no example is wasted.
"""

from copy import deepcopy
from itertools import cycle, islice, pairwise
from typing import Any

from hypothesis import HealthCheck
from hypothesis import strategies as st

from backprop_core.lesson.load import check_training, make_lesson
from backprop_core.lesson.toml import Document, LessonError, default_document
from backprop_core.model.activations import ACTIVATIONS
from scenes.locale.languages import all_languages

SLOW: dict[str, Any] = {"suppress_health_check": list(HealthCheck), "database": None}
"""Settings of hypothesis for tests that take seconds for each lesson."""

# The typical magnitudes of a network's numbers.
MAGNITUDES = (1.0, 0.1, 10.0, 1e-3, 100.0, 1000.0, 1e-6, 1e-12)

# The longest title, and the characters that titles are drawn from.
LONGEST_TITLE = 80
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEWéèçœÀÉßøλ∂σ0123456789.,:;!?’'\"&<>()[]{}#$_*@\\/-–—«»"


@st.composite
def documents(draw: st.DrawFn, *, own: bool = False) -> Document:
    """Draw a lesson's document; parts of it may be the default lesson's, unless ``own``."""
    document = deepcopy(default_document())
    document["lesson"] = draw(settings())
    if own or draw(st.booleans()):
        document["chain"] = draw(chains())
    if own or draw(st.booleans()):
        document |= draw(networks())
    return shrink_until_valid(document)


def all_documents() -> st.SearchStrategy[Document]:
    """Draw a lesson's document; the outputs of every second one are classes."""
    return documents() | documents().map(of_classes)


def settings() -> st.SearchStrategy[Document]:
    return st.fixed_dictionaries(
        {
            "title": titles(),
            "language": st.sampled_from(all_languages()),
            "theme": st.sampled_from(["dark", "light"]),
            "decimals": st.sampled_from([3, 1, 2, 4, 5, 6]),
            "reading_speed": st.sampled_from([15.0, 17.0, 5.0]) | st.floats(5, 17),
        }
    )


def titles() -> st.SearchStrategy[str]:
    """Titles of 1 to 80 characters: short or long words, any characters, or one letter repeated."""
    words = st.lists(st.text(LETTERS, min_size=1, max_size=24), min_size=1, max_size=12).map(" ".join)
    longest = st.sampled_from("miWÉ").map(lambda letter: letter * LONGEST_TITLE)
    return (words | st.text(LETTERS, min_size=1, max_size=LONGEST_TITLE) | longest).map(
        lambda title: title[:LONGEST_TITLE].strip()
    )


@st.composite
def chains(draw: st.DrawFn) -> Document:
    L = draw(st.integers(2, 5))
    number = draw(numbers())
    value = draw(numbers())
    nudges = st.sampled_from([0.01, -0.01, 1e-6, -1e-6, 0.1, 10.0, -10.0, 0.123456789]) | st.floats(1e-6, 10)
    return {
        "activation": draw(functions(L)),
        "weights": draw(vectors(L, number)),
        "biases": draw(vectors(L, number)),
        "input": draw(value),
        "target": draw(value),
        "nudge": draw(nudges) * draw(st.sampled_from([1, -1])),
        "examples": draw(examples(value, value)),
    }


@st.composite
def networks(draw: st.DrawFn) -> Document:
    """Draw [layers] with the [descent] that trains it."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=4))
    number = draw(numbers())
    value = draw(numbers())
    inputs, targets = vectors(sizes[0], value), vectors(sizes[-1], value)
    return {
        "layers": {
            "activation": draw(functions(len(sizes) - 1)),
            "input": draw(inputs),
            "target": draw(targets),
            "weights": [draw(matrices(n, m, number)) for m, n in pairwise(sizes)],
            "biases": [draw(vectors(n, number)) for n in sizes[1:]],
            "watch": {"j": draw(st.integers(0, sizes[-1] - 1)), "k": draw(st.integers(0, sizes[-2] - 1))},
        },
        "descent": {
            "rate": draw(st.sampled_from([1.0, 0.1, 10.0, 100.0, 1e-3, 1e-9]) | st.floats(1e-6, 100)),
            "steps": draw(st.sampled_from([200, 1, 2, 3, 10, 5000]) | st.integers(1, 400)),
            "examples": draw(examples(inputs, targets)),
        },
    }


def numbers() -> st.SearchStrategy[st.SearchStrategy[float]]:
    """Draw the strategy of a network's numbers: all of one magnitude, or of any."""
    few_digits = st.integers(-99, 99).map(lambda n: n / 100)
    shares = few_digits | st.floats(-1, 1) | st.sampled_from([0.0, 1.0, -1.0])

    def of(*sizes: float) -> st.SearchStrategy[float]:
        return st.tuples(shares, st.sampled_from(sizes)).map(lambda pair: pair[0] * pair[1])

    return st.sampled_from([*(of(size) for size in MAGNITUDES), of(*MAGNITUDES)])


def functions(L: int) -> st.SearchStrategy[str | list[str]]:
    """Draw the name of one function, or one for each of L layers."""
    name = st.sampled_from(list(ACTIVATIONS))
    return name | st.lists(name, min_size=L, max_size=L)


def vectors(n: int, number: st.SearchStrategy[float]) -> st.SearchStrategy[list[float]]:
    return st.lists(number, min_size=n, max_size=n)


def matrices(n: int, m: int, number: st.SearchStrategy[float]) -> st.SearchStrategy[list[list[float]]]:
    return st.lists(vectors(m, number), min_size=n, max_size=n)


@st.composite
def examples(draw: st.DrawFn, inputs: st.SearchStrategy[Any], targets: st.SearchStrategy[Any]) -> list[Document]:
    """Draw 1 to 1000 examples; many are repetitions of a few."""
    some = draw(st.lists(st.fixed_dictionaries({"input": inputs, "target": targets}), min_size=1, max_size=9))
    return list(islice(cycle(some), draw(st.sampled_from([0, 0, 0, 25, 1000])) or len(some)))


def of_classes(document: Document) -> Document:
    """Return the lesson with a softmax output, of two classes if it has one, and targets that are distributions."""
    changed = deepcopy(document)
    layers, descent = changed["layers"], changed["descent"]
    matrix, biases = layers["weights"][-1], layers["biases"][-1]
    if len(matrix) == 1:
        matrix.append([-weight for weight in matrix[0]])
        biases.append(0.0)
    names, depth = layers["activation"], len(layers["weights"])
    inner = [names] * depth if isinstance(names, str) else names
    layers |= {"activation": [*inner[:-1], "softmax"], "cost": "categorical_cross_entropy"}
    for place, example in enumerate([layers, *descent["examples"]]):
        example["target"] = _distribution(example["target"], len(matrix), place)
    return shrink_until_valid(changed)


def of_probabilities(document: Document) -> Document:
    """Return the lesson with sigmoid outputs that are each a probability, and targets that are, in both networks."""
    changed = deepcopy(document)
    chain, layers = changed["chain"], changed["layers"]
    for section in (chain, layers):
        names, depth = section["activation"], len(section["weights"])
        inner = [names] * depth if isinstance(names, str) else names
        section |= {"activation": [*inner[:-1], "sigmoid"], "cost": "cross_entropy"}
    for example in (chain, *chain["examples"]):
        example["target"] = min(abs(example["target"]), 1.0)
    for example in (layers, *changed["descent"]["examples"]):
        example["target"] = [min(abs(y_j), 1.0) for y_j in example["target"]]
    return shrink_until_valid(changed)


def _distribution(target: list[float], n: int, place: int) -> list[float]:
    """Return shares as unlike as these numbers or, of equal ones and in every other example, one class alone."""
    sizes = [abs(each) for each in (*target, 0.0)][:n]
    if place % 2 or not max(sizes):
        return [float(j == place % n) for j in range(n)]
    shares = [size / max(sizes) for size in sizes]
    return [share / sum(shares) for share in shares]


def shrink_until_valid(document: Document) -> Document:
    """Scale the numbers of a document down until it is a valid lesson."""
    while complaint := _complaint(document):
        section, _, _ = complaint.partition(".")
        assert section == "descent" or "|z" in complaint, complaint
        if section == "descent":
            document["descent"]["rate"] /= 8
        else:
            for name in ("weights", "biases"):
                document[section][name] = _quarter(document[section][name])
    return document


def _complaint(document: Document) -> str:
    try:
        check_training(make_lesson(document))
    except LessonError as error:
        return str(error)
    return ""


def _quarter(numbers: Any) -> Any:
    return [_quarter(each) for each in numbers] if isinstance(numbers, list) else numbers / 4
