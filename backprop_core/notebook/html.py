"""Renders tables as HTML for any notebook: plain elements without colours, for light and dark pages.

>>> sheet = Sheet((HtmlTable(head=(Symbol("l"), Symbol("b")), rows=((1, -0.3), (2, 1 / 3))),))
>>> page(sheet).count("<td"), 'title="0.3333333333333333">0.3333</td>' in page(sheet)
(4, True)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from backprop_core.digits import SHORT, in_full, is_exact
from backprop_core.notebook.excerpt import excerpt
from backprop_core.quantities import Change, Name, Product, Ratio, Symbol
from backprop_core.validation import printable

MOST_ROWS, MOST_COLUMNS = 48, 14
"""The most rows and columns shown, enough for any lesson; of more, the first and the last."""

BAR_WIDTH = 160
"""The length of the longest bar, in pixels."""


@dataclass(frozen=True, slots=True)
class Code:
    """A name in Python or in a lesson file, which is not translated."""

    text: str


@dataclass(frozen=True, slots=True)
class BarCell:
    """A bar whose length is this part of ``BAR_WIDTH``."""

    part: float


Cell = Name | Code | BarCell | str | int | float


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """The content of a table. Floats are rounded; shorter rows are filled up with empty cells."""

    rows: Sequence[Sequence[Cell]]
    head: Sequence[Cell] = ()
    caption: Cell = ""
    decimals: int = SHORT


@dataclass(frozen=True, slots=True)
class Sheet:
    """Tables that are shown side by side, under a title if there is one."""

    tables: Sequence[HtmlTable]
    title: str = ""


def page(sheet: Sheet) -> str:
    """Return tables as HTML, with all text in them escaped.

    >>> "<b>&lt;b&gt;</b></div>" in page(Sheet((), title="<b>"))
    True
    """
    title = f"<div {_AS_IT_IS}><b>{escape(printable(sheet.title))}</b></div>" if sheet.title else ""
    return f'{title}<div style="{_SIDE_BY_SIDE}">{"".join(map(_table, sheet.tables))}</div>'


def _table(table: HtmlTable) -> str:
    top, rows = shortened(table)
    columns = zip(top, *rows, strict=True)
    head, *lines = zip(*(_column(head, cells, table.decimals) for head, *cells in columns), strict=True)
    caption = f'<caption style="{_LEFT}">{_content(table.caption)}</caption>' if table.caption else ""
    thead = f"<thead>{_line(head)}</thead>" if table.head else ""
    return f'<table style="{_NUMBERS}">{caption}{thead}<tbody>{"".join(map(_line, lines))}</tbody></table>'


def shortened(table: HtmlTable) -> tuple[list[Cell], list[list[Cell]]]:
    """Return the head and the rows to show of a table, all equally long.

    >>> shortened(HtmlTable(rows=[(1, 2), (3,)], head=("a",)))
    (['a', ''], [[1, 2], [3, '']])
    """
    across = excerpt(max(1, *map(len, (table.head, *table.rows))), MOST_COLUMNS)
    down = excerpt(len(table.rows), MOST_ROWS)
    rows: list[list[Cell]] = [["⋮"] * len(across) if i is None else _row(table.rows[i], across) for i in down]
    return _row(table.head, across), rows


def _row(cells: Sequence[Cell], across: Sequence[int | None]) -> list[Cell]:
    return ["⋯" if k is None else cells[k] if k < len(cells) else "" for k in across]


def _line(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _column(head: Cell, cells: Sequence[Cell], decimals: int) -> list[str]:
    """Return the cells of a column as HTML, with the decimal points of its numbers aligned."""
    numbers = [in_full(cell, decimals) for cell in cells if isinstance(cell, float)]
    places = max(map(_places, numbers), default=0)
    side = _RIGHT if numbers else _LEFT
    body = []
    for cell in cells:
        if isinstance(cell, float):
            exactly = "" if is_exact(cell, decimals) else f' title="{float(cell)!r}"'
            body.append(f'<td style="{side}"{exactly}>{_number(in_full(cell, decimals), places)}</td>')
        else:
            body.append(f'<td style="{side}">{_content(cell)}</td>')
    return [f'<th scope="col" style="{side}">{_content(head)}</th>', *body]


def _content(cell: Cell) -> str:
    """Return the content of a cell that is not a rounded number."""
    match cell:
        case str():
            return f"<span {_AS_IT_IS}>{escape(printable(cell))}</span>" if cell else ""
        case int() | float():
            return str(cell)
        case Code(text):
            return f"<code>{escape(printable(text))}</code>"
        case BarCell(part):
            bar = f'<rect width="{part * BAR_WIDTH:.2f}" height="10" fill="currentColor" fill-opacity="0.5"/>'
            return f'<svg width="{BAR_WIDTH}" height="10" aria-hidden="true">{bar}</svg>'
        case _:
            return _name(cell)


def _name(name: Name) -> str:
    """Return a name as HTML with subscripts and superscripts, which needs no MathJax.

    >>> from backprop_core import quantities
    >>> _name(quantities.partial(quantities.cost(), quantities.weight(2, 1, 0)))
    '∂<i>C</i><sub>0</sub>/∂<i>w</i><sub>10</sub><sup>(2)</sup>'
    """
    match name:
        case Symbol():
            below = escape("".join(map(str, name.index)))
            above = f"<sup>({escape(name.layer_name)})</sup>" if name.layer_name else ""
            return f"<i>{escape(name.letter)}</i>{f'<sub>{below}</sub>' if below else ''}{above}"
        case Change():
            return escape(name.sign) + _name(name.of)
        case Ratio():
            return f"{_name(name.top)}/{_name(name.bottom)}"
        case Product():
            return " · ".join(map(_name, name.factors))
        case _:
            return escape(name.plain)


def _number(number: str, places: int) -> str:
    """Return a written number, padded with spaces to so many decimal places."""
    mantissa, power, exponent = number.partition("e")
    if power:
        shown = f"{mantissa} · 10<sup>{int(exponent)}</sup>"
    elif not number[-1].isdigit():  # inf, nan
        shown = number
    else:
        missing = places - _places(number)
        shown = number + (missing == places > 0) * _POINT_SPACE + missing * _DIGIT_SPACE
    return shown.replace("-", _MINUS)


def _places(number: str) -> int:
    return len(number.partition("e")[0].partition(".")[2])


_MINUS, _DIGIT_SPACE, _POINT_SPACE = "\u2212", "\u2007", "\u2008"

# Keeps MathJax from typesetting what stands between two $ of a text.
_AS_IT_IS = 'class="mathjax_ignore tex2jax_ignore"'

_SIDE_BY_SIDE = "display:flex;flex-wrap:wrap;align-items:flex-start;column-gap:2em"
_NUMBERS = "font-variant-numeric:tabular-nums;white-space:nowrap"
_LEFT, _RIGHT = "text-align:left", "text-align:right"
