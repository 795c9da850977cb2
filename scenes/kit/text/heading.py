"""A heading of any length: on as few lines, and as large, as there is room for."""

from textwrap import wrap

from manim import VGroup

from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, NORMAL, SMALL, TITLE

# Type sizes, each with the number of lines that it may take.
_CHOICES = ((TITLE, 1), (LARGE, 1), (NORMAL, 2), (LABEL, 2), (SMALL, 3))
_LEADING = 1.2


class Heading(VGroup):
    """Text as it is, such as the lesson's title, centred; a line of words is a submobject.

    Parameters
    ----------
    width
        What a line may take, in frame units. A word that is longer is broken, or made smaller.
    height
        What all lines may take; letters may bear any number of accents.
    """

    def __init__(self, typesetter: Typesetter, text: str, *, width: float, height: float):
        super().__init__()
        for broken in (False, True):
            for size, most in _CHOICES:
                self.submobjects = [typesetter.plain(line, size=size) for line in evenly(text, most, broken=broken)]
                for place, line in enumerate(self.submobjects):
                    line.set_x(0).on_baseline(-place * _LEADING * size)
                if self.width <= width and self.height <= height:
                    return
        self.scale(min(width / self.width, height / self.height))


def evenly(text: str, most: int, *, broken: bool = False) -> list[str]:
    """Return text on at most so many lines, all about equally long; words may be ``broken`` or not.

    >>> evenly("Six neurons in each of four layers", 2)
    ['Six neurons in each', 'of four layers']
    """
    lengths = range(-(-len(text) // most), len(text) + 1)
    wrapped = ((length, wrap(text, length, break_long_words=broken)) for length in lengths)
    return next(lines for length, lines in wrapped if len(lines) <= most and max(map(len, lines)) <= length)
