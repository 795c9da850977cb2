"""A heading of any length, on as few lines and in as large a type as fit its box."""

from textwrap import wrap

from manim import VGroup

from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, NORMAL, SMALL, TITLE

# Type sizes, from the first choice on, each with the greatest number of lines.
_CHOICES = ((TITLE, 1), (LARGE, 1), (NORMAL, 2), (LABEL, 2), (SMALL, 3))
_LEADING = 1.2


class Heading(VGroup):
    """Centred text, such as the lesson's title; each line is a submobject.

    Parameters
    ----------
    text
        The text, none of which is read as code.
    width
        The greatest width of a line, in frame units. A word that is wider is broken, or made smaller.
    height
        The greatest height of all lines together; accents count.
    """

    def __init__(self, typesetter: Typesetter, text: str, *, width: float, height: float):
        super().__init__()
        for broken in (False, True):
            for size, most in _CHOICES:
                self.submobjects = [
                    typesetter.plain(line, size=size) for line in balanced_lines(text, most, broken=broken)
                ]
                for place, line in enumerate(self.submobjects):
                    line.set_x(0).on_baseline(-place * _LEADING * size)
                if self.width <= width and self.height <= height:
                    return
        self.scale(min(width / self.width, height / self.height))


def balanced_lines(text: str, most: int, *, broken: bool = False) -> list[str]:
    """Return text split into at most ``most`` lines of about equal length; with ``broken``, long words are broken.

    >>> balanced_lines("Six neurons in each of four layers", 2)
    ['Six neurons in each', 'of four layers']
    """
    lengths = range(-(-len(text) // most), len(text) + 1)
    wrapped = ((length, wrap(text, length, break_long_words=broken)) for length in lengths)
    return next(lines for length, lines in wrapped if len(lines) <= most and max(map(len, lines)) <= length)
