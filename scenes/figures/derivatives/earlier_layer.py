"""Figure of the chain rule one layer earlier: ∂C_0/∂a^(L−1) and the derivatives for layer L−1's weight and bias."""

from itertools import pairwise

import numpy as np
from manim import LEFT, VGroup

from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import Derivation
from scenes.kit.text.symbol_tree import SymbolTree
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.text.worked_product import WorkedProduct
from scenes.kit.theme import SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SMALLEST
from scenes.numbers.chain import LastLayer

# The heights of the tree's rows; the type's size and the gaps of what stands right of it: in frame units.
_ROWS = tuple(float(y) for y in np.linspace(3.2, -2.7, 6))
_SIZE, _GAP = 0.6, 0.8

# Widths of the products that are tried, in frame units: numbers may be long.
_WIDTHS = 8.4, 9.0, 9.2


class EarlierStep(VGroup):
    """The tree of the last two layers; right of it ∂C_0/∂a^(L−1), and two products that end in it.

    Notes
    -----
    ``last_tree`` is the tree of the last layer alone, ``tree`` that of the last two. ``kept`` is ∂C_0/∂a^(L−1) with
    its number, ``by_w`` and ``by_b`` are the derivatives by w^(L−1) and b^(L−1).
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        L = last.chain.network.L
        self.tree = SymbolTree(typesetter, L, _ROWS)
        shift = (SAFE_LEFT - self.tree.get_left()[0], 0, 0)
        self.tree.shift(shift)
        self.last_tree = SymbolTree(typesetter, L, _ROWS[2:]).shift(shift)
        for width in _WIDTHS:
            products = WorkedProduct.together(typesetter, last, "wb", L - 1, size=_SIZE, width=width)
            self.by_w, self.by_b = products
            assert isinstance(self.by_w.left, Formula)
            if self.by_w.left.em >= SMALLEST:
                break
        derivative, decimals = last.derivative_by("a"), self.by_w.decimals[-2]
        value = typesetter.formula("= {}", derivative, decimals=decimals)
        self.kept = Derivation(typesetter.formula("{}", derivative.symbol), [value])
        for above, below in pairwise((self.kept, self.by_w, self.by_b)):
            below.shift((0, above.get_bottom()[1] - _GAP - below.get_top()[1], 0))
        self.kept.align_to(self.by_w.left, LEFT)
        middle = (SAFE_RIGHT + self.tree.get_right()[0]) / 2, (SAFE_TOP + SAFE_BOTTOM) / 2, 0
        VGroup(self.kept, self.by_w, self.by_b).move_to(middle)
        super().__init__(self.tree, self.kept, self.by_w, self.by_b)
