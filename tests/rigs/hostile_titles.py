"""Lesson titles that are code in some language, abuse Unicode, or are hard to typeset; and titles to be refused."""

import pytest

TITLES = (
    # Typst
    '#read("/etc/passwd")',
    '#eval("1+1") #import "x.typ": * #include "/etc/passwd"',
    '"; #read("pyproject.toml") + "',
    '\\"#sys.version\\" #panic("x")',
    "]#panic[ )#panic( }#panic{",
    "$ x $ #emph[x] *bold* _x_ `raw` @ref <label> \\u{61} = // /* */ ~ -- ---",
    "[[[[((((({{{{{",
    "]]]])))))}}}}}",
    "\\",
    '"',
    "$",
    "#",
    # HTML and JavaScript
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "</title></h1></style><svg onload=alert(1)>",
    "<!-- --><![CDATA[ ]]><?php ?>",
    "<a href=\"javascript:alert(1)\" onclick='alert(2)'>x</a>",
    "&lt;b&gt; &amp;amp; &#60; &nbsp",
    "\"'`><iframe srcdoc=x>",
    "{{ 7 * 7 }} {% raw %} ${7*7} %s {title} {0}",
    # LaTeX, Markdown, spreadsheets, terminals
    "\\input{/etc/passwd} \\write18{id} \\end{document} ^^5c %",
    "a & b \\\\ c_d^e ~ # {x} $y$ <<a>> ``q'' --- ?` !` [*]",
    "![x](file:///etc/passwd) [y](javascript:alert(1)) <http://x>",
    "| a | b | # * + - 1. > ``` ~~~ === --- \\| `|`",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "[bold red]x[/] [link=file:///x]y[/link] :smile: \\[red]",
    "WEBVTT 00:00.000 --> 00:01.000 <c.x>{\\an8}",
    # paths
    "../../../etc/passwd",
    "/" * 80,
    "C:\\con\\nul.mp4",
    "-rf $(id) `id` ; id | id && id",
    # writing
    "שלום עולם",
    "שלום (x) 123",
    "Ελληνικά Λόγος, обратное распространение",
    "e" + "\u0301" * 79,
    "A" + "\u0323\u0301" * 39,
    (
        "ÅjÅ\u0323jjj\u0323j\u0301Å  j j \u0301j\u0323Å jÅ\u0323Å\u0301 Å\u0301jj\u0301j  ÅÅ "
        "\u0301jj\u0323 \u0301ÅÅ j\u0301 \u0323 \u0323jÅj\u0301\u0323Å\u0323Å  \u0323jÅj\u0323jÅjÅÅ\u0301ÅÅ\u0301j"
    ),
    "Z\u0351\u036b\u0343a\u0300\u0301\u0302l\u0322\u0323g\u0324\u0325\u0326o\u0327\u0328",
    "W" * 80,
    "\u203f",  # of no width
    "Rétropropagation\u00a0: l’«\u202fété\u202f»",
    "∂C/∂w ≈ ΔC/Δw → 0, ½ ≤ σ′ ≠ ∞",
)
"""Allowed in a lesson, and to be shown as they are."""

EACH_TITLE = [
    pytest.param(title, marks=[pytest.mark.long] if place % 4 else []) for place, title in enumerate(TITLES)
]
"""The values of a parameter: all of them, every fourth one in the short run."""

REFUSED = (
    *(f"a{control}b" for control in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"),
    *(f"a{control}b" for control in "\0\a\b\t\n\v\f\r\x1b\x7f\x84\x9b\u2028\u2029\ufeff\u200b\u200d\u00ad\ufff9"),
    *("\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;file:///etc/passwd\x1b\\x", "\U000e0041tag", "\ue000"),
    *("", " ", "\u00a0", "\u2003", "x" * 81),
)
"""Refused by the core: unreadable, or with control characters."""

WITHOUT_GLYPHS = {
    "Backpropagation 🧠": "🧠",
    "反向传播": "反",
    "역전파": "역",
    "การแพร่กระจาย": "ก",
    "a flag 🇫🇷": "🇫",
    "𒀀": "𒀀",
}
"""Refused when they are to be drawn; with the first letter that no font has a glyph for."""

UNJOINED = {"हिन्दी क्षेत्र": "ह", "Réseau ✓ مرحبا": "م", "فارسی": "ف", "ພາສາລາວ": "ພ"}
"""Refused when they are to be drawn: letters stand side by side that their script joins; with the first of them."""

INVISIBLE = (
    *("\u2800", "\u3164\u115f", "\u1160\uffa0", "\u034f", "\ufe0f", "\u2800\u00a0\u3164"),
    *("\u0301", "\u0323\u0301" * 40, "\u20dd", "\u0e31", "\u0301 \u0301", "\u00a0\u0301", "\u3164\u0332"),
)
"""Refused when they are to be drawn: nothing visible, or combining marks without a letter."""
