"""Renders the explorer: one HTML page in which a lesson's networks are taken hold of, opened from the disk.

The page needs no other file and no network: style, scripts and numbers are in it, and its Content-Security-Policy
allows nothing else. Its scripts compute all that it shows from ``explorer_data``.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import backprop_core as bp
from scenes.kit.theme import DARK, LIGHT
from scenes.numbers.language import Language
from scenes.studio.publish.explorer_data import explorer_data
from scenes.studio.publish.explorer_words import CHAIN_WORDS, LAYERS_WORDS, WORDS
from scenes.studio.publish.policy import digest

_STYLES = ("explore", "chain/chain", "layers/layers")
_SCRIPTS = (
    *("calculus/functions", "calculus/network", "calculus/digits", "state", "draw", "slider"),
    *("chain/chain", "chain/curves", "layers/layers", "layers/descent", "explore"),
)

# The page's names of colours, and the themes'.
_COLOURS = {"ground": "background", "quiet": "muted", "now": "highlight"} | {
    name: name for name in ("panel", "text", "w", "b", "z", "a", "y", "C")
}


def render_explorer(lesson: bp.Lesson) -> str:
    """Return the explorer's page of a lesson, in its language and theme, as HTML."""
    language = Language(lesson.language)
    words = {name: language.text(text) for name, text in (WORDS | CHAIN_WORDS | LAYERS_WORDS).items()}
    style = "\n".join([_palette(), *(_source(f"{name}.css") for name in _STYLES)])
    script = "\n".join(_source(f"{name}.js") for name in _SCRIPTS)
    data = explorer_data(lesson)
    return (
        _environment()
        .get_template("explore.html.j2")
        .render(
            lesson=data,
            words=words,
            embedded={"lesson": data, "words": words},
            style=Markup(style),  # noqa: S704 - our own files
            script=Markup(script),  # noqa: S704 - our own files
            policy=f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; img-src data:; "
            "base-uri 'none'; form-action 'none'",
        )
    )


def _palette() -> str:
    """Return the clips' colours as CSS variables, for light and dark pages."""
    colours = [
        f"--{name}: light-dark({getattr(LIGHT, theirs)}, {getattr(DARK, theirs)});"
        for name, theirs in _COLOURS.items()
    ]
    return "\n".join((":root {", *colours, "}"))


@cache
def _environment() -> Environment:
    """Return the template's environment. Embedded JSON is UTF-8, with characters escaped that HTML interprets."""
    environment = Environment(
        loader=PackageLoader("scenes.studio", "explorer"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "allow_nan": False}
    return environment


def _source(name: str) -> str:
    """Return the content of one of the explorer's files."""
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0]
