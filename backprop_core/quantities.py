"""Names of the lecture's quantities, in plain text, Typst and LaTeX; and ``Quantity``, a name with its number.

>>> w = weight(3, L=3)
>>> w.plain, w.typst, w.latex
('w3', 'w^((L))', 'w^{(L)}')
>>> partial(cost(), w).plain
'∂C0/∂w3'
>>> partial(cost(), w).typst
'frac(partial C_0, partial w^((L)))'
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial as bind
from typing import Protocol

from backprop_core.display import LatexRepr

Index = int | str


class Name(Protocol):
    """Interface of the name of a quantity: ``z3``, ``Δz3``, ``∂C0/∂w3``."""

    @property
    def plain(self) -> str:
        """The name in plain text, as ``Parameter`` prints it: unique for each quantity."""
        ...

    @property
    def latex(self) -> str:
        """The name as LaTeX mathematics."""
        ...

    @property
    def typst(self) -> str:
        """The name as Typst mathematics."""
        ...

    def marked(self, mark: "Mark") -> str:
        """Return the Typst name, with each symbol in it passed through ``mark``."""
        ...

    def relative_to(self, L: int | None) -> "Name":
        """Return the same name with its layers counted from the last one, (L), (L−1); with None, from the input."""
        ...


@dataclass(frozen=True, slots=True)
class Symbol(LatexRepr):
    """A letter with its layer and indices: ``w2[1,0]``.

    Parameters
    ----------
    letter
        ``w``, ``b``, ``z``, ``a``, ``x``, ``y`` or ``C``.
    layer
        The layer, printed as a superscript in parentheses; None for ``y`` and ``C``.
    index
        Subscripts: (j, k) for a weight, (j,) for a neuron, numbers or letters.
    L
        If given, layers are printed relative to it, as the lecture does: ``(L)``, ``(L-1)``.
    """

    letter: str
    layer: int | None = None
    index: tuple[Index, ...] = ()
    L: int | None = None

    @property
    def plain(self) -> str:
        """The name in plain text: ``w3``, ``w2[1,0]``, ``y[1]``, ``C0``."""
        layer = "" if self.layer is None else str(self.layer)
        if self.letter == "C":
            return "C" + "".join(map(str, self.index))
        return self.letter + layer + (f"[{','.join(map(str, self.index))}]" if self.index else "")

    @property
    def layer_name(self) -> str:
        """The layer as it is printed: ``3``, or ``L-1`` when counted from L."""
        if self.layer is None:
            return ""
        if self.L is None:
            return str(self.layer)
        return "L" if self.layer == self.L else f"L-{self.L - self.layer}"

    @property
    def latex(self) -> str:
        """The name as LaTeX mathematics: ``w^{(L)}_{jk}``."""
        above = f"^{{({self.layer_name})}}" if self.layer is not None else ""
        below = f"_{{{''.join(map(str, self.index))}}}" if self.index else ""
        return self.letter + above + below

    @property
    def typst(self) -> str:
        """The name as Typst mathematics: ``w^((L))_(j k)``."""
        above = f"^(({self.layer_name}))" if self.layer is not None else ""
        inside = " ".join(map(str, self.index))
        below = "" if not self.index else f"_{inside}" if len(self.index) == 1 else f"_({inside})"
        return self.letter + above + below

    def marked(self, mark: "Mark") -> str:
        """Return the Typst name passed through ``mark``."""
        return mark(self, self.typst)

    def relative_to(self, L: int | None) -> "Symbol":
        """Return the same symbol with its layer, if it has one, counted from the last one."""
        return self if self.layer is None else replace(self, L=L)


Mark = Callable[[Symbol, str], str]


@dataclass(frozen=True, slots=True)
class Change(LatexRepr):
    """The name of a change: ``Δz``, a measured one, or ``∂z``, an infinitesimal one."""

    of: Symbol
    sign: str = "Δ"

    @property
    def plain(self) -> str:
        """The name in plain text: ``Δz3``."""
        return self.sign + self.of.plain

    @property
    def latex(self) -> str:
        r"""The name as LaTeX mathematics: ``\Delta z^{(3)}``."""
        return f"{_SIGN_LATEX[self.sign]} {self.of.latex}"

    @property
    def typst(self) -> str:
        """The name as Typst mathematics: ``Delta z^((3))``."""
        return self.marked(_unmarked)

    def marked(self, mark: Mark) -> str:
        """Return the Typst name; the sign is marked together with its symbol."""
        return mark(self.of, f"{_SIGN_TYPST[self.sign]} {self.of.typst}")

    def relative_to(self, L: int | None) -> "Change":
        """Return the same name with its layer counted from the last one."""
        return replace(self, of=self.of.relative_to(L))


@dataclass(frozen=True, slots=True)
class Ratio(LatexRepr):
    """The name of one change over another: a derivative ``∂C0/∂w3`` or a measured ratio ``ΔC0/Δw3``."""

    top: Change
    bottom: Change

    @property
    def plain(self) -> str:
        """The name in plain text: ``∂C0/∂w3``."""
        return f"{self.top.plain}/{self.bottom.plain}"

    @property
    def latex(self) -> str:
        r"""The name as LaTeX mathematics: ``\frac{\partial C_{0}}{\partial w^{(3)}}``."""
        return rf"\frac{{{self.top.latex}}}{{{self.bottom.latex}}}"

    @property
    def typst(self) -> str:
        """The name as Typst mathematics: ``frac(partial C_0, partial w^((3)))``."""
        return self.marked(_unmarked)

    def marked(self, mark: Mark) -> str:
        """Return the Typst name with both changes marked."""
        return f"frac({self.top.marked(mark)}, {self.bottom.marked(mark)})"

    def relative_to(self, L: int | None) -> "Ratio":
        """Return the same name with its layers counted from the last one."""
        return Ratio(self.top.relative_to(L), self.bottom.relative_to(L))


@dataclass(frozen=True, slots=True)
class Product(LatexRepr):
    """The name of a product of quantities: ``∂C0/∂w3·Δw3``."""

    factors: tuple[Name, ...]

    @property
    def plain(self) -> str:
        """The name in plain text, factors joined by a dot."""
        return "·".join(factor.plain for factor in self.factors)

    @property
    def latex(self) -> str:
        r"""The name as LaTeX mathematics, factors joined by ``\cdot``."""
        return r" \cdot ".join(factor.latex for factor in self.factors)

    @property
    def typst(self) -> str:
        """The name as Typst mathematics, factors joined by ``dot.op``."""
        return self.marked(_unmarked)

    def marked(self, mark: Mark) -> str:
        """Return the Typst name with every factor marked."""
        return " dot.op ".join(factor.marked(mark) for factor in self.factors)

    def relative_to(self, L: int | None) -> "Product":
        """Return the same name with its layers counted from the last one."""
        return Product(tuple(factor.relative_to(L) for factor in self.factors))


@dataclass(frozen=True, slots=True)
class Quantity(LatexRepr):
    """A number with the name of the quantity that it is the value of.

    Parameters
    ----------
    symbol
        The name.
    value
        The number.
    given
        The quantities that had another value than in the lesson when this one was computed: z3 given w3 = 1.7.

    >>> str(Quantity(weight(3), 1.6))
    'w3 = 1.6'
    """

    symbol: Name
    value: float
    given: tuple["Quantity", ...] = ()

    def __str__(self) -> str:
        return f"{self.symbol.plain} = {self.value:.6g}"

    def __repr__(self) -> str:
        return f"Quantity({self})"

    def relative_to(self, L: int | None) -> "Quantity":
        """Return the same quantity, its layers counted from the last one; with None, from the input.

        >>> Quantity(weight(3), 1.6).relative_to(3).symbol.typst
        'w^((L))'
        """
        given = tuple(cause.relative_to(L) for cause in self.given)
        return replace(self, symbol=self.symbol.relative_to(L), given=given)


_SIGN_TYPST = {"Δ": "Delta", "∂": "partial"}
_SIGN_LATEX = {"Δ": r"\Delta", "∂": r"\partial"}


def _unmarked(_symbol: Symbol, source: str) -> str:
    return source


def weight(l: int, j: Index | None = None, k: Index | None = None, *, L: int | None = None) -> Symbol:
    """Return w_jk^(l), the weight from neuron k of layer l-1 to neuron j of layer l.

    >>> weight(2, 1, 0).plain, weight(2, "j", "k", L=2).typst
    ('w2[1,0]', 'w^((L))_(j k)')
    """
    return Symbol("w", l, _index(j, k), L)


def _neuron(letter: str, l: int, j: Index | None = None, *, L: int | None = None) -> Symbol:
    return Symbol(letter, l, _index(j), L)


bias = bind(_neuron, "b")
weighted_sum = bind(_neuron, "z")
activation = bind(_neuron, "a")


def target(j: Index | None = None) -> Symbol:
    """Return y_j, the desired output."""
    return Symbol("y", index=_index(j))


def cost(example: Index | None = 0) -> Symbol:
    """Return C_0, the cost of one example; with ``example=None`` C, the average over all.

    >>> cost().typst, cost("k").typst, cost(None).typst
    ('C_0', 'C_k', 'C')
    """
    return Symbol("C", index=_index(example))


def partial(top: Symbol, bottom: Symbol) -> Ratio:
    """Return the name of the derivative ∂top/∂bottom."""
    return Ratio(Change(top, "∂"), Change(bottom, "∂"))


def measured(top: Symbol, bottom: Symbol) -> Ratio:
    """Return the name of the measured ratio Δtop/Δbottom.

    >>> measured(cost(), weight(3)).plain
    'ΔC0/Δw3'
    """
    return Ratio(Change(top), Change(bottom))


def _index(*parts: Index | None) -> tuple[Index, ...]:
    return tuple(part for part in parts if part is not None)
