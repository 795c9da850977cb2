"""The neurons of the layered network are of one size in all clips that show it, whatever stands beside it."""

from unittest.mock import patch

import pytest

from scenes.kit.clip import Clip
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from tests.readers.stage import on_stage
from tests.rigs.rehearsal import clips, lessons, rehearse

# The clips of the last two chapters, but for the first picture of the first one: the chain of the chapter before.
LAYERED = [clip for clip in clips() if clip.__module__ in ("scenes.layered_network", "scenes.learning")]
FIRST = "not_much_changes"

# A ten-thousandth of a frame unit is less than a hundredth of a pixel.
DIGITS = 4


def sizes(kind: type[Clip], name: str) -> set[float]:
    """Return the diameters of the discs that a clip shows at rests, in frame units: not those of hollow rings."""
    found: set[float] = set()

    def look(clip: Clip, *, at_rest: bool) -> None:
        if at_rest and clip.typesetter.ledger.beat != FIRST:
            discs = [each.circle for each in on_stage(clip, Neuron) if each.circle.get_fill_opacity()]
            found.update(round(float(disc.width), DIGITS) for disc in discs)

    rehearse(kind, lessons()[name], look=look)
    return found


@pytest.mark.long
@pytest.mark.parametrize("name", lessons())
def test_neurons_have_one_size(name: str):
    found = {clip.__name__: sizes(clip, name) for clip in LAYERED if clip.shows(lessons()[name])}
    assert len(set.union(*found.values())) == 1, found


def test_a_network_of_another_size_is_found():
    (clip,) = (each for each in LAYERED if each.__name__ == "LayeredChainRule")
    before = sizes(clip, "default")
    place = NetworkDiagram.__init__

    def smaller(self: NetworkDiagram, *arguments, radius: float, **options) -> None:
        place(self, *arguments, radius=0.9 * radius, **options)

    with patch("scenes.kit.network.diagram.NetworkDiagram.__init__", smaller):
        assert sizes(clip, "default") != before
