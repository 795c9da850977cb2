"""Everything drawn, frame by frame, against the judge: where dots stand, how long, steep, wide and bright things are.

A reader looks at one kind of thing on a clip's stage and says of each what is drawn and what ought to be, both in
frame units, or as shares from 0 to 1. Where a picture has its own scale, the scale is what is written at its ends, or
else what the first of its lengths says: all others must agree with that.
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
from tests.judges.numbers import verdict
from tests.readers.stage import parts_on_stage


class Measure(NamedTuple):
    """One thing as it is drawn, and as it ought to be."""

    kind: str
    what: str
    drawn: float
    true: float
    within: float = 1e-5


@dataclass
class Sight:
    """A clip's stage at one moment.

    Parameters
    ----------
    clip
        The clip.
    memory
        What was seen before: the scale of a picture.
    playing
        The animations that are under way.
    """

    clip: Any
    memory: dict[Hashable, Any]
    playing: list[Any] = field(default_factory=list)

    @property
    def lesson(self) -> bp.Lesson:
        return self.clip.lesson

    def stands(self, kind: type[Mobject]) -> list[Any]:
        """Return what of this kind is on the stage and not turning into something else."""
        return [part for part in self.on_stage(kind) if not self.is_turning(part)]

    def on_stage(self, kind: type[Mobject]) -> list[Any]:
        """Return what of this kind is on the stage, in the order in which it is drawn."""
        return [part for part in self._parts if isinstance(part, kind)]

    def is_turning(self, part: Mobject) -> bool:
        """Whether a shape is on its way to become another one."""
        return id(part) in self._turning

    def is_growing(self, part: Mobject) -> bool:
        """Whether a shape is drawn anew on each frame of a move that is about nothing else."""
        return id(part) in self._followed

    def is_still(self, part: Mobject) -> bool:
        """Whether no move is about a shape."""
        return id(part) not in self._animated

    def true(self, quantity: Quantity, part: str = "") -> float:
        """Return what a quantity truly is; ``part`` says of which part of the lesson, where a clip reads several."""
        return verdict(quantity, self.lesson, part or self.clip.reads.split()[-1]).value

    def unit(self, scale: Hashable, drawn: float, true: float) -> float:
        """Return how large 1 is drawn: as large as the first length that was seen at this scale says."""
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
    """Yield the animations that a group of them consists of."""
    if isinstance(animation, AnimationGroup):
        for each in animation.animations:
            yield from leaves(each)
    else:
        yield animation


Reader = Callable[[Sight], Iterable[Measure]]


@dataclass
class Pictures:
    """A judge who watches a clip: what was wrong, and how many things of each kind were measured."""

    readers: Iterable[Reader]
    every: int = 1
    complaints: list[str] = field(default_factory=list)
    measured: Counter[str] = field(default_factory=Counter)
    _memory: dict[Hashable, Any] = field(default_factory=dict)
    _frame: int = 0

    def look(self, clip: Clip, *, at_rest: bool) -> None:
        """Measure everything, on some of the frames and at every rest."""
        self._frame += 1
        if not at_rest and self._frame % self.every:
            return
        sight = Sight(clip, self._memory, [] if at_rest else list(clip.animations or []))
        for reader in self.readers:
            for measure in reader(sight):
                self.measured[measure.kind] += 1
                if not abs(measure.drawn - measure.true) <= measure.within * max(1.0, abs(measure.true)):
                    where = f"{clip.typesetter.ledger.beat}, {clip.time:.1f} s"
                    self.complaints.append(
                        f"{where}: {measure.kind}: {measure.what}: {measure.drawn} is drawn for {measure.true}"
                    )
