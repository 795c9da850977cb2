"""The title of the lecture or of a chapter, alone in the frame."""

from collections.abc import Sequence

from manim import DOWN, ORIGIN, UP, Dot, VGroup

from scenes.kit.text.heading import Heading
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL, SAFE_LEFT, SAFE_RIGHT

# The most that the title may take, in frame units, and its size relative to a heading in a clip.
_WIDTH, _HEIGHT = 0.92 * (SAFE_RIGHT - SAFE_LEFT), 2.6
_SCALE = 1.4

# The radii of the dots, and the distance between their centres.
_SMALL_DOT, _LARGE_DOT, _DOT_DISTANCE = 0.07, 0.13, 0.55

# The distance of the title from the words above it and the dots below it.
_GAP = 0.7

# The gap between two lines below the dots.
_LINE_GAP = 0.22


class TitleCard(VGroup):
    """A title, with words above it and a dot for each part of the lecture below it.

    Parameters
    ----------
    above
        The words above the title; none if empty.
    part, parts
        The part, from 1, whose dot is larger and bright, or 0 for the whole lecture; and the number of parts.
    below
        Lines of words below the dots.
    """

    def __init__(
        self, typesetter: Typesetter, title: str, *, above: str, part: int, parts: int, below: Sequence[str] = ()
    ):
        super().__init__()
        heading = Heading(typesetter, title, width=_WIDTH / _SCALE, height=_HEIGHT / _SCALE).scale(_SCALE).center()
        dots = VGroup()
        for each in range(1, parts + 1):
            radius, colour = (
                (_LARGE_DOT, typesetter.theme.highlight) if each == part else (_SMALL_DOT, typesetter.theme.muted)
            )
            dots.add(Dot(((each - (parts + 1) / 2) * _DOT_DISTANCE, 0, 0), radius=radius, color=colour))
        self.add(heading, dots.next_to(heading, DOWN, buff=_GAP))
        if above:
            words = typesetter.plain(above, size=NORMAL, colour=typesetter.theme.highlight)
            self.add(words.next_to(heading, UP, buff=_GAP))
        if below:
            lines = [typesetter.plain(line, colour=typesetter.theme.muted) for line in below]
            credits_ = VGroup(*(line.scale(min(1.0, _WIDTH / line.width)) for line in lines))
            self.add(credits_.arrange(DOWN, buff=_LINE_GAP).next_to(dots, DOWN, buff=_GAP))
        self.move_to(ORIGIN)
