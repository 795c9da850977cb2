"""Collects the narration of clips, beat by beat, to be read aloud and recorded."""

from collections.abc import Sequence

from manim import tempconfig

import backprop_core as bp
from scenes.kit.flow.catalogue import catalogue
from scenes.numbers.language import Language
from scenes.studio.render.draw import manim_defaults
from scenes.studio.voice.script_formats import SCRIPT_FORMATS, ScriptLine


def script(lesson: bp.Lesson, clips: Sequence[str]) -> list[ScriptLine]:
    """Return the narration of clips.

    The clips are laid out, since the narration may depend on the layout, but neither played nor drawn.
    """
    language = Language(lesson.language)
    with tempconfig(manim_defaults()), tempconfig({"dry_run": True}):
        laid_out = {catalogue()[name]: catalogue()[name].clip(lesson=lesson) for name in clips}
        for clip in laid_out.values():
            clip.setup()
    return [
        ScriptLine(
            heading=f"{entry.number} · {language.text(entry.clip.headline)}",
            clip=entry.name,
            beat=beat.name,
            narration=clip.narration(beat),
        )
        for entry, clip in laid_out.items()
        for beat in clip.beats()
    ]


def script_text(lesson: bp.Lesson, clips: Sequence[str], style: str) -> str:
    """Return the narration of clips, printed in one of ``SCRIPT_FORMATS``."""
    return SCRIPT_FORMATS[style](script(lesson, clips))
