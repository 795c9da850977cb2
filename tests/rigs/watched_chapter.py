"""A chapter of two short clips, one of which says a number of the lesson; each notes in a file when it is drawn.

A film is not drawn as long as there is a file ``hold`` beside that one.
"""

import os
import time
from collections.abc import Mapping
from pathlib import Path

from manim import FadeIn

from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from scenes.kit.flow.beats import Chapter, beat
from scenes.numbers.chain import LastLayer

CHAPTER = Chapter(1, "Watched")


class Layers(Clip):
    """Another network."""

    headline = "Layers"
    reads = "layers"

    @beat("This has nothing to do with the chain.")
    def only(self) -> None:
        """Show the clip's name."""
        draw(self)


class Target(Clip):
    """What is wanted."""

    headline = "Target"
    reads = "chain"

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the number that the narration names."""
        return {"y": LastLayer(self.lesson.chain).entering[2]}

    @beat("This is soon drawn.")
    def start(self) -> None:
        """Show the clip's name."""
        draw(self)

    @beat("The output that is wanted is {y}, and not another one.")
    def wanted(self) -> None:
        """Wait."""
        self.wait(1)


def draw(clip: Clip) -> None:
    """Show the clip's name, and note that it is drawn."""
    if not clip.alone and not clip.since:  # and so not in a rehearsal, nor for a still or a preview
        drawn = Path(os.environ["DRAWN"])
        with drawn.open("a") as notes:
            notes.write(f"{clip.headline}\n")
        while drawn.with_name("hold").exists():
            time.sleep(0.01)
    clip.play(FadeIn(clip.typesetter.plain(clip.headline)), run_time=0.4)
