"""Notes on the names of the last two neurons."""

from manim import RIGHT, DashedVMobject, Square, SurroundingRectangle, VGroup

from scenes.kit.network.chain import LastTwoDiagram
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, NORMAL
from scenes.numbers.language import N_

# The names' size and the height of their baseline; frames around superscripts; how far below its neuron a note stands
# and the space in it; the boxes where subscripts would stand: all in frame units but for the number of dashes.
_SIZE, _BASELINE = 1.5, -1.75
_FRAME_BUFF, _FRAME_CORNER = 0.11, 0.12
_NOTE_DROP, _SPACE = 0.8, 0.16
_BOX, _BOX_GAP, _BOX_DROP, _BOX_DASHES = 0.68, 0.12, 0.22, 20


class LayerNotes(VGroup):
    """The names of the last two neurons, very large below them: their superscripts count layers.

    Notes
    -----
    ``frames`` stand around the superscripts of ``names``. Between a neuron and its superscript ``words`` say "layer",
    followed by the superscript in ``indices``. ``boxes`` are where subscripts will stand, each with a faint letter:
    as everywhere, k counts the neurons of layer L-1, and j those of L.
    """

    def __init__(self, typesetter: Typesetter, pair: LastTwoDiagram):
        highlight, muted = typesetter.theme.highlight, typesetter.theme.muted
        self.names, self.frames, self.words, self.indices, self.boxes = (VGroup() for _ in range(5))
        for symbol, neuron, letter in zip(pair.symbols, pair.neurons, "kj", strict=True):
            name = typesetter.formula("{}", symbol, size=_SIZE).on_baseline(_BASELINE)
            self.names.add(name.match_x(neuron))
            frame = SurroundingRectangle(
                name[1:], color=highlight, buff=_FRAME_BUFF, corner_radius=_FRAME_CORNER, stroke_width=MEDIUM
            )
            self.frames.add(frame)
            word = typesetter.words(N_("layer"), size=NORMAL)
            index = typesetter.formula(symbol.layer_name, size=NORMAL).next_to(word, RIGHT, buff=_SPACE)
            for part in VGroup(word, index).match_x(neuron):
                part.on_baseline(neuron.circle.get_bottom()[1] - _NOTE_DROP)
            self.words.add(word)
            self.indices.add(index)
            box = Square(_BOX, color=muted, stroke_width=MEDIUM).next_to(name[0], RIGHT, buff=_BOX_GAP)
            dashes = DashedVMobject(box.set_y(_BASELINE - _BOX_DROP), num_dashes=_BOX_DASHES)
            self.boxes.add(VGroup(dashes, typesetter.formula(letter, size=NORMAL, colour=muted).move_to(box)))
        super().__init__(self.names, self.frames, self.words, self.indices, self.boxes)
