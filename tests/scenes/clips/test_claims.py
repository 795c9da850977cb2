"""What clips claim in words is true of lessons whose numbers are unusual, and a false claim is found."""

from types import SimpleNamespace
from typing import Any

import pytest

import backprop_core as bp
from backprop_core.lesson.load import make_lesson
from backprop_core.lesson.toml import Document
from scenes.locale.languages import all_languages
from scenes.numbers.language import Language
from scenes.numbers.symbol_names import FUNCTION_NAMES
from tests.judges.claims import CLAIMS, claims
from tests.judges.language import known
from tests.judges.narration import translations
from tests.rigs.languages import EACH
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

FALSE: list[tuple[str, Document, str]] = [
    ("NudgePropagation", {"chain": {"nudge": 5.0}}, "too small to see"),
    ("NudgePropagation", {"chain": {"nudge": 0.1}}, "too small to see"),
    ("NudgePropagation", {"chain": {"nudge": -0.01}}, "it drops by"),
    ("NudgePropagation", {}, "it rises by"),
    ("NudgePropagation", {}, "it stays as it was"),
    ("NudgePropagation", {"chain": {"nudge": 5.0}}, "For our nudge, the"),
    ("NudgePropagation", {"chain": CORNER}, "For our nudge, the"),
    ("NudgePropagation", {}, "is not that tiny"),
    ("NudgePropagation", {"chain": CORNER}, "one number, the derivative"),
    ("NudgePropagation", {}, "hardly moves, if at all"),
    ("ThreeDerivatives", {}, "curve is nearly flat"),
    ("FireTogether", {"chain": {"target": 0.0}}, "wire together"),
    ("FireTogether", {"chain": {"target": 0.4}}, "wire together"),
    ("FireTogether", {}, "lowers the weight"),
    ("LastTwoNeurons", {"chain": {"input": 0.61}}, "it’s the first training example"),
    ("LastTwoNeurons", {}, "its layer’s own"),
    ("LastTwoNeurons", {"chain": {"activation": ["relu", "tanh", "sigmoid"]}}, "the higher the activation."),
    ("AverageOverExamples", {}, "No two examples"),
    ("LayeredNetwork", {}, "takes the place of"),
    ("LayeredNetwork", {"chain": {"activation": "tanh"}}, "indices to keep track of"),
    ("MultiplePaths", {}, "the cost drops"),
    ("GradientDescent", {"descent": {"rate": 0.001, "steps": 10}}, "almost zero"),
    ("GradientDescent", {"descent": {"rate": 1.0, "steps": 3}}, "almost zero"),
    ("GradientDescent", {"descent": {"steps": 1}}, "Then again"),
    ("GradientDescent", {}, "so small a learning rate"),
    ("GradientDescent", {}, "hardly"),
]


@pytest.mark.parametrize(("clip", "document"), UNUSUAL)
def test_unusual_lessons_are_told_truly(clip: str, document: Document):
    told = laid_out(clip, make_lesson(document))
    said = [SimpleNamespace(name=each.name, narration=told.narration(each)) for each in told.beats()]
    assert not list(claims(rehearsed(clip, told.lesson, said)))


@pytest.mark.parametrize("language", EACH)
@pytest.mark.parametrize(("clip", "document", "english"), FALSE)
def test_a_false_claim_is_found(clip: str, document: Document, english: str, language: str):
    words = next(claim.words(language) for claim in CLAIMS[clip] if claim.english == english)
    false = make_lesson(document | {"lesson": {"language": language}})
    assert list(claims(rehearsed(clip, false, [SimpleNamespace(name="a beat", narration=f"So {words}.")])))


@pytest.mark.parametrize("language", all_languages())
def test_a_claim_is_made_in_every_language(language: str):
    """Each is made in some sentence, and in its translation, and in no other one."""
    wrong: list[str] = []
    for clip, made in CLAIMS.items():
        sentences = [text for each in BY_NAME[clip].beats() for text in (each.narration, *each.variants.values())]
        said = sentences if language == "en" else [translations(language)[text] for text in sentences]
        for claim in made:
            english = [claim.english in text for text in sentences]
            assert any(english), claim.english
            found = [claim.words(language) in text for text in said]
            wrong += [text for text, *agree in zip(said, english, found, strict=True) if agree[0] != agree[1]]
    assert wrong == []


def test_dead_neurons_do_not_wire():
    (wire,) = [each for each in BY_NAME["FireTogether"].beats() if each.name == "wire_together"]
    assert "its sign changes" in laid_out("FireTogether", lesson("relu")).narration(wire)


@pytest.mark.parametrize("language", all_languages())
def test_every_function_has_its_name_in_every_language(language: str):
    said = {name: Language(language).text(english) for name, english in FUNCTION_NAMES.items()}
    assert said == known(language)["functions"]


def laid_out(clip: str, shown: bp.Lesson) -> Any:
    """Return a clip that is laid out, but not played."""
    with quiet_config():
        made = BY_NAME[clip](lesson=shown)
        made.setup()
    return made


def rehearsed(clip: str, shown: bp.Lesson, said: list[SimpleNamespace]) -> Any:
    """Return what stands for the rehearsal of a clip with these narrations."""
    return SimpleNamespace(clip=type(clip, (SimpleNamespace,), {})(lesson=shown, played=said))
