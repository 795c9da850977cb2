"""``backprop script`` and ``backprop speak``: what is said, to be recorded by the lecturer or by an engine."""

from typing import Annotated

import typer

from backprop_core.validation import printable
from scenes.studio.cli.options import (
    ClipNames,
    CommandOption,
    EngineOption,
    LanguageOption,
    LanguagesOption,
    LessonOption,
    RecordingsFolder,
    ScriptFormat,
    SpeakerOption,
    language_codes,
)


def script(
    names: ClipNames = None,
    lesson: LessonOption = None,
    lang: LanguageOption = None,
    style: Annotated[ScriptFormat, typer.Option("--format", help="How to print it.")] = ScriptFormat["text"],
) -> None:
    """Print the narration, beat by beat, and the file where render --voice expects the recording of each beat.

    The file may also end in .mp3, .flac, .ogg, .opus or .m4a.
    """
    import backprop_core as bp
    from scenes.studio.build.lesson import open_lesson
    from scenes.studio.voice.script import script_text

    opened = open_lesson(lesson, (lang,) if lang is not None else ())
    said = bp.make_lesson(opened.in_language(opened.languages[0]))
    typer.echo(script_text(said, opened.chosen_clips(names or ()), style.value), nl=False)


def speak(
    names: ClipNames = None,
    lesson: LessonOption = None,
    lang: LanguagesOption = None,
    into: RecordingsFolder = None,
    engine: EngineOption = None,
    speaker: SpeakerOption = None,
    command: CommandOption = None,
) -> None:
    """Let an engine speak the narration: write the recordings that render --voice looks for, where words changed.

    Your own recordings stay. Without --engine and --speaker, a language keeps the voice that it was spoken by before.
    """
    from scenes.studio.build.lesson import open_lesson
    from scenes.studio.voice.engines import voicings
    from scenes.studio.voice.speak import speak_lecture, speech_folder

    opened = open_lesson(lesson, language_codes(lang))
    voices = voicings(opened.languages, engine and engine.value, speaker or (), command)
    clips = opened.chosen_clips(names or ())
    speak_lecture(opened, clips, voices, speech_folder(into, opened.voice), lambda line: typer.echo(printable(line)))
