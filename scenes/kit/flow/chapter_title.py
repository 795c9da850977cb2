"""The title of a chapter, shown over the picture with which it begins."""

from manim import DOWN, Rectangle, VGroup

from scenes.kit.flow.beats import Chapter
from scenes.kit.text.heading import Heading
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import FRAME_HEIGHT, FRAME_WIDTH, LARGE, SAFE_LEFT, SAFE_RIGHT

# How much of the picture the veil hides; the title's height at most, in frame units.
_VEIL, _HEIGHT = 0.96, 1.3


class ChapterTitle(VGroup):
    """A ``veil`` over the whole frame, and on it the ``words``: the chapter's number and title."""

    def __init__(self, typesetter: Typesetter, chapter: Chapter):
        theme = typesetter.theme
        self.veil = Rectangle(width=FRAME_WIDTH, height=FRAME_HEIGHT, stroke_width=0)
        number = typesetter.plain(typesetter.printed(chapter.number, decimals=0), size=LARGE, colour=theme.muted)
        name = typesetter.language.text(chapter.title)
        title = Heading(typesetter, name, width=SAFE_RIGHT - SAFE_LEFT, height=_HEIGHT)
        self.words = VGroup(number, title).arrange(DOWN, buff=0.4).move_to((0, 0.2, 0))
        super().__init__(self.veil.set_fill(theme.background, opacity=_VEIL), self.words)
        self.set_z_index(1)
