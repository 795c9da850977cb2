"""Pictures: PNG, and SVG that is read aloud."""

from html import escape
from io import BytesIO

from PIL import Image

from scenes.engine.canvas import Canvas
from scenes.engine.vector import svg as outlines
from scenes.kit.clip import Clip
from scenes.studio.export.alpha import straight
from scenes.studio.export.excerpt import Excerpt


def png(excerpt: Excerpt) -> bytes:
    """Return the last picture of an excerpt as PNG."""
    return png_of(*excerpt.draw_last(), transparent=excerpt.transparent)


def png_of(canvas: Canvas, clip: Clip, *, transparent: bool) -> bytes:
    """Return the present picture of a clip as PNG."""
    canvas.reset().capture_mobjects(clip.mobjects)
    picture, file = Image.fromarray(straight(canvas.pixel_array)), BytesIO()
    (picture if transparent else picture.convert("RGB")).save(file, "PNG", optimize=True)
    return file.getvalue()


def svg(excerpt: Excerpt) -> bytes:
    """Return the last picture of an excerpt as SVG: outlines, with a title and a description."""
    canvas, clip = excerpt.draw_last()
    title = clip.typesetter.language.text(clip.headline)
    return _described(outlines(canvas, clip.mobjects), excerpt.name, title, clip.played[-1].narration)


def _described(picture: bytes, name: str, title: str, description: str) -> bytes:
    """Return an SVG with what screen readers say about it; ``name`` makes its ids differ from others on a page."""
    before, tag, rest = picture.partition(b"<svg ")
    attributes, end, content = rest.partition(b">")
    spoken = f'role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
    texts = f'\n<title id="{name}-title">{escape(title)}</title>\n<desc id="{name}-desc">{escape(description)}</desc>'
    return b"".join([before, tag, spoken.encode(), attributes, end, texts.encode(), content])
