"""The numbers and lengths in rendered videos, read from their pixels, agree with the judge.

Clips are rendered with the command and decoded; tesseract reads the numbers, and lengths are measured in pixels. No
record that the program writes is used.
"""

from dataclasses import replace
from pathlib import Path

import pytest

import backprop_core as bp
from tests.judges.video_frames import SHAPE_CHECKS, misprinted_numbers
from tests.rigs.number_positions import FINDERS, placed_numbers
from tests.rigs.rendered_video import DEFAULT_LESSON, OWN_LESSON, render_clips

QUICK = [("MultiplePaths", OWN_LESSON, "fr", "light")]
ALL = [
    (clip, lesson, *look)
    for clip in FINDERS
    for lesson in (OWN_LESSON, DEFAULT_LESSON)
    for look in (("en", "dark"), ("fr", "light"))
]


@pytest.mark.parametrize(
    ("clip", "path", "language", "theme"),
    [
        pytest.param(*shot, id=f"{shot[0]}-{shot[1].stem}-{shot[2]}", marks=[] if shot in QUICK else pytest.mark.long)
        for shot in ALL
    ],
)
def test_a_video_shows_the_judges_numbers(clip: str, path: Path, language: str, theme: str, tmp_path: Path):
    lesson = replace(bp.load_lesson(path), language=language, theme=theme)
    film = render_clips(tmp_path, [clip], lesson=path, language=language, theme=theme)[clip]
    complaints = [
        f"{beat}: {complaint}"
        for beat, found in placed_numbers(clip, lesson).items()
        for complaint in misprinted_numbers(film.last_frame_of(beat), found, language)
    ]
    if clip in SHAPE_CHECKS:
        complaints += SHAPE_CHECKS[clip](film, lesson)
    assert not complaints, "\n".join(complaints)
