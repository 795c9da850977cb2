"""Faults planted in the modules that write a handout: the judges notice each."""

from collections.abc import Callable
from typing import Any

import pytest

from scenes.handout import writer
from scenes.handout.formulas import functions, steps
from scenes.handout.formulas.example import Example
from scenes.handout.formulas.expression import Constant, Leaf
from scenes.handout.formulas.markup import Markup
from scenes.handout.formulas.operations import Multiplication, Square, Sum
from scenes.handout.sections import descent, exercises, layers, training
from tests.judges.whole_handout import complaints
from tests.readers.tagged_pdf import read
from tests.rigs.handouts import print_handout
from tests.rigs.rehearsal import lesson

Patch = pytest.MonkeyPatch


def half_the_cost_slope(patch: Patch) -> None:
    patch.setattr(steps, "Constant", lambda number: Constant(number / 2))


def another_slope(patch: Patch) -> None:
    wrong: Callable[..., Any] = lambda _z, a: Sum(Constant(1), Square(Leaf(a)))  # noqa: E731
    patch.setitem(functions._SLOPES, "tanh", wrong)
    patch.setitem(functions._SLOPES, "sigmoid", lambda _z, a: Multiplication(Leaf(a), Sum(Constant(1), Leaf(a))))


def no_sign(patch: Patch) -> None:
    patch.setattr(steps, "Minus", lambda of: of)


def j_and_k_swapped(patch: Patch) -> None:
    right = Example.w

    def w(self: Example, l: int, j: int = 0, k: int = 0) -> Any:
        square = self.network.w[l].shape[0] > k and self.network.w[l].shape[1] > j
        return right(self, l, k, j) if square else right(self, l, j, k)

    patch.setattr(Example, "w", w)


def truncated(patch: Patch) -> None:
    """Numbers are truncated instead of rounded."""
    right = writer.Writer._number

    def number(self: writer.Writer, quantity: Any, decimals: int) -> Markup:
        longer = right(self, quantity, decimals + 1)
        if "×" in longer.plain or not decimals:
            return right(self, quantity, decimals)
        return Markup(longer.typst.replace(longer.plain, longer.plain[:-1]), longer.plain[:-1])

    patch.setattr(writer.Writer, "_number", number)


def other_digits_on_paper(patch: Patch) -> None:
    right = writer.digits_source
    patch.setattr(writer, "digits_source", lambda text: right(text.replace("7", "1")))


def always_equal(patch: Patch) -> None:
    """No further decimals are tried, and ≈ is never written."""
    patch.setattr(writer, "agreeing_decimals", lambda parts, *_args, least, **_more: (list(least), "="))


def the_lectures_example(patch: Patch) -> None:
    own = lambda part, _examples: (1, (part.x, part.y))  # noqa: E731
    patch.setattr(exercises, "_exercise_example", own)


def uphill(patch: Patch) -> None:
    patch.setattr(descent, "Minus", lambda of: of)


def a_sum_for_an_average(patch: Patch) -> None:
    patch.setattr(training, "Fraction", lambda top, _bottom: top)


def rows_for_columns(patch: Patch) -> None:
    right = layers.matrix_formula

    def matrix_formula(write: Any, name: Any, rows: Any) -> Any:
        return right(write, name, list(zip(*rows, strict=True)))

    patch.setattr(layers, "matrix_formula", matrix_formula)


FAULTS = [
    *(half_the_cost_slope, another_slope, no_sign, j_and_k_swapped, truncated, other_digits_on_paper, always_equal),
    *(the_lectures_example, uphill, a_sum_for_an_average, rows_for_columns),
]


def cases() -> list[Any]:
    return [pytest.param(each, marks=[] if each is truncated else pytest.mark.long) for each in FAULTS]


@pytest.mark.parametrize("plant", cases(), ids=lambda plant: plant.__name__)
def test_a_fault_is_noticed(plant: Callable[[Patch], None], monkeypatch: Patch):
    plant(monkeypatch)
    of = lesson("default")
    assert complaints(of, read(print_handout(of)))
