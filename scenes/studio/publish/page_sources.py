"""What the player's and the explorer's pages have in common: templates, embedded sources, colours, and policy."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined

from scenes.kit.theme import DARK, LIGHT


@cache
def page_environment(folder: str, **filters: Callable) -> Environment:
    """Return the environment of the templates of a kind of page.

    Embedded JSON is UTF-8, with characters escaped that HTML interprets.
    """
    environment = Environment(
        loader=PackageLoader("scenes.studio", f"pages/{folder}"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "allow_nan": False}
    return environment


def page_source(environment: Environment, name: str) -> str:
    """Return the content of a style or a script beside the templates."""
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def palette(colours: Mapping[str, str], **others: str) -> str:
    """Return CSS variables: the clips' colours for light and dark pages, by their names in the theme, and others."""
    lines = [f"--{name}: light-dark({getattr(LIGHT, own)}, {getattr(DARK, own)});" for name, own in colours.items()]
    lines += [f"--{name}: {colour};" for name, colour in others.items()]
    return "\n".join((":root {", *lines, "}"))


def digest(source: str) -> str:
    """Return what a Content-Security-Policy says of a style or a script that is in the page."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"
