"""Loading lesson files: their contents, the defaults of what they leave out, and the messages about mistakes."""

import json
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.inspect import ListType, Metadata, StructType, UnionType, type_info

from backprop_core.calculus.descent import descend
from backprop_core.lesson import parts, schema
from backprop_core.lesson.load import LessonError, check_training, default_lesson, load_document, load_lesson
from backprop_core.lesson.narration import said_instead
from backprop_core.lesson.toml import default_document
from backprop_core.model.activations import ACTIVATIONS
from backprop_core.reports.numbers import report
from tests.rigs.rehearsal import ROOT
from tests.rigs.toml_text import document_text

LESSONS = sorted((ROOT / "backprop_core" / "lessons").glob("*.toml"))

OTHER_SIZES = """
[layers]
weights = [[[0.5, -1.0], [2.0, 0.25], [1.0, 1.0]], [[1.0, 2.0, -1.0]]]
biases = [[0.1, 0.2, 0.3], [0.0]]
"""


@pytest.fixture
def load(tmp_path):
    """Write a lesson file and load it."""

    def load(content):
        file = tmp_path / "mine.toml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_lesson(file)

    return load


@pytest.fixture
def complaint(load, tmp_path):
    """Write a wrong lesson file and return the message about it."""

    def complaint(content):
        with pytest.raises(LessonError) as raised:
            check_training(load(content), tmp_path / "mine.toml")
        file, _, message = str(raised.value).partition(": ")
        assert file == str(tmp_path / "mine.toml")
        return message

    return complaint


@pytest.fixture
def trained(monkeypatch):
    """Return how many steps have been trained, run by run."""
    runs = []

    def counted(*given, steps, **options):
        runs.append(steps)
        return descend(*given, steps=steps, **options)

    monkeypatch.setattr(parts, "descend", counted)
    return runs


def test_loading_trains_nothing(load, tmp_path, trained):
    lesson = load("[descent]\nsteps = 3")
    load_document(tmp_path / "mine.toml")
    assert trained == []
    check_training(lesson)
    report(lesson)
    assert lesson.training.network == lesson.training.networks[3]
    assert trained == [3]


def test_a_rate_that_leads_astray_is_found_when_it_is_asked_for(load):
    lesson = load('[layers]\nactivation = "identity"\n[descent]\nrate = 100')
    with pytest.raises(LessonError, match=r"^descent\.rate: expected a rate .*, got 100, which"):
        report(lesson)


def test_a_title_for_each_language(load):
    titled = "[lesson]\ntitle = 'Mine'\nlanguage = '{}'\n{}"
    assert load(titled.format("fr", "titles.fr = 'La mienne'")).title == "La mienne"
    assert load(titled.format("en", "titles.fr = 'La mienne'")).title == "Mine"
    assert load(titled.format("fr", "")).title == "Mine", "the default lesson's title is that of another lesson"
    assert load("[lesson]\nlanguage = 'fr'").title == "Le calcul de la rétropropagation"


# ---- the lessons of the package


def test_default_lesson_is_the_one_of_the_architecture():
    lesson = default_lesson()
    assert (lesson.title, lesson.language, lesson.theme) == ("Backpropagation calculus", "en", "dark")
    assert (lesson.decimals, lesson.reading_speed) == (3, 15)
    chain, layers, descent = lesson.chain, lesson.layers, lesson.descent
    assert [w.item() for w in chain.network.w] == [1.5, -1.4, 1.6]
    assert [b.item() for b in chain.network.b] == [-0.3, 2.3, -1.5]
    assert {f.name for f in chain.network.activation} == {"sigmoid"}
    assert (chain.x.tolist(), chain.y.tolist(), chain.nudge) == ([0.6], [1.0], 0.01)
    assert (chain.examples.X.shape, chain.examples.Y.shape, len(chain.examples)) == ((8, 1), (8, 1), 8)
    assert layers.network.sizes == (3, 3, 2)
    assert layers.network.w[1].tolist() == [[1.2, -0.7, 0.5], [-0.9, 1.4, 0.3], [0.6, 0.8, -1.1]]
    assert layers.network.w[2].tolist() == [[1.5, -1.3, 0.8], [-1.1, 0.9, 1.7]]
    assert [b.tolist() for b in layers.network.b] == [[-0.2, 0.1, 0.3], [-0.3, -0.6]]
    assert (layers.x.tolist(), layers.y.tolist()) == ([0.9, 0.3, 0.6], [1.0, 0.0])
    assert (layers.watch.j, layers.watch.k) == (0, 2)
    assert (str(layers.watched_weight), str(layers.watched_neuron)) == ("w2[0,2]", "a1[2]")
    assert (descent.rate, descent.steps) == (1.0, 200)
    assert (descent.examples.X.shape, descent.examples.Y.shape) == ((6, 3), (6, 2))
    assert (descent.examples.X[0].tolist(), descent.examples.Y[0].tolist()) == ([0.9, 0.3, 0.6], [1.0, 0.0])


@pytest.mark.parametrize(
    ("language", "credits_", "subject"),
    [
        ("en", ("Mathematics 2", "Ada", "May 2027"), "Mathematics 2 · May 2027"),
        ("fr", ("Mathématiques 2", "Ada"), "Mathématiques 2"),
    ],
)
def test_credits_are_those_of_the_language(load, language, credits_, subject):
    lesson = load(
        f'[lesson]\nlanguage = "{language}"\nauthor = "Ada"\ndate = {{ en = "May 2027" }}\n'
        'course = { en = "Mathematics 2", fr = "Mathématiques 2" }'
    )
    assert (lesson.credits.lines, lesson.credits.author, lesson.credits.subject) == (credits_, "Ada", subject)


def test_without_credits_there_are_none():
    assert (default_lesson().credits.lines, default_lesson().credits.subject) == ((), "")


SENTENCES = """
[narration]
Recap.end = { fr = "C’est tout." }
ChainRule.product = "A product: {ratio}."

[narration.Opening]
title = '''
  Hello,
  all.
'''
welcome.en = "Welcome."
welcome.fr = "Bienvenue\u00a0!"
"""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", {"title": "Hello, all.", "welcome": "Welcome."}),
        ("fr", {"title": "Hello, all.", "welcome": "Bienvenue\u00a0!"}),
    ],
)
def test_own_sentences_are_those_of_the_language(load, language, expected):
    """One text is for all languages, and is read on one line."""
    sentences = load(SENTENCES).narration
    assert said_instead(sentences, "Opening", language) == expected
    assert said_instead(sentences, "ChainRule", language) == {"product": "A product: {ratio}."}
    assert said_instead(sentences, "Recap", language) == ({"end": "C’est tout."} if language == "fr" else {})


def test_without_own_sentences_there_are_none():
    assert default_lesson().narration == ()


def test_default_lesson_leaves_nothing_to_the_schema():
    def keys(kind, table):
        assert [field.name for field in kind.fields] == list(table)
        for field in kind.fields:
            if isinstance(field.type, StructType):
                keys(field.type, table[field.name])

    keys(type_info(schema.LessonFile), default_document())


@pytest.mark.parametrize("file", LESSONS, ids=lambda file: file.stem)
def test_every_lesson_of_the_package_loads(file):
    lesson = load_lesson(file)
    assert file.read_text().startswith("# ")
    assert not any(array.flags.writeable for array in (lesson.chain.x, lesson.layers.y, lesson.chain.examples.X))


def test_an_empty_file_is_the_default_lesson(load):
    lesson, default = load(""), default_lesson()
    assert lesson.chain.network == default.chain.network
    assert lesson.layers.network == default.layers.network
    assert lesson.title == default.title
    assert np.array_equal(lesson.descent.examples.X, default.descent.examples.X)


def test_a_lesson_is_immutable():
    with pytest.raises(AttributeError):
        default_lesson().title = "Another"  # pyright: ignore[reportAttributeAccessIssue]


# ---- what is left out


def test_a_single_key_may_be_given(load):
    lesson, default = load('[lesson]\ntheme = "light"\n[chain]\ninput = 0.2'), default_lesson()
    assert (lesson.theme, lesson.language) == ("light", "en")
    assert (lesson.chain.x.item(), lesson.chain.y.item(), lesson.chain.nudge) == (0.2, 1.0, 0.01)
    assert lesson.chain.network == default.chain.network


def test_a_custom_chain_keeps_the_default_examples(load):
    chain = load("[chain]\nweights = [1, 2, 3, 4]\nbiases = [0, 0, 0, 0.5]").chain
    assert chain.network.sizes == (1, 1, 1, 1, 1)
    assert (chain.x.item(), chain.y.item(), chain.nudge, len(chain.examples)) == (0.6, 1.0, 0.01, 8)


def test_layers_of_the_same_sizes_keep_input_watch_and_examples(load):
    given = default_document()["layers"]
    lesson = load(f'[layers]\nactivation = "tanh"\nweights = {given["weights"]}\nbiases = {given["biases"]}')
    assert {f.name for f in lesson.layers.network.activation} == {"tanh"}
    assert (lesson.layers.x.tolist(), lesson.layers.watch.k) == ([0.9, 0.3, 0.6], 2)
    assert len(lesson.descent.examples) == 6


def test_layers_of_other_sizes_are_their_own_example(load):
    lesson = load(OTHER_SIZES + "input = [0.5, 1]\ntarget = [0]\n")
    assert lesson.layers.network.sizes == (2, 3, 1)
    assert (lesson.layers.watch.j, lesson.layers.watch.k) == (0, 0)
    assert (lesson.descent.examples.X.tolist(), lesson.descent.examples.Y.tolist()) == ([[0.5, 1.0]], [[0.0]])
    assert (lesson.descent.rate, lesson.descent.steps) == (1.0, 200)


def test_layers_of_other_sizes_may_have_their_own_examples(load):
    examples = "[descent]\nrate = 0.5\nexamples = [{input = [1, 2], target = [3]}]"
    lesson = load(OTHER_SIZES + "input = [0.5, 1]\ntarget = [0]\nwatch = {k = 1}\n" + examples)
    assert (lesson.layers.watch.j, lesson.layers.watch.k) == (0, 1)
    assert (lesson.descent.examples.X.tolist(), lesson.descent.rate) == ([[1.0, 2.0]], 0.5)


def test_a_cost_is_the_sections_and_the_descent_lowers_it(load):
    lesson = load('[chain]\ncost = "cross_entropy"\n' + CLASSIFIER)
    assert (lesson.chain.cost.name, lesson.layers.cost.name) == ("cross_entropy", "categorical_cross_entropy")
    p = softmax_of_default_layers()
    assert lesson.training.costs[0] == pytest.approx(-np.log(p).mean(), rel=1e-12)
    assert lesson.training.costs[-1] < lesson.training.costs[0] / 2


def softmax_of_default_layers():
    """Return the output of the right class for each example of the default lesson, with ReLU and softmax."""
    layers, examples = default_document()["layers"], default_document()["descent"]["examples"]
    (w1, w2), (b1, b2) = layers["weights"], layers["biases"]
    right = []
    for example in examples:
        z = np.array(w2) @ np.maximum(np.array(w1) @ example["input"] + b1, 0) + b2
        right.append(np.exp(z[example["target"].index(1.0)]) / np.exp(z).sum())
    return np.array(right)


@pytest.mark.parametrize("cost", ["squared_error", "half_squared_error", "categorical_cross_entropy"])
def test_a_softmax_takes_three_costs(load, cost):
    layers = load(f'[layers]\nactivation = ["tanh", "softmax"]\ncost = "{cost}"').layers
    assert (layers.network.activation[2].name, layers.cost.name) == ("softmax", cost)


def test_without_a_cost_it_is_the_squared_error(load):
    lesson = load(OTHER_SIZES + "input = [0.5, 1]\ntarget = [0]\n")
    assert (lesson.chain.cost.name, lesson.layers.cost.name) == ("squared_error", "squared_error")


def test_the_smallest_and_the_largest_drawable_networks_load(load):
    small = load("[layers]\nweights = [[[1]]]\nbiases = [[0]]\ninput = [1]\ntarget = [0]").layers
    assert (small.network.sizes, str(small.watched_weight), str(small.watched_neuron)) == ((1, 1), "w1", "a0")
    rows, six = [[0.5] * 6] * 6, [0.5] * 6
    wide = load(f"[layers]\nweights = {[rows] * 3}\nbiases = {[six] * 3}\ninput = {six}\ntarget = {six}").layers
    assert wide.network.sizes == (6, 6, 6, 6)
    assert load(f"[chain]\nweights = {[0.5] * 5}\nbiases = {[0] * 5}").chain.network.L == 5


def test_files_with_bom_and_crlf_are_read(load):
    assert load(b"\xef\xbb\xbf[lesson]\r\ntitle = 'Le calcul, \xc3\xa9tape par \xc3\xa9tape'\r\n").title.endswith(
        "étape"
    )


# ---- what is wrong


DEEP = "[" * 5000
HUGE = "1" + 400 * "0"
ACTIVATION_NAMES = "sigmoid, relu, leaky_relu, tanh, softplus, identity"
CHAIN_KEYS = "activation, cost, weights, biases, input, target, nudge, examples"
COST_NAMES = "squared_error, half_squared_error, cross_entropy, categorical_cross_entropy"
CLASSIFIER = '[layers]\nactivation = ["relu", "softmax"]\ncost = "categorical_cross_entropy"\n'
TOGETHER = "weights and biases are given together"
OWN = "a network of other sizes than the default lesson's needs its own"
NUMBER = "expected a number from -1000 to 1000"

LANGUAGE = 'lesson.language: expected the code of a language, such as "en"'

WRONG = {
    # TOML
    "x = ": "line 1: expected a value after =, got none",
    "[chain]\nnudge = 1\nnudge = 2": "line 3: expected each entry once, got nudge again",
    "a = [1,\n b": 'line 2: expected text in quotes ("b"), got b',
    f"a = {DEEP}": "not valid TOML: brackets nested too deeply",
    # keys
    "[chian]": "chian: unknown key; did you mean chain?",
    "[network]": "network: unknown key; known keys are lesson, chain, layers, descent, narration",
    "[chain]\nwieghts = [1]": "chain.wieghts: unknown key; did you mean weights?",
    "[chain]\n'η' = 1": f"chain.η: unknown key; known keys are {CHAIN_KEYS}",
    '[chain]\n"a\\nb" = 1': f'chain."a\\nb": unknown key; known keys are {CHAIN_KEYS}',
    '"x - at `$.chain`" = 1': (
        '"x - at `$.chain`": unknown key; known keys are lesson, chain, layers, descent, narration'
    ),
    "[layers]\nwatch = {j = 0, i = 1}": "layers.watch.i: unknown key; known keys are j, k",
    "[chain]\nexamples = [{input = 1, target = 0, taget = 0}]": (
        "chain.examples[0].taget: unknown key; did you mean target?"
    ),
    "[chain]\nexamples = [{input = 1, target = 0}, {input = 1}]": "chain.examples[1].target: missing",
    "[chain]\nweights = [1, 2, 3]": f"chain.biases: missing; {TOGETHER}",
    "[chain]\nbiases = [1, 2, 3]": f"chain.weights: missing; {TOGETHER}",
    "[layers]\nbiases = [[1]]": f"layers.weights: missing; {TOGETHER}",
    OTHER_SIZES: f"layers.input: missing; {OWN}",
    OTHER_SIZES + "input = [1, 2]": f"layers.target: missing; {OWN}",
    # types
    "chain = 3": "chain: expected a table, got 3",
    "chain = [1, 2]": "chain: expected a table, got a list",
    "descent = 2020-02-02": "descent: expected a table, got a date",
    "[layers]\nwatch = 1": "layers.watch: expected a table, got 1",
    '[chain]\nnudge = "big"': 'chain.nudge: expected a number from -10 to 10, got text "big"',
    "[chain]\nnudge = true": "chain.nudge: expected a number from -10 to 10, got true",
    "[chain]\ninput = [0.6]": f"chain.input: {NUMBER}, got a list",
    "[chain]\ninput = {x = 1}": f"chain.input: {NUMBER}, got a table",
    "[chain]\nweights = 1.5\nbiases = []": "chain.weights: expected a list of 2 to 5 weights, in [ ], got 1.5",
    "[chain]\nexamples = [3]": "chain.examples[0]: expected a table, got 3",
    "[layers]\nweights = [[1, 2]]\nbiases = [[1]]": (
        "layers.weights[0][0]: expected a list of 1 to 6 numbers (one for each neuron), in [ ], got 1"
    ),
    "[layers]\nweights = 7\nbiases = [[1]]": (
        "layers.weights: expected a list of 1 to 3 matrices (2 to 4 layers of neurons), in [ ], got 7"
    ),
    "[lesson]\ntitle = 3": "lesson.title: expected 1 to 80 printable characters, got 3",
    "[lesson]\ndecimals = 2.0": "lesson.decimals: expected a whole number from 1 to 6, got 2",
    # numbers
    "[chain]\nweights = [1, nan]\nbiases = [0, 0]": "chain.weights[1]: expected a finite number, got nan",
    "[chain]\ninput = inf": "chain.input: expected a finite number, got inf",
    "[chain]\ntarget = -inf": "chain.target: expected a finite number, got -inf",
    "[chain]\ninput = 1000.5": f"chain.input: {NUMBER}, got 1000.5",
    f"[chain]\ninput = {HUGE}": f"chain.input: {NUMBER}, got a whole number of about 400 digits",
    f"[lesson]\ndecimals = {HUGE}": (
        "lesson.decimals: expected a whole number from 1 to 6, got a whole number of about 400 digits"
    ),
    "[chain]\nnudge = 0": "chain.nudge: expected a number at least 1e-06 away from 0, got 0",
    "[chain]\nnudge = -1e-7": "chain.nudge: expected a number at least 1e-06 away from 0, got -1e-07",
    "[chain]\nnudge = 11": "chain.nudge: expected a number from -10 to 10, got 11",
    "[descent]\nrate = 0": "descent.rate: expected a number above 0, up to 100, got 0",
    "[descent]\nsteps = 0": "descent.steps: expected a whole number from 1 to 5000, got 0",
    "[descent]\nsteps = 5001": "descent.steps: expected a whole number from 1 to 5000, got 5001",
    # settings
    "[lesson]\ntitles = 3": "lesson.titles: expected a table with a text for each language, got 3",
    "[lesson]\ntitles.fr = 3": "lesson.titles.fr: expected 1 to 80 printable characters, got 3",
    '[lesson]\ntitles.fr = ""': 'lesson.titles.fr: expected 1 to 80 printable characters, got text ""',
    '[lesson]\ntitles.fr = "a\\nb"': 'lesson.titles.fr: expected 1 to 80 printable characters, got text "a\\nb"',
    '[lesson]\ntitle = ""': 'lesson.title: expected 1 to 80 printable characters, got text ""',
    '[lesson]\ntitle = "  "': 'lesson.title: expected 1 to 80 printable characters, got text "  "',
    '[lesson]\ntitle = "a\\nb"': 'lesson.title: expected 1 to 80 printable characters, got text "a\\nb"',
    f'[lesson]\ntitle = "{"x" * 81}"': (
        f'lesson.title: expected 1 to 80 printable characters, got text "{"x" * 39}…"'
    ),
    '[lesson]\nlanguage = "English"': f'{LANGUAGE}, got text "English"',
    "[lesson]\nlanguage = 1": f"{LANGUAGE}, got 1",
    '[lesson]\ntheme = "blue"': 'lesson.theme: expected "dark" or "light", got text "blue"',
    "[lesson]\ndecimals = 0": "lesson.decimals: expected a whole number from 1 to 6, got 0",
    "[lesson]\ndecimals = 7": "lesson.decimals: expected a whole number from 1 to 6, got 7",
    "[lesson]\nreading_speed = 4": "lesson.reading_speed: expected a number from 5 to 17, got 4",
    '[chain]\nactivation = "sigmod"': (
        f"chain.activation: expected one of {ACTIVATION_NAMES}, got 'sigmod' (did you mean 'sigmoid'?)"
    ),
    '[layers]\nactivation = "step"': f"layers.activation: expected one of {ACTIVATION_NAMES}, softmax, got 'step'",
    # costs, and the functions and targets that they take
    '[chain]\ncost = "cross_entrophy"': (
        f"chain.cost: expected one of {COST_NAMES}, got 'cross_entrophy' (did you mean 'cross_entropy'?)"
    ),
    '[layers]\ncost = "mse"': (
        f"layers.cost: expected one of {COST_NAMES}, got 'mse' (use squared_error, here summed over the outputs and "
        "averaged over the examples, without 1/2)"
    ),
    "[layers]\ncost = 2": "layers.cost: expected a name of at most 40 letters, got 2",
    '[chain]\nactivation = "tanh"\ncost = "cross_entropy"': (
        "chain.cost: cross_entropy expects outputs from 0 to 1, as of sigmoid, got tanh (squared_error would fit it)"
    ),
    '[layers]\nactivation = ["sigmoid", "relu"]\ncost = "cross_entropy"': (
        "layers.cost: cross_entropy expects outputs from 0 to 1, as of sigmoid, got relu (squared_error would fit it)"
    ),
    '[layers]\nactivation = ["relu", "softmax"]\ncost = "cross_entropy"': (
        "layers.cost: cross_entropy expects outputs from 0 to 1, as of sigmoid, got softmax "
        "(categorical_cross_entropy would fit it)"
    ),
    '[chain]\ncost = "categorical_cross_entropy"': (
        "chain.cost: categorical_cross_entropy expects a softmax output, got sigmoid (cross_entropy would fit it)"
    ),
    '[chain]\ncost = "cross_entropy"\ntarget = 1.25': (
        "chain.target: cross_entropy expects a number from 0 to 1, got 1.25"
    ),
    '[chain]\ncost = "cross_entropy"\nexamples = [{input = 1, target = 0}, {input = 1, target = -1}]': (
        "chain.examples[1].target: cross_entropy expects a number from 0 to 1, got -1"
    ),
    '[layers]\ncost = "cross_entropy"\ntarget = [0.5, 2]': (
        "layers.target[1]: cross_entropy expects a number from 0 to 1, got 2"
    ),
    f"{CLASSIFIER}target = [0.5, 0.25]": (
        "layers.target: categorical_cross_entropy expects numbers whose sum is 1, got 0.75"
    ),
    f"{CLASSIFIER}[descent]\nexamples = [{{input = [1, 2, 3], target = [1, 1]}}]": (
        "descent.examples[0].target: categorical_cross_entropy expects numbers whose sum is 1, got 2"
    ),
    '[layers]\nactivation = "softmax"': (
        "layers.activation: expected softmax in the last layer only, as in ['sigmoid', 'softmax'], "
        "got it in layer 1 of 2"
    ),
    OTHER_SIZES + 'input = [1, 2]\ntarget = [1]\nactivation = ["relu", "softmax"]': (
        "layers.activation: expected 2 neurons or more for softmax, got 1 (sigmoid would fit it)"
    ),
    '[chain]\nactivation = ["relu", "relu", "softmax"]': (
        f"chain.activation[2]: expected one of {ACTIVATION_NAMES}, got 'softmax' "
        "(use sigmoid, for one output; softmax is for several, in [layers])"
    ),
    # what can be drawn
    "[chain]\nweights = [1]\nbiases = [1]": "chain.weights: expected 2 to 5 weights, got 1",
    f"[chain]\nweights = {[1] * 7}\nbiases = {[1] * 7}": "chain.weights: expected 2 to 5 weights, got 7",
    "[chain]\nexamples = []": "chain.examples: expected 1 to 1000 examples, got 0",
    f"[chain]\nexamples = [{'{input = 0, target = 0},' * 1001}]": (
        "chain.examples: expected 1 to 1000 examples, got 1001"
    ),
    "[layers]\nweights = []\nbiases = []": (
        "layers.weights: expected 1 to 3 matrices (2 to 4 layers of neurons), got 0"
    ),
    f"[layers]\nweights = {[[[1]]] * 4}\nbiases = {[[1]] * 4}": (
        "layers.weights: expected 1 to 3 matrices (2 to 4 layers of neurons), got 4"
    ),
    f"[layers]\nweights = {[[[1]] * 7]}\nbiases = {[[1] * 7]}": (
        "layers.weights[0]: expected 1 to 6 rows (one for each neuron), got 7"
    ),
    f"[layers]\nweights = {[[[1] * 7]]}\nbiases = [[1]]": (
        "layers.weights[0][0]: expected 1 to 6 numbers (one for each neuron), got 7"
    ),
    "[descent]\nexamples = []": "descent.examples: expected 1 to 1000 examples, got 0",
    # sizes
    "[chain]\nweights = [1, 2, 3]\nbiases = [1, 2]": ("chain.biases: expected 3 biases (one for each weight), got 2"),
    "[layers]\ninput = [1, 2]": "layers.input: expected 3 numbers (layer 0 has 3 neurons), got 2",
    "[layers]\ntarget = [1]": "layers.target: expected 2 numbers (layer 2 has 2 neurons), got 1",
    OTHER_SIZES + "input = [1]\ntarget = [1]": "layers.input: expected 2 numbers (layer 0 has 2 neurons), got 1",
    OTHER_SIZES + "input = [1, 1]\ntarget = [1, 1]": "layers.target: expected 1 number (layer 2 has 1 neuron), got 2",
    "[layers]\nweights = [[[1, 2], [3]]]\nbiases = [[0, 0]]\ninput = [1, 1]\ntarget = [1, 1]": (
        "layers.weights[0][1]: expected 2 numbers (layer 0 has 2 neurons), got 1"
    ),
    "[layers]\nweights = [[[1], [3]], [[1, 2, 3]]]\nbiases = [[0, 0], [0]]\ninput = [1]\ntarget = [1]": (
        "layers.weights[1][0]: expected 2 numbers (layer 1 has 2 neurons), got 3"
    ),
    "[layers]\nweights = [[[1]], [[1]]]\nbiases = [[0]]\ninput = [1]\ntarget = [1]": (
        "layers.biases: expected 2 lists (one for each matrix of weights), got 1"
    ),
    "[layers]\nweights = [[[1]], [[1]]]\nbiases = [[0], [0, 1]]\ninput = [1]\ntarget = [1]": (
        "layers.biases[1]: expected 1 number (layer 2 has 1 neuron), got 2"
    ),
    "[layers]\nwatch = {j = 2, k = 0}": (
        "layers.watch.j: expected a whole number from 0 to 1 (layer 2 has 2 neurons), got 2"
    ),
    "[layers]\nwatch = {j = 0, k = 3}": (
        "layers.watch.k: expected a whole number from 0 to 2 (layer 1 has 3 neurons), got 3"
    ),
    "[layers]\nwatch = {j = -1}": "layers.watch.j: expected a whole number from 0 to 5, got -1",
    "[descent]\nexamples = [{input = [1, 2], target = [1, 0]}]": (
        "descent.examples[0].input: expected 3 numbers (layer 0 has 3 neurons), got 2"
    ),
    "[descent]\nexamples = [{input = [1, 2, 3], target = [1]}]": (
        "descent.examples[0].target: expected 2 numbers (layer 2 has 2 neurons), got 1"
    ),
    # numbers that grow
    '[chain]\nactivation = "relu"\nweights = [900, 900]\nbiases = [0, 0]\ninput = 1': (
        "chain.weights: expected |z2| of at most 10000, got 810000"
    ),
    "[chain]\nweights = [900, 1]\nbiases = [0, 0]\nexamples = [{input = 20, target = 1}]": (
        "chain.weights: expected |z1| of at most 10000, got 18000"
    ),
    '[layers]\nactivation = "identity"\n[descent]\nrate = 100': (
        "descent.rate: expected a rate that keeps the cost below 1e+09, got 100, which leads beyond it in 1 step"
    ),
    # the first one is named
    "[lesson]\ndecimals = 9\n[chain]\nnudge = 0": "lesson.decimals: expected a whole number from 1 to 6, got 9",
    "[layers]\ninput = [1]\n[chain]\nnudge = 0": "chain.nudge: expected a number at least 1e-06 away from 0, got 0",
    "[chain]\ntarget = nan\ninput = nan": "chain.input: expected a finite number, got nan",
}


@pytest.mark.parametrize(("content", "message"), WRONG.items(), ids=range(len(WRONG)))
def test_each_mistake_has_its_message(complaint, content, message):
    assert complaint(content) == message


def test_a_file_that_is_not_utf8_is_refused(complaint):
    assert complaint(b"[lesson]\ntitle = 'caf\xe9'") == "line 2: expected UTF-8 text, got byte 0xe9"


def test_a_number_of_thousands_of_digits_is_refused(complaint):
    assert complaint("a = " + "9" * 5000).startswith("not valid TOML: Exceeds the limit (4300 digits)")
    assert complaint("chain.input = 0x" + "f" * 5000) == (
        f"chain.input: {NUMBER}, got a whole number of about 6021 digits"
    )


def test_a_file_that_is_too_large_is_refused(complaint):
    assert complaint("#" * 1_000_001) == "expected a file of at most 1000000 bytes, got a larger one"


def test_an_unreadable_file_is_refused(tmp_path):
    for path, shown, reason in (
        (tmp_path / "none.toml", f"{tmp_path}/none.toml", "No such file or directory"),
        (tmp_path, f"{tmp_path}", "Is a directory"),
        (f"{tmp_path}/a\0b", rf"{tmp_path}/a\x00b", "no file can have such a name"),
        (f"{tmp_path}/a\ud800b", rf"{tmp_path}/a\ud800b", "no file can have such a name"),
    ):
        with pytest.raises(LessonError) as raised:
            load_lesson(path)
        assert str(raised.value) == f"{shown}: cannot be read: {reason}"


def test_a_lesson_error_is_a_value_error():
    assert issubclass(LessonError, ValueError)


def test_every_limit_is_described_in_words():
    def check(kind):
        if isinstance(kind, StructType):
            for field in kind.fields:
                check(field.type)
            return
        assert isinstance(kind, Metadata), kind
        assert (kind.extra_json_schema or {})["description"]
        if isinstance(kind.type, ListType):
            check(kind.type.item_type)
        if isinstance(kind.type, UnionType):  # what is in a list has limits of its own
            for one in kind.type.types:
                check(one.item_type if isinstance(one, ListType) else one)

    check(type_info(schema.LessonFile))


# ---- any lesson


@pytest.fixture(scope="module")
def any_file(tmp_path_factory):
    return tmp_path_factory.mktemp("any") / "lesson.toml"


def vectors(n, numbers):
    return st.lists(numbers, min_size=n, max_size=n)


def functions(names, L):
    """Draw one name, or one for each of L layers."""
    name = st.sampled_from(names)
    return name | st.lists(name, min_size=L, max_size=L)


def of_each_layer(section):
    """Return the section with a function for each layer."""
    given = section["activation"]
    return section | {"activation": given if isinstance(given, list) else [given] * len(section["weights"])}


@st.composite
def documents(draw):
    """Draw a complete lesson, with bounded activation functions."""
    small = st.floats(-3, 3)
    L = draw(st.integers(2, 5))
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=4))
    inputs, outputs = vectors(sizes[0], small), vectors(sizes[-1], small)
    return {
        "lesson": {
            "title": draw(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=80)),
            "language": draw(st.sampled_from(["en", "fr"])),
            "theme": draw(st.sampled_from(["dark", "light"])),
            "decimals": draw(st.integers(1, 6)),
            "reading_speed": draw(st.floats(5, 17) | st.integers(5, 17)),
        },
        "chain": {
            "activation": draw(functions(list(ACTIVATIONS), L)),
            "weights": draw(vectors(L, small | st.integers(-3, 3))),
            "biases": draw(vectors(L, small)),
            "input": draw(small),
            "target": draw(small),
            "nudge": draw(st.floats(0.001, 10) | st.floats(-10, -0.001)),
            "examples": draw(
                st.lists(st.fixed_dictionaries({"input": small, "target": small}), min_size=1, max_size=4)
            ),
        },
        "layers": {
            "activation": draw(functions(["sigmoid", "tanh"], len(sizes) - 1)),
            "weights": [draw(st.lists(vectors(k, small), min_size=j, max_size=j)) for k, j in pairwise(sizes)],
            "biases": [draw(vectors(j, small)) for j in sizes[1:]],
            "input": draw(inputs),
            "target": draw(outputs),
            "watch": {"j": draw(st.integers(0, sizes[-1] - 1)), "k": draw(st.integers(0, sizes[-2] - 1))},
        },
        "descent": {
            "rate": draw(st.floats(0.001, 2)),
            "steps": draw(st.integers(1, 3)),
            "examples": draw(
                st.lists(st.fixed_dictionaries({"input": inputs, "target": outputs}), min_size=1, max_size=3)
            ),
        },
    }


@settings(max_examples=60)
@given(documents())
def test_any_lesson_loads_unchanged(any_file, document):
    any_file.write_text(document_text(document), encoding="utf-8")
    lesson = load_lesson(any_file)
    chain, layers, descent = lesson.chain, lesson.layers, lesson.descent
    settings_ = {key: getattr(lesson, key) for key in document["lesson"]}
    assert settings_ == document["lesson"]
    assert {
        "activation": [function.name for function in chain.network.activation],
        "weights": [w.item() for w in chain.network.w],
        "biases": [b.item() for b in chain.network.b],
        "input": chain.x.item(),
        "target": chain.y.item(),
        "nudge": chain.nudge,
        "examples": [
            {"input": x.item(), "target": y.item()} for x, y in zip(chain.examples.X, chain.examples.Y, strict=True)
        ],
    } == of_each_layer(document["chain"])
    assert {
        "activation": [function.name for function in layers.network.activation],
        "weights": [w.tolist() for w in layers.network.w],
        "biases": [b.tolist() for b in layers.network.b],
        "input": layers.x.tolist(),
        "target": layers.y.tolist(),
        "watch": {"j": layers.watch.j, "k": layers.watch.k},
    } == of_each_layer(document["layers"])
    assert {
        "rate": descent.rate,
        "steps": descent.steps,
        "examples": [
            {"input": x.tolist(), "target": y.tolist()}
            for x, y in zip(descent.examples.X, descent.examples.Y, strict=True)
        ],
    } == document["descent"]


ANYTHING = st.recursive(
    st.integers() | st.floats() | st.booleans() | st.text(st.characters(categories=["L", "S"]), max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["input", "j", "?"]), inner),
    max_leaves=8,
)


@settings(max_examples=150)
@given(st.data())
def test_any_wrong_value_is_refused_in_one_line(any_file, data):
    """The default lesson with any value in any place loads, or is refused in one line."""
    document = json.loads(json.dumps(default_document()))
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(ANYTHING)
    message = error_of(document_text(document), any_file)
    assert "\n" not in message
    assert re.search("expected|missing|unknown key|^$", message)


def error_of(text, file):
    """Return the message about a lesson, or an empty one."""
    file.write_text(text, encoding="utf-8")
    try:
        check_training(load_lesson(file), file)
    except LessonError as error:
        return str(error)
    return ""
