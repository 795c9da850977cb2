"""A chapter of three clips that take no time to draw, and wait or fail when a test asks them to."""

import os
import select
from pathlib import Path

from manim import FadeIn

from scenes.kit.clip import Clip
from scenes.kit.flow.beats import Chapter, beat

CHAPTER = Chapter(1, "Disturbances")


class First(Clip):
    """The first of three."""

    headline = "First"
    reads = "chain"

    @beat("This is soon drawn.")
    def only(self) -> None:
        draw(self)


class Second(Clip):
    """The second of three."""

    headline = "Second"
    reads = "chain"

    @beat("This is soon drawn, too.")
    def start(self) -> None:
        draw(self)

    @beat("It has another beat.")
    def end(self) -> None:
        self.wait(1)


class Third(Clip):
    """The third of three."""

    headline = "Third"
    reads = "layers"

    @beat("And that is the last one.")
    def only(self) -> None:
        draw(self)


def draw(clip: Clip) -> None:
    """Draw the clip's name; wait before or after it, or fail, if a file in the folder of disturbances says so."""
    disturb(clip, "hold")
    clip.play(FadeIn(clip.typesetter.plain(clip.headline)), run_time=0.4)
    disturb(clip, "wait")
    disturb(clip, "fail")


def disturb(clip: Clip, what: str) -> None:
    """Fail if asked to; or report that the clip has started, and wait as long as the request exists."""
    folder = os.environ.get("DISTURBANCES")
    if folder and not clip.alone:  # and so not in a rehearsal
        mine = Path(folder, clip.headline)
        asked = mine.with_suffix(f".{what}")
        if what == "fail" and asked.exists():
            raise ZeroDivisionError("the neuron is dead")
        if what == "wait" or asked.exists():
            mine.with_suffix(f".{os.getpid()}").touch()
        while asked.exists():
            select.select([], [], [], 0.01)  # not time.sleep, which fails when libfaketime changes the clock
