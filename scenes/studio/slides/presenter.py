"""The values of ``--to``, the programs that can show the slides, and of ``--by``, what one deck shows."""

from enum import StrEnum


class Presenter(StrEnum):
    """A program that shows slides; a value of ``--to``."""

    MANIM_SLIDES = "manim-slides"
    POWERPOINT = "pptx"
    BROWSER = "html"


class DeckOf(StrEnum):
    """What one deck of slides shows; a value of ``--by``."""

    LECTURE = "lecture"
    CHAPTER = "chapter"
