"""The sign of a player that pauses."""

from manim import RIGHT, RoundedRectangle, VGroup

from scenes.kit.text.typesetter import Pen

_WIDTH, _HEIGHT, _GAP, _CORNER = 0.7, 2.6, 0.6, 0.12


class PauseSign(VGroup):
    """Two upright bars."""

    def __init__(self, pen: Pen):
        bars = (RoundedRectangle(width=_WIDTH, height=_HEIGHT, corner_radius=_CORNER) for _ in range(2))
        super().__init__(*bars)
        self.arrange(RIGHT, buff=_GAP).set_fill(pen.theme.highlight, opacity=1).set_stroke(width=0)
