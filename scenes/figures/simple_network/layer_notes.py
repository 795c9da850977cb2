"""What the superscripts of two names mean, and where subscripts would stand."""

from manim import RIGHT, DashedVMobject, Square, SurroundingRectangle, VGroup

from scenes.kit.network.chain import LastTwo
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LABEL, MEDIUM
from scenes.numbers.language import N_

_BUFF, _CORNER = 0.07, 0.08
_DROP, _SPACE = 0.62, 0.14
_BOX, _BOX_GAP, _BOX_DROP, _DASHES = 0.28, 0.09, 0.12, 10


class LayerNotes(VGroup):
    """Notes on the names of the last two neurons.

    Notes
    -----
    ``frames`` stand around the superscripts; ``words`` say below the neurons which layer that is, with the same
    ``indices``; ``boxes`` are where subscripts would stand.
    """

    def __init__(self, pen: Pen, pair: LastTwo):
        highlight, muted = pen.theme.highlight, pen.theme.muted
        self.frames = VGroup(
            *(
                SurroundingRectangle(
                    name[1:], color=highlight, buff=_BUFF, corner_radius=_CORNER, stroke_width=MEDIUM
                )
                for name in pair.names
            )
        )
        self.words, self.indices = VGroup(), VGroup()
        for symbol, neuron in zip(pair.symbols, pair.neurons, strict=True):
            word = pen.words(N_("layer"), size=LABEL)
            index = pen.formula(symbol.layer_name, size=LABEL).next_to(word, RIGHT, buff=_SPACE)
            for part in VGroup(word, index).match_x(neuron):
                part.on_baseline(neuron.circle.get_bottom()[1] - _DROP)
            self.words.add(word)
            self.indices.add(index)
        self.boxes = VGroup()
        for name in pair.names:
            box = Square(_BOX, color=muted, stroke_width=MEDIUM).next_to(name[0], RIGHT, buff=_BOX_GAP)
            self.boxes.add(DashedVMobject(box.set_y(name.baseline - _BOX_DROP), num_dashes=_DASHES))
        super().__init__(self.frames, self.words, self.indices, self.boxes)
