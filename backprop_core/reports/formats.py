r"""``Report``, and the formats in which it is written: table, JSON, CSV, Markdown, LaTeX, Typst.

JSON and CSV are for programs and hold every digit of float64. In the others, for people, numbers have the report's
decimals, and more where fewer than two significant digits would be left.

>>> from backprop_core import quantities
>>> rows = (quantities.Quantity(quantities.weight(3), 1.6), quantities.Quantity(quantities.bias(3), -0.00123))
>>> report = Report("One & only", decimals=2, sections=(ReportSection("Parameters", rows, "mine"),), cost="mine")
>>> print(report.to("table"), end="")
One & only
mine
<BLANKLINE>
Parameters
  w3   1.60
  b3  -0.0012
>>> print(report.to("csv"), end="")
section,name,value,cost
Parameters,w3,1.6,mine
Parameters,b3,-0.00123,mine
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from backprop_core import validation
from backprop_core.digits import rounded, with_power
from backprop_core.display import HtmlRepr
from backprop_core.quantities import Quantity


@dataclass(frozen=True, slots=True)
class ReportSection(HtmlRepr):
    """Quantities under a title; their names are unique.

    Parameters
    ----------
    title
        Any text.
    quantities
        In the order in which they are written.
    cost
        What C is, in words.
    """

    title: str
    quantities: tuple[Quantity, ...]
    cost: str

    def __repr__(self) -> str:
        return f"ReportSection({self.title!r}, {len(self.quantities)} quantities)"


@dataclass(frozen=True, slots=True)
class Report(HtmlRepr):
    """Quantities in titled sections; ``print`` shortens long ones, ``to("table")`` has all.

    Parameters
    ----------
    title
        Any text.
    decimals
        Digits after the point in the formats that people read, at least 1.
    sections
        In the order in which they are written.
    cost
        What C is in all of them, in words.
    decimal_mark
        What stands before decimals in the formats that people read.
    heads
        The heads of the columns, where a format has them.
    """

    title: str
    decimals: int
    sections: tuple[ReportSection, ...]
    cost: str
    decimal_mark: str = "."
    heads: tuple[str, str] = ("quantity", "value")

    def __repr__(self) -> str:
        return f"Report({self.title!r}, {len(self.sections)} sections)"

    def to(self, format: str) -> str:  # noqa: A002 - it reads as it is said
        """Return the report as text.

        Parameters
        ----------
        format
            ``table``, ``json``, ``csv``, ``markdown``, ``latex`` or ``typst``; the last
            two are whole documents.

        Raises
        ------
        ValueError
            If there is no such format.

        Examples
        --------
        >>> Report("Empty", decimals=3, sections=(), cost="").to("pdf")
        Traceback (most recent call last):
        ValueError: format: expected one of table, json, csv, markdown, latex, typst, got 'pdf'
        """
        return validation.lookup(FORMATS, format, "format")(self)


def _table(report: Report) -> str:
    lines = [report.title, report.cost]
    for section in report.sections:
        lines += ["", section.title, *table_rows(section, report)]
    return _joined(lines)


def table_rows(section: ReportSection, report: Report) -> list[str]:
    """Return a line for each quantity, with the decimal points below each other.

    >>> from backprop_core.quantities import bias
    >>> section = ReportSection("Biases", (Quantity(bias(3), -0.25), Quantity(bias(10), 10.0)), "")
    >>> table_rows(section, Report("Two", decimals=2, sections=(section,), cost=""))
    ['  b3   -0.25', '  b10  10.00']
    """
    names = [quantity.symbol.plain for quantity in section.quantities]
    numbers = [_printed(quantity.value, report) for quantity in section.quantities]
    name_width = max(map(len, names), default=0)
    whole = [len(number.partition(report.decimal_mark)[0]) for number in numbers]
    point = max(whole, default=0)
    return [
        f"  {name:<{name_width}}  {'':{point - before}}{number}"
        for name, number, before in zip(names, numbers, whole, strict=True)
    ]


def _printed(value: float, report: Report, mark: str = "{}") -> str:
    """Return a number as the report writes it; ``mark`` is how the format writes the decimal mark ``{}``."""
    return rounded(value, report.decimals).replace("inf", "∞").replace(".", mark.format(report.decimal_mark))


def _json(report: Report) -> str:
    sections = [
        {
            "title": section.title,
            "cost": section.cost,
            "values": {q.symbol.plain: _json_number(q.value) for q in section.quantities},
        }
        for section in report.sections
    ]
    content = {"title": report.title, "cost": report.cost, "sections": sections}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _json_number(value: float) -> float | str:
    """Return the number, or its name if it is infinite: JSON has no such numbers."""
    return value if math.isfinite(value) else repr(value)


def _csv(report: Report) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("section", "name", "value", "cost"))
    writer.writerows((s.title, q.symbol.plain, repr(q.value), s.cost) for s in report.sections for q in s.quantities)
    return file.getvalue()


def _markdown(report: Report) -> str:
    lines = [f"# {_markdown_text(report.title)}", "", _markdown_text(report.cost)]
    for section in report.sections:
        lines += ["", f"## {_markdown_text(section.title)}", "", f"| {' | '.join(report.heads)} |", "|:--|--:|"]
        lines += [f"| `{q.symbol.plain}` | {_printed(q.value, report)} |" for q in section.quantities]
    return _joined(lines)


def _latex(report: Report) -> str:
    lines = [
        r"\documentclass{article}",
        r"\usepackage{iftex}",
        r"\iftutex\else\usepackage[T1]{fontenc}\fi",
        r"\usepackage{longtable}",
        r"\renewcommand{\arraystretch}{1.6}",
        r"\begin{document}",
        rf"\section*{{{_latex_text(report.title)}}}",
        _latex_text(report.cost),
    ]
    for section in report.sections:
        lines += [rf"\subsection*{{{_latex_text(section.title)}}}", r"\begin{longtable}{lr}"]
        for q in section.quantities:
            printed = _printed(q.value, report, "." if report.decimal_mark == "." else "{{{}}}")
            number = with_power(printed, r"\1 \\times 10^{\2}").replace("∞", r"\infty")
            lines.append(rf"${q.symbol.latex}$ & ${number}$ \\")
        lines.append(r"\end{longtable}")
    return _joined([*lines, r"\end{document}"])


def _typst(report: Report) -> str:
    lines = [f"= {_typst_text(report.title)}", "", _typst_text(report.cost)]
    for section in report.sections:
        lines += ["", f"== {_typst_text(section.title)}", "#table("]
        lines.append("  columns: 2, align: (left, right), stroke: none,")
        for q in section.quantities:
            printed = _printed(q.value, report, "." if report.decimal_mark == "." else '"{}"')
            number = with_power(printed, r"\1 times 10^(\2)")
            lines.append(f"  ${q.symbol.typst}$, ${number}$,")
        lines.append(")")
    return _joined(lines)


FORMATS = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
    "latex": _latex,
    "typst": _typst,
}


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _markdown_text(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|&$~])", r"\\\1", text)


def _latex_text(text: str) -> str:
    escaped = text.translate(_LATEX_ESCAPES)
    return re.sub(r"([-'`<>,])(?=\1)|[?!](?=`)", r"\g<0>{}", escaped)  # no ligatures: -- is not –, ?` is not ¿


def _typst_text(text: str) -> str:
    """Return the text as a Typst string, in which nothing but these two characters is special."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{escaped}"'


_LATEX_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "#$%&_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
