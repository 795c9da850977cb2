"""Title cards: the title is drawn letter by letter within the safe area, with one dot for each part."""

import pytest
from manim import Dot

from scenes.kit.theme import DARK, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP
from scenes.studio.slides.title_card import TitleCard
from tests.readers.letters import ALONE, normal, shape_of
from tests.rigs.hostile_titles import TITLES
from tests.rigs.rehearsal import typesetter


def card(title: str, **options: object) -> TitleCard:
    return TitleCard(typesetter(), title, **{"above": "Chapter 2", "part": 2, "parts": 6} | options)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("title", TITLES)
def test_a_card_stays_within_the_safe_area(title: str):
    drawn = card(title)
    assert SAFE_LEFT <= drawn.get_left()[0] < drawn.get_right()[0] <= SAFE_RIGHT
    assert -SAFE_TOP <= drawn.get_bottom()[1] < drawn.get_top()[1] <= SAFE_TOP


@pytest.mark.parametrize("title", ALONE[:12])
def test_a_card_shows_the_title_as_text(title: str):
    """Its outlines are those of the title's letters, one by one."""
    heading, *_ = card(title)
    drawn = [glyph.points for line in heading for glyph in line]
    letters = [letter for letter in title if not letter.isspace()]
    assert len(drawn) == len(letters)
    for points, letter in zip(drawn, letters, strict=True):
        assert normal(points) == pytest.approx(shape_of(letter), abs=1e-3)


@pytest.mark.parametrize(("part", "above"), [(1, "Chapter 1"), (6, "Chapter 6"), (0, "")])
def test_a_card_marks_its_part_by_a_dot(part: int, above: str):
    """The part's dot is bright; on the card of the whole lecture, none is."""
    drawn = card("Title", part=part, above=above)
    dots = [each for each in drawn.get_family() if isinstance(each, Dot)]
    assert len(dots) == 6
    assert [dot.get_x() for dot in dots] == sorted(dot.get_x() for dot in dots)
    bright = [place for place, dot in enumerate(dots, 1) if dot.get_fill_color().to_hex() == DARK.highlight]
    assert bright == ([part] if part else [])
    assert len(drawn) == (3 if above else 2)


@pytest.mark.parametrize("title", TITLES[::6])
def test_lines_below_stay_within_the_safe_area(title: str):
    drawn = card(title, above="", part=0, below=["Mathematics 2", title, "M" * 80])
    assert SAFE_LEFT <= drawn.get_left()[0] < drawn.get_right()[0] <= SAFE_RIGHT
    assert -SAFE_TOP <= drawn.get_bottom()[1] < drawn.get_top()[1] <= SAFE_TOP
    dots = [each.get_y() for each in drawn.get_family() if isinstance(each, Dot)]
    lines = drawn[-1]
    assert len(lines) == 3
    assert min(dots) > lines.get_top()[1]
    assert [line.get_y() for line in lines] == sorted((line.get_y() for line in lines), reverse=True)
