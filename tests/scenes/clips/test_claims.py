"""What clips claim in words is true of lessons whose numbers are unusual, and a false claim is found."""

from types import SimpleNamespace
from typing import Any

import pytest

import backprop_core as bp
from backprop_core.lesson.load import make_lesson
from backprop_core.lesson.toml import Document
from scenes.numbers.symbol_names import FUNCTION_NAMES
from tests.judges.claims import CLAIMS, claims
from tests.judges.narration import FUNCTIONS, translations
from tests.rigs.rehearsal import clips, lesson, quiet_config

BY_NAME = {clip.__name__: clip for clip in clips()}

# A corner of ReLU at z^(L) = 0, where the weight, the previous activation and the error are not zero.
CORNER = {"activation": "relu", "weights": [1.0, 1.0], "biases": [0.0, -0.5], "input": 0.5, "target": 1.0}

UNUSUAL: list[tuple[str, Document]] = [
    ("NudgePropagation", {"chain": {"nudge": 5.0}}),
    ("NudgePropagation", {"chain": {"nudge": 0.1}}),
    ("NudgePropagation", {"chain": {"nudge": -0.01}}),
    ("NudgePropagation", {"chain": CORNER}),
    ("NudgePropagation", {"chain": CORNER | {"nudge": -5.0}}),
    ("ChainRule", {"chain": CORNER}),
    ("ChainRule", {"chain": CORNER | {"nudge": -0.01}}),
    ("ThreeDerivatives", {"chain": CORNER}),
    ("FireTogether", {"chain": {"target": 0.0}}),
    ("FireTogether", {"chain": {"target": 0.4}}),
    ("LastTwoNeurons", {"chain": {"input": 0.61}}),
    ("LastTwoNeurons", {"chain": {"activation": ["tanh", "relu", "sigmoid"]}}),
    ("LastTwoNeurons", {"chain": {"activation": ["relu", "sigmoid", "tanh"]}}),
    ("LayeredNetwork", {"chain": {"activation": "tanh"}}),
    ("GradientDescent", {"descent": {"rate": 0.001, "steps": 10}}),
    ("GradientDescent", {"descent": {"rate": 0.1, "steps": 20}}),
    ("GradientDescent", {"descent": {"rate": 1.0, "steps": 3}}),
    ("GradientDescent", {"descent": {"rate": 1.0, "steps": 1}}),
]

FALSE: list[tuple[str, Document, str, str]] = [
    ("NudgePropagation", {"chain": {"nudge": 5.0}}, "too small to see", "trop peu pour l’œil"),
    ("NudgePropagation", {"chain": {"nudge": 0.1}}, "too small to see", "trop peu pour l’œil"),
    ("NudgePropagation", {"chain": {"nudge": -0.01}}, "it drops by", "qui baisse de"),
    ("NudgePropagation", {}, "it rises by", "qui augmente de"),
    ("NudgePropagation", {}, "it stays as it was", "il ne bouge pas"),
    ("NudgePropagation", {"chain": {"nudge": 5.0}}, "For our nudge, the", "Pour le nôtre, le"),
    ("NudgePropagation", {"chain": CORNER}, "For our nudge, the", "Pour le nôtre, le"),
    ("NudgePropagation", {}, "is not that tiny", "n’est pas si minuscule"),
    ("NudgePropagation", {"chain": CORNER}, "one number, the derivative", "un nombre, la dérivée"),
    ("NudgePropagation", {}, "hardly moves, if at all", "ne bouge guère, voire"),
    ("ThreeDerivatives", {}, "curve is nearly flat", "courbe est presque plate"),
    ("FireTogether", {"chain": {"target": 0.0}}, "wire together", "se lient entre eux"),
    ("FireTogether", {"chain": {"target": 0.4}}, "wire together", "se lient entre eux"),
    ("FireTogether", {}, "lowers the weight", "diminue le poids"),
    ("LastTwoNeurons", {"chain": {"input": 0.61}}, "it’s the first training example", "le premier exemple"),
    ("LastTwoNeurons", {}, "its layer’s own", "propre à sa couche"),
    (
        "LastTwoNeurons",
        {"chain": {"activation": ["relu", "tanh", "sigmoid"]}},
        "the higher the activation.",
        "l’activation est élevée.",
    ),
    ("AverageOverExamples", {}, "No two examples", "n’en contredit"),
    ("LayeredNetwork", {}, "takes the place of", "remplace"),
    ("LayeredNetwork", {"chain": {"activation": "tanh"}}, "indices to keep track of", "plus à suivre"),
    ("MultiplePaths", {}, "the cost drops", "le coût baisse"),
    ("GradientDescent", {"descent": {"rate": 0.001, "steps": 10}}, "almost zero", "presque nulles"),
    ("GradientDescent", {"descent": {"rate": 1.0, "steps": 3}}, "almost zero", "presque nulles"),
    ("GradientDescent", {"descent": {"steps": 1}}, "Then again", "Puis encore"),
    ("GradientDescent", {}, "so small a learning rate", "d’apprentissage si faible"),
    ("GradientDescent", {}, "hardly", "guère"),
]


@pytest.mark.parametrize(("clip", "document"), UNUSUAL)
def test_unusual_lessons_are_told_truly(clip: str, document: Document):
    told = laid_out(clip, make_lesson(document))
    said = [SimpleNamespace(name=each.name, narration=told.narration(each)) for each in told.beats()]
    assert not list(claims(rehearsed(clip, told.lesson, said)))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("clip", "document", "english", "french"), FALSE)
def test_a_false_claim_is_found(clip: str, document: Document, english: str, french: str, language: str):
    words = english if language == "en" else french
    false = make_lesson(document | {"lesson": {"language": language}})
    assert list(claims(rehearsed(clip, false, [SimpleNamespace(name="a beat", narration=f"So {words}.")])))


@pytest.mark.parametrize("clip", CLAIMS)
def test_a_claim_has_the_same_words_in_both_languages(clip: str):
    """Each is made in some sentence, and in its translation, and in no other one."""
    sentences = [text for each in BY_NAME[clip].beats() for text in (each.narration, *each.variants.values())]
    for claim in CLAIMS[clip]:
        made = [claim.english in text for text in sentences]
        assert any(made), claim.english
        assert made == [claim.french in translations("fr")[text] for text in sentences], claim.english


def test_dead_neurons_do_not_wire():
    (wire,) = [each for each in BY_NAME["FireTogether"].beats() if each.name == "wire_together"]
    assert "its sign changes" in laid_out("FireTogether", lesson("relu")).narration(wire)


def test_every_function_has_its_name_in_both_languages():
    assert FUNCTIONS["en"] == FUNCTION_NAMES
    assert {name: translations("fr")[english] for name, english in FUNCTION_NAMES.items()} == FUNCTIONS["fr"]


def laid_out(clip: str, shown: bp.Lesson) -> Any:
    """Return a clip that is laid out, but not played."""
    with quiet_config():
        made = BY_NAME[clip](lesson=shown)
        made.setup()
    return made


def rehearsed(clip: str, shown: bp.Lesson, said: list[SimpleNamespace]) -> Any:
    """Return what stands for the rehearsal of a clip with these narrations."""
    return SimpleNamespace(clip=type(clip, (SimpleNamespace,), {})(lesson=shown, played=said))
