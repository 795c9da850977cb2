"""The derivative by an early weight as one product of many factors, on as many lines as it takes."""

from collections.abc import Iterator
from itertools import pairwise, product
from math import ceil, prod

from manim import VGroup

from scenes.kit.text.product import ProductTable, align_signs, factor_names
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, SMALL, SMALLEST
from scenes.numbers.chain import BackwardPath
from scenes.numbers.format import agreeing_decimals, significant_decimals

# Between lines, in frame units.
_LINE_GAP = 0.34

# Type sizes that are tried, in frame units per em, and about how much room a factor's dot takes, in em.
_SIZES = (LABEL, 0.43, 0.4, SMALL, SMALLEST)
_DOT = 0.61

# The decimals of a factor at least, if the printed factors multiply to the printed product.
_LEAST_DECIMALS = 3


class LongProduct(VGroup):
    """A product on several lines, each factor with its number below it if there is room.

    Parameters
    ----------
    path
        The way from the cost back to the weight. The factors are written in the order of the chain rule: the weight's
        first, the cost's last.
    width, height
        The room for the product, in frame units.

    Notes
    -----
    ``terms`` are the factors, each with its number and the signs before it, in the order of the path; ``left`` is the
    name of the product.
    """

    def __init__(self, typesetter: Typesetter, path: BackwardPath, *, width: float, height: float):
        super().__init__()
        for places, size, more in product((*_places(typesetter, path), None), _SIZES, (0, 1)):
            self._write(typesetter, path, width, size, places=places, more=more)
            if self.height <= height and self.width <= width and self._least >= SMALLEST:
                break
        self.scale(min(1.0, width / self.width, height / self.height))

    def _write(
        self,
        typesetter: Typesetter,
        path: BackwardPath,
        width: float,
        size: float,
        *,
        places: list[int] | None,
        more: int,
    ) -> None:
        """Write the product in one size, on ``more`` lines than needed, with no numbers if ``places`` is None."""
        factors, value = path.factors[::-1], path.products[-1]
        rows = [factor_names(typesetter, factors, size)]
        if places:
            each = zip(factors, places, strict=True)
            rows.append(
                [typesetter.formula("{}", f, size=size, decimals=digits, brackets=True) for f, digits in each]
            )
        widest = max(part.width for row in rows for part in row) + _DOT * size
        room = width - typesetter.formula("{}", value.symbol, size=size).width
        lines = ceil(len(factors) / max(1, int(room / widest))) + more
        a_line = ceil(len(factors) / lines)
        tables = [
            ProductTable(
                typesetter, None if start else value.symbol, [row[start : start + a_line] for row in rows], size=size
            )
            for start in range(0, len(factors), a_line)
        ]
        align_signs(tables)
        for above, below in pairwise(tables):
            below.shift((0, above.get_bottom()[1] - _LINE_GAP - below.get_top()[1], 0))
        self.left = tables[0].left
        self._least = min(each for table in tables for each in table.sizes)
        self.terms = [
            VGroup(*table.before(place), *table.column(place))
            for table in tables
            for place in range(len(table.cells[0]))
        ][::-1]
        self.submobjects = list(tables)


def _places(typesetter: Typesetter, path: BackwardPath) -> Iterator[list[int]]:
    """Yield decimals of the factors: those that make the printed product agree, then the fewest."""
    factors, value = [factor.value for factor in path.factors[::-1]], path.products[-1].value
    decimals = significant_decimals(value, least=typesetter.decimals)
    yield agreeing_decimals(factors, value, prod, decimals, least=min(_LEAST_DECIMALS, typesetter.decimals))[0]
    yield [significant_decimals(factor) for factor in factors]
