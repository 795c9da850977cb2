"""The letters k and j above the last two layers of a network, with the layers that they are in."""

from manim import LEFT, RIGHT, Animation, VGroup

from scenes.kit.motion.animations import turn_over
from scenes.kit.network.column_heads import ColumnHead
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, SAFE_LEFT

# From the letter above a layer to the layer's name, in frame units.
_GAP = 0.2


class LastColumns(VGroup):
    """Bands behind the last two layers; above them k with (l−1), and j with (l), which becomes (L) in the end.

    Notes
    -----
    ``last`` is j with its band and (L).
    """

    def __init__(self, typesetter: Typesetter, diagram: NetworkDiagram):
        *_, before, L = diagram.layers
        k, j = (ColumnHead(typesetter, diagram.column(l), letter) for l, letter in ((before, "k"), (L, "j")))
        # On one line, above the edges from higher columns.
        baseline = max(ColumnHead(typesetter, diagram.column(l), "k").letter.baseline for l in diagram.layers)
        self._names = [typesetter.formula(f"({l})", size=LABEL, colour=typesetter.theme.muted) for l in ("l-1", "l")]
        self._last_name = typesetter.formula("(L)", size=LABEL, colour=typesetter.theme.muted)
        for head, side, names in ((k, LEFT, self._names[:1]), (j, RIGHT, [self._names[1], self._last_name])):
            head.letter.on_baseline(baseline)
            for name in names:
                name.next_to(head.letter, side, buff=_GAP)
                if name.get_left()[0] < SAFE_LEFT:
                    name.next_to(head.letter, RIGHT, buff=_GAP)
                name.on_baseline(baseline)
        self._k = k
        self.last = VGroup(j, self._last_name)
        super().__init__(k, j, *self._names)

    def leave_the_last(self) -> Animation:
        """Return an animation in which only j is left, in the last layer."""
        return turn_over([self._k, *self._names], [self._last_name])
