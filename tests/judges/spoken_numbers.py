"""Checks the numbers in the narration: that each is true, and of the quantity that the sentence names."""

import re
import unicodedata
from collections.abc import Iterator
from string import Template

import numpy as np

from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from tests.judges.narration import sentence_pattern
from tests.judges.network import key
from tests.judges.numbers import number_error

# The quantity of each placeholder, by the part of the lesson that a clip reads, or by the clip. L is the last layer,
# M the one before it, j and k are the watched neurons, r is the output with the largest target.
EXPECTED = {
    "chain": {
        "w": "w$L",
        "z": "z$L",
        "a": "a$L",
        "y": "y",
        "C": "C0",
        "before": "a$M",
        "slope": "∂a$L/∂z$L",
        "dw": "Δw$L",
        "dC": "ΔC0",
        "ratio": "ΔC0/Δw$L",
        "by_w": "∂C0/∂w$L",
        "by_b": "∂C0/∂b$L",
        "error": "∂C0/∂z$L",
        "by_a": "∂C0/∂a$M",
        "first": "∂C0/∂w1",
        "average": "∂C/∂w$L",
    },
    "layers": {
        "z": "z$L[$j]",
        "a": "a$L[$j]",
        "C": "C0",
        "by_w": "∂C0/∂w$L[$j,$k]",
        "da": "Δa$M[$k]",
        "dC": "ΔC0",
        "ratio": "ΔC0/Δa$M[$k]",
        "total": "∂C0/∂a$M[$k]",
    },
    "SoftmaxOutput": {"C": "C0", "dz": "Δz$L[$r]", "ratio": "ΔC0/Δz$L[$r]"},
    "chain layers": {"C": "C0"},
    "layers descent": {
        "rate": "η",
        "steps": "step after all",
        "start": "C",
        "end": "C after all",
        "before": "C0",
        "after": "C0 after all",
    },
}


def spoken_errors(clip: Clip) -> Iterator[str]:
    """Yield an error for each spoken number that is false or belongs to another quantity."""
    for beat, played in zip(clip.beats(), clip.played, strict=True):
        told = [clip.typesetter.ledger.sentences.get(text) for text in (beat.narration, *beat.variants.values())]
        found = [match for text in told if text and (match := sentence_pattern(text).fullmatch(played.narration))]
        assert found, f"{beat.name}: {played.narration!r} is none of {told}"
        for placeholder, number in found[0].groupdict().items():
            name = placeholder.removeprefix("size_of_")
            quantity = clip.spoken()[name]
            if not isinstance(quantity, Quantity):
                continue  # a word, which the judge of narrations knows
            if name != placeholder and quantity.value < 0:
                number = f"−{number}"
            if wrong := number_error(_printed(number), quantity, clip.lesson, clip.reads) or _misnomer(
                name, quantity, clip
            ):
                yield f"{beat.name}: says {number!r} for {name}: {wrong}"


def _printed(number: str) -> str:
    """Return a number from a sentence, where exponents are superscript digits, in its printed form."""
    return re.sub(r"×10(.+)", lambda power: "×10^" + unicodedata.normalize("NFKC", power[1]), number)


def _misnomer(name: str, quantity: Quantity, clip: Clip) -> str | None:
    """Return why a quantity is not the one that sentences call ``name``; None if it is."""
    part = clip.lesson.chain if clip.reads == "chain" else clip.lesson.layers
    watch = clip.lesson.layers.watch
    L = part.network.L
    called = EXPECTED.get(type(clip).__name__) or EXPECTED[clip.reads]
    right = int(np.argmax(clip.lesson.layers.y))
    expected = Template(called[name]).substitute(L=L, M=L - 1, j=watch.j, k=watch.k, r=right)
    expected, _, steps = expected.partition(" after ")
    after = [cause.value for cause in quantity.given if cause.symbol.plain == "step"]
    if _parts(quantity.symbol.plain) != _parts(expected) or after != ([clip.lesson.descent.steps] if steps else []):
        return f"{quantity} after {after or 'no'} steps is not {EXPECTED[clip.reads][name]}"
    return None


def _parts(name: str) -> list[object]:
    """Return a name in parts, in which the index of a single neuron makes no difference."""
    if not set(name) & set("wbzaxyC"):
        return [name]
    return [(part[0] if part[0] in "∂Δ" else "", key(part.lstrip("∂Δ"))) for part in name.split("/")]
