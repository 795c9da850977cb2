"""The forms of an export; apart from the code that makes them, so that the command line need not import manim."""

from enum import StrEnum


class Form(StrEnum):
    """The form of an export, which is also the suffix of its file."""

    webp = "webp"
    gif = "gif"
    png = "png"
    svg = "svg"
    mov = "mov"

    @property
    def widths(self) -> range:
        """The widths in pixels that it may have."""
        return range(160, _WIDEST[self] + 1, 2 if self is Form.mov else 1)

    @property
    def default_width(self) -> int:
        """The width in pixels that it has unless another one is chosen."""
        return 480 if self in (Form.webp, Form.gif) else 1920


_WIDEST = {Form.webp: 1920, Form.gif: 960, Form.png: 7680, Form.svg: 7680, Form.mov: 3840}
