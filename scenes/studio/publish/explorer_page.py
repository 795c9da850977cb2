"""Renders the explorer: one HTML page in which a lesson's networks are taken hold of, opened from the disk.

The page needs no other file and no network: style, scripts and numbers are in it, and its Content-Security-Policy
allows nothing else. Its scripts compute all that it shows from ``explorer_data``.
"""

from markupsafe import Markup

import backprop_core as bp
from scenes.numbers.language import Language
from scenes.studio.publish.explorer_data import explorer_data
from scenes.studio.publish.explorer_words import CHAIN_WORDS, LAYERS_WORDS, NAME_WORDS, WORDS
from scenes.studio.publish.page_sources import digest, page_environment, page_source, palette

_STYLES = ("explore", "names", "drawing/lines", "chain/chain", "layers/layers")
_SCRIPTS = (
    *("calculus/functions", "calculus/network", "calculus/digits", "state", "situation"),
    *("drawing/draw", "names", "drawing/shade", "drawing/number_line", "drawing/slider"),
    *("chain/agreement", "chain/diagram", "chain/scales", "chain/lenses", "chain/nudge"),
    *("chain/product", "chain/cost", "chain/curves", "chain/chain"),
    *(f"layers/{each}" for each in ("diagram", "product", "bars", "sum", "panel", "handles")),
    *("layers/descent", "layers/cost_curve", "layers/layers", "explore"),
)

_WORDS = WORDS | NAME_WORDS | CHAIN_WORDS | LAYERS_WORDS

# The page's names of colours, and the themes'.
_COLOURS = {"ground": "background", "quiet": "muted", "now": "highlight"} | {
    name: name for name in ("panel", "text", "w", "b", "z", "a", "y", "C")
}


def render_explorer(lesson: bp.Lesson, live: str = "") -> str:
    """Return the explorer's page of a lesson, in its language and theme, as HTML.

    Parameters
    ----------
    live
        What tells it from another page if it is served while the lesson is written: it is loaded anew for that one.
    """
    language = Language(lesson.language)
    words = {name: language.text(text) for name, text in _WORDS.items()}
    environment = page_environment("explorer")
    style = "\n".join([palette(_COLOURS), *(page_source(environment, f"{name}.css") for name in _STYLES)])
    scripts = (*_SCRIPTS, "live") if live else _SCRIPTS
    script = "\n".join(page_source(environment, f"{name}.js") for name in scripts)
    data = explorer_data(lesson)
    return environment.get_template("explore.html.j2").render(
        lesson=data,
        words=words,
        embedded={"lesson": data, "words": words, "mark": language.decimal_mark, **({"live": live} if live else {})},
        style=Markup(style),  # noqa: S704 - our own files
        script=Markup(script),  # noqa: S704 - our own files
        policy=f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'" + ("; connect-src 'self'" if live else ""),
    )
