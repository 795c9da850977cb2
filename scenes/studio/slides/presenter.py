"""The programs that slides can be made for."""

from enum import StrEnum


class Presenter(StrEnum):
    """What shows slides, as ``--to`` names it."""

    MANIM_SLIDES = "manim-slides"
    POWERPOINT = "pptx"
    BROWSER = "html"
