"""Compares positions, lengths, slopes, widths and brightness on a clip's stage with the judge's numbers, by frame.

A reader measures one kind of mobject on the stage and yields, for each, what is drawn and what should be, in frame
units or as a share from 0 to 1. A figure's scale is given by the numbers at its ends; where it has none, by the first
length that is measured: all others must agree with it.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from manim import AnimationGroup, FadeIn, FadeOut, Mobject, UpdateFromAlphaFunc, Wait

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from tests.judges.numbers import true_value
from tests.readers.stage import parts_on_stage


class Measurement(NamedTuple):
    """One measured property: as drawn, and as it should be."""

    kind: str
    what: str
    drawn: float
    true: float
    tolerance: float = 1e-5


@dataclass
class StageView:
    """A clip's stage at one moment.

    Parameters
    ----------
    clip
        The clip.
    memory
        What readers keep from one moment to the next, such as a figure's scale.
    playing
        The animations that are running.
    """

    clip: Any
    memory: dict[Hashable, Any]
    playing: list[Any] = field(default_factory=list)

    @property
    def lesson(self) -> bp.Lesson:
        return self.clip.lesson

    def settled(self, kind: type[Mobject]) -> list[Any]:
        """Return the mobjects of a class that are on the stage and not being transformed."""
        return [part for part in self.on_stage(kind) if not self.is_transforming(part)]

    def on_stage(self, kind: type[Mobject]) -> list[Any]:
        """Return what of this kind is on the stage, in the order in which it is drawn."""
        return [part for part in self._parts if isinstance(part, kind)]

    def is_transforming(self, part: Mobject) -> bool:
        """Whether a mobject is being transformed."""
        return id(part) in self._turning

    def is_growing(self, part: Mobject) -> bool:
        """Whether an animation redraws a mobject on each frame, and nothing else."""
        return id(part) in self._followed

    def is_still(self, part: Mobject) -> bool:
        """Whether no animation changes a mobject."""
        return id(part) not in self._animated

    def true_value(self, quantity: Quantity, part: str = "") -> float:
        """Return the true value of a quantity; ``part`` names the part of the lesson, where a clip reads several."""
        return true_value(quantity, self.lesson, part or self.clip.reads.split()[-1]).value

    def unit(self, scale: Hashable, drawn: float, true: float) -> float:
        """Return the length of 1 at a scale, as given by the first length that was measured at it."""
        if scale not in self.memory and abs(true) > 1e-12:
            self.memory[scale] = drawn / true
        return self.memory.get(scale, 0.0)

    @cached_property
    def _parts(self) -> list[Mobject]:
        return parts_on_stage(self.clip)

    @cached_property
    def _leaves(self) -> list[Any]:
        return [leaf for animation in self.playing for leaf in leaves(animation)]

    @cached_property
    def _turning(self) -> set[int]:
        kept = UpdateFromAlphaFunc, FadeIn, FadeOut, Wait
        return {id(part) for leaf in self._leaves if not isinstance(leaf, kept) for part in leaf.mobject.get_family()}

    @cached_property
    def _animated(self) -> set[int]:
        return {id(part) for leaf in self._leaves for part in leaf.mobject.get_family()}

    @cached_property
    def _followed(self) -> set[int]:
        return {id(leaf.mobject) for leaf in self._leaves if isinstance(leaf, UpdateFromAlphaFunc)}


def leaves(animation: Any) -> Iterator[Any]:
    """Yield the animations in a group, however deeply nested; a single one yields itself."""
    if isinstance(animation, AnimationGroup):
        for each in animation.animations:
            yield from leaves(each)
    else:
        yield animation


Reader = Callable[[StageView], Iterable[Measurement]]


@dataclass
class GeometryJudge:
    """Observes a clip: collects complaints, and counts the measurements of each kind."""

    readers: Iterable[Reader]
    every: int = 1
    complaints: list[str] = field(default_factory=list)
    measured: Counter[str] = field(default_factory=Counter)
    _memory: dict[Hashable, Any] = field(default_factory=dict)
    _frame: int = 0

    def observe(self, clip: Clip, *, at_rest: bool) -> None:
        """Let all readers measure the stage, on every n-th frame and at every rest."""
        self._frame += 1
        if not at_rest and self._frame % self.every:
            return
        view = StageView(clip, self._memory, [] if at_rest else list(clip.animations or []))
        for reader in self.readers:
            for measure in reader(view):
                self.measured[measure.kind] += 1
                if not abs(measure.drawn - measure.true) <= measure.tolerance * max(1.0, abs(measure.true)):
                    where = f"{clip.typesetter.ledger.beat}, {clip.time:.1f} s"
                    self.complaints.append(
                        f"{where}: {measure.kind}: {measure.what}: {measure.drawn} is drawn for {measure.true}"
                    )
