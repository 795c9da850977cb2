"""Chooses the engine that speaks a language."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Protocol

import click
import numpy as np

from scenes.studio.voice.piper import Piper, is_voice_file
from scenes.studio.voice.programs import Command, EspeakNg
from scenes.studio.voice.read_aloud import spoken
from scenes.studio.voice.record import COMMAND, ESPEAK_NG, PIPER, Voicing


class Engine(Protocol):
    """What speaks."""

    voicing: Voicing

    def sounds(self, clauses: Sequence[str], /) -> list[np.ndarray]:
        """Return the sound of each clause, as samples, shape (n,).

        Raises
        ------
        UsageError
            If it fails.
        """
        ...


Voicings = Mapping[str, Voicing | None]
"""The voice that is asked for in each language; None where none is."""


def voicings(
    languages: Sequence[str], engine: str | None = None, speakers: Sequence[str] = (), command: str | None = None
) -> Voicings:
    """Return the voices that the options ask for; a speaker may have its language in front, as ``fr=NAME``.

    Raises
    ------
    UsageError
        If they contradict each other.
    """
    if command is not None and engine in (None, COMMAND) and not speakers:
        return dict.fromkeys(languages, Command(command).voicing)
    if command is not None or engine == COMMAND:
        raise click.UsageError(f"--engine {COMMAND}: expected --command with it, and no --speaker")
    of = {language: speaker for each in speakers for language, speaker in _spoken_by(each, languages).items()}
    return {language: _voicing(engine, of.get(language), language) for language in languages}


def best_voicing(language: str) -> Voicing:
    """Return the voice of a language if none is asked for: Piper's if it is installed, else that of espeak-ng."""
    package = spoken(language).piper
    installed = package and find_spec(package) and find_spec(PIPER)
    return _with_speaker(PIPER if installed else ESPEAK_NG, None, language)


def engine_of(voicing: Voicing, language: str) -> Engine:
    """Return the engine of a voice.

    Raises
    ------
    UsageError
        If it is not installed, or has no such voice.
    """
    if voicing.engine == PIPER:
        return Piper(voicing.speaker, language)
    return Command(voicing.speaker) if voicing.engine == COMMAND else EspeakNg(voicing.speaker)


def _spoken_by(given: str, languages: Sequence[str]) -> dict[str, str]:
    """Return a speaker by the languages it is for: the one in front of it, else all."""
    language, equals, speaker = given.partition("=")
    return {language: speaker} if equals and language in languages else dict.fromkeys(languages, given)


def _voicing(engine: str | None, speaker: str | None, language: str) -> Voicing | None:
    if engine is None and speaker is None:
        return None
    return _with_speaker(engine or (PIPER if is_voice_file(str(speaker)) else ESPEAK_NG), speaker, language)


def _with_speaker(engine: str, speaker: str | None, language: str) -> Voicing:
    usual = {PIPER: spoken(language).piper, ESPEAK_NG: spoken(language).espeak}[engine]
    if not (speaker or usual):
        raise click.UsageError(f"--speaker: expected the file of a voice of {engine} for {language}, got none")
    return Voicing(engine, speaker or usual)
