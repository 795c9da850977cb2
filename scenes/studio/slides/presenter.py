"""The values of ``--to``: the programs that can show the slides."""

from enum import StrEnum


class Presenter(StrEnum):
    """A program that shows slides; a value of ``--to``."""

    MANIM_SLIDES = "manim-slides"
    POWERPOINT = "pptx"
    BROWSER = "html"
