"""Notes on the names of the last two neurons."""

from manim import RIGHT, DashedVMobject, Square, SurroundingRectangle, VGroup

from scenes.kit.network.chain import LastTwoDiagram
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SMALLEST
from scenes.numbers.language import N_

# Frames around superscripts; how far below its neuron a note stands, and the space in it; the boxes where subscripts
# would stand: all in frame units but for the number of dashes.
_FRAME_BUFF, _FRAME_CORNER = 0.07, 0.08
_NOTE_DROP, _SPACE = 0.62, 0.14
_BOX, _BOX_GAP, _BOX_DROP, _BOX_DASHES = 0.32, 0.06, 0.06, 12


class LayerNotes(VGroup):
    """Notes on the names of the last two neurons: their superscripts count layers.

    Notes
    -----
    ``frames`` stand around the superscripts. Below each neuron ``words`` say "layer", followed by its superscript
    in ``indices``. ``boxes`` are where subscripts will stand, each with a faint letter: as
    everywhere, k counts the neurons of layer L-1, and j those of L.
    """

    def __init__(self, typesetter: Typesetter, pair: LastTwoDiagram):
        highlight, muted = typesetter.theme.highlight, typesetter.theme.muted
        self.frames = VGroup(
            *(
                SurroundingRectangle(
                    name[1:], color=highlight, buff=_FRAME_BUFF, corner_radius=_FRAME_CORNER, stroke_width=MEDIUM
                )
                for name in pair.names
            )
        )
        self.words, self.indices = VGroup(), VGroup()
        for symbol, neuron in zip(pair.symbols, pair.neurons, strict=True):
            word = typesetter.words(N_("layer"), size=LABEL)
            index = typesetter.formula(symbol.layer_name, size=LABEL).next_to(word, RIGHT, buff=_SPACE)
            for part in VGroup(word, index).match_x(neuron):
                part.on_baseline(neuron.circle.get_bottom()[1] - _NOTE_DROP)
            self.words.add(word)
            self.indices.add(index)
        self.boxes = VGroup()
        for name, letter in zip(pair.names, "kj", strict=True):
            box = Square(_BOX, color=muted, stroke_width=MEDIUM).next_to(name[0], RIGHT, buff=_BOX_GAP)
            dashes = DashedVMobject(box.set_y(name.baseline - _BOX_DROP), num_dashes=_BOX_DASHES)
            self.boxes.add(VGroup(dashes, typesetter.formula(letter, size=SMALLEST, colour=muted).move_to(box)))
        super().__init__(self.frames, self.words, self.indices, self.boxes)
