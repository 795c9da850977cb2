"""A title alone in the frame: the lecture's, or that of a chapter."""

from manim import DOWN, ORIGIN, UP, Dot, VGroup

from scenes.kit.text.heading import Heading
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL, SAFE_LEFT, SAFE_RIGHT

# What the title may take, in frame units, and how much larger than within a clip it is.
_WIDTH, _HEIGHT = 0.92 * (SAFE_RIGHT - SAFE_LEFT), 2.6
_LARGER = 1.4

# The dots' radii, and how far apart their centres are.
_SMALL, _LARGE, _STEP = 0.07, 0.13, 0.55

# Between the title and what stands above and below it.
_GAP = 0.7


class TitleCard(VGroup):
    """A title, words above it, and below it a dot for each part of the whole.

    Parameters
    ----------
    above
        The words above; none if empty.
    part, parts
        Which part this is, from 1, whose dot is larger and bright, and how many there are; 0 if it is the whole.
    """

    def __init__(self, typesetter: Typesetter, title: str, *, above: str, part: int, parts: int):
        super().__init__()
        heading = Heading(typesetter, title, width=_WIDTH / _LARGER, height=_HEIGHT / _LARGER).scale(_LARGER).center()
        dots = VGroup()
        for each in range(1, parts + 1):
            radius, colour = (
                (_LARGE, typesetter.theme.highlight) if each == part else (_SMALL, typesetter.theme.muted)
            )
            dots.add(Dot(((each - (parts + 1) / 2) * _STEP, 0, 0), radius=radius, color=colour))
        self.add(heading, dots.next_to(heading, DOWN, buff=_GAP))
        if above:
            words = typesetter.plain(above, size=NORMAL, colour=typesetter.theme.highlight)
            self.add(words.next_to(heading, UP, buff=_GAP))
        self.move_to(ORIGIN)
