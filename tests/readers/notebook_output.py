"""Reads the HTML tables and LaTeX formulas that results show in a notebook: numbers, by the judge's plain names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from pylatexenc.latexwalker import LatexEnvironmentNode, LatexMacroNode, LatexMathNode, LatexSpecialsNode, LatexWalker

SPACES = "\u2007\u2008"
ELEMENTS = {
    *("div", "span", "b", "i", "sub", "sup", "code", "svg", "rect"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"style", "class", "title", "scope", "width", "height", "fill", "fill-opacity", "aria-hidden"}


# ---- tables


@dataclass
class Cell:
    """A cell; ``text`` writes sub and sup as ``_{…}`` and ``^{…}``, ``typeset`` is what MathJax searches for $."""

    text: str = ""
    title: str | None = None
    typeset: str = ""
    bar: float | None = None

    @property
    def shown(self) -> float:
        """The printed number."""
        assert "-" not in self.text, "a hyphen is no minus sign"
        return float(re.sub(r" · 10\^\{(.+)\}", r"e\1", self.text.strip(SPACES)).replace("−", "-"))

    @property
    def value(self) -> float:
        """The exact number: that of the tooltip, if there is one."""
        return self.shown if self.title is None else float(self.title)


@dataclass
class Table:
    caption: Cell = field(default_factory=Cell)
    head: list[Cell] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def heads(self) -> list[str]:
        return [cell.text for cell in self.head]


class Page(HTMLParser):
    """The tables of a page and the text outside them; raises at unknown or badly nested elements."""

    def __init__(self, html: str):
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[Table] = []
        self.cell = self.outside = Cell()
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag in ELEMENTS
        assert given.keys() <= ATTRIBUTES
        if tag == "table":
            self.tables.append(Table())
        elif tag == "caption":
            self.cell = self.tables[-1].caption
        elif tag == "tr" and "tbody" in [tag for tag, _ in self.open]:
            self.tables[-1].rows.append([])
        elif tag in ("th", "td"):
            self.cell = Cell(title=given.get("title"))
            (self.tables[-1].head if tag == "th" else self.tables[-1].rows[-1]).append(self.cell)
        elif tag == "rect":
            self.cell.bar = float(given["width"] or "")
        elif tag in ("sub", "sup"):
            self.cell.text += {"sub": "_{", "sup": "^{"}[tag]
        self.open.append((tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "rect"
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag
        if tag in ("sub", "sup"):
            self.cell.text += "}"
        elif tag in ("td", "th", "caption", "table"):
            self.cell = self.outside

    def handle_data(self, data: str) -> None:
        self.cell.text += data
        ignored = any(tag == "code" or "mathjax_ignore" in (given.get("class") or "") for tag, given in self.open)
        self.cell.typeset += "" if ignored else data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def page(result: Any) -> Page:
    return Page(result._repr_html_())


def plain(marked: str) -> str:
    """Return ``∂C0/∂w2[1,0]`` for ``∂C_{0}/∂w_{10}^{(2)}``."""

    def symbol(match: re.Match[str]) -> str:
        letter, below, above = match[1], match[2] or match[4] or "", match[3] or ""
        if letter == "C":
            return letter + below
        return letter + above + (f"[{','.join(below)}]" if below else "")

    pattern = r"([wbzayxC])(?:_\{(\w+)\})?(?:\^\{\((\d+)\)\})?(?:_\{(\w+)\})?"
    return re.sub(pattern, symbol, marked.replace(" · ", "·"))


def named(table: Table) -> dict[str, Cell]:
    """Return the last cell of each row, by the name in the row's first cell."""
    return {plain(row[0].text): row[-1] for row in table.rows}


def by_neuron(table: Table) -> dict[str, Cell]:
    """Return the cells of a table with a row for each neuron, by their names."""
    found = {}
    for row in table.rows:
        at = {head: cell.text for head, cell in zip(table.heads, row, strict=True) if head in ("l", "j")}
        for head, cell in zip(table.heads, row, strict=True):
            if cell.text and head not in ("l", "j", "f"):
                layered = re.sub(r"([wbza])(_\{\w+\})?", rf"\1\2^{{({at['l']})}}", head)
                found[plain(layered.replace("_{j", f"_{{{at.get('j')}"))] = cell
    return found


# ---- formulas


def parsed(latex: str) -> LatexMathNode:
    """Return the single formula in a LaTeX text; raises if it is not balanced."""
    (node,), *_ = LatexWalker(latex, tolerant_parsing=False).get_latex_nodes()
    assert isinstance(node, LatexMathNode)
    return node


def lines(latex: str) -> list[list[str]]:
    """Return the cells of each line of a multi-line formula."""
    (environment,) = (node for node in parsed(latex).nodelist if isinstance(node, LatexEnvironmentNode))
    found = [[""]]
    for node in environment.nodelist:
        if isinstance(node, LatexMacroNode) and node.macroname == "\\":
            found.append([""])
        elif isinstance(node, LatexSpecialsNode) and node.specials_chars == "&":
            found[-1].append("")
        else:
            found[-1][-1] += node.latex_verbatim()
    return [[cell.strip() for cell in line] for line in found]


def name(latex: str) -> str:
    """Return the plain name of a name in LaTeX."""
    latex = latex.replace(r"\displaystyle", "").replace(r"\partial ", "∂").replace(r"\Delta ", "Δ")
    return plain(re.sub(r"\\frac\{(∂.+?|Δ.+?)\}\{(∂.+?|Δ.+?)\}(?=$| )", r"\1/\2", latex.strip()))


def number(latex: str) -> float:
    latex = latex.strip().removeprefix("(").removesuffix(")")
    return float(re.sub(r" \\times 10\^\{(.+)\}", r"e\1", latex).replace(r"\infty", "inf"))


def numbers(latex: str) -> Iterator[float]:
    """Yield the numbers in a sum or product of numbers."""
    for each in re.split(r" \\cdot | \+ ", latex):
        yield number(each)
