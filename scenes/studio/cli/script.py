"""``backprop script``: prints the narration of clips."""

from collections.abc import Sequence

import backprop_core as bp
from scenes.studio.build.lesson import OpenedLesson
from scenes.studio.voice.script import script
from scenes.studio.voice.script_formats import SCRIPT_FORMATS


def script_text(opened: OpenedLesson, clips: Sequence[str], style: str) -> str:
    """Return the script of clips in the first of the languages, printed in one of ``SCRIPT_FORMATS``."""
    document = opened.in_language(opened.languages[0])
    return SCRIPT_FORMATS[style](script(bp.make_lesson(document), clips))
