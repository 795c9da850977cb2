"""Engines that are programs, which write what they say into a file: espeak-ng, or any that a command calls."""

import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np

from backprop_core.validation import printable
from scenes.studio.media.audio import read_audio
from scenes.studio.voice.record import COMMAND, ESPEAK_NG, Voicing

# Words a minute: a lecturer who lets a formula sink in.
_SPEED = 150

_PLACES = "{out}", "{text}"


class EspeakNg:
    """The program espeak-ng; a speaker is one of its voices, as ``espeak-ng --voices`` has them."""

    def __init__(self, speaker: str):
        program = shutil.which(ESPEAK_NG)
        if program is None:
            raise click.UsageError(f"{ESPEAK_NG}: expected the program, got none: apt or brew install {ESPEAK_NG}")
        self.voicing = Voicing(ESPEAK_NG, speaker)
        self._program = program

    def sounds(self, clauses: Sequence[str]) -> list[np.ndarray]:
        """Return the sound of each clause."""
        options = [self._program, "-v", self.voicing.speaker, "-s", str(_SPEED)]
        return [_sound(ESPEAK_NG, lambda out, text=text: [*options, "-w", out, "--", text]) for text in clauses]


class Command:
    """A command that writes a WAV file, such as ``say -o {out} {text}``; no shell reads it."""

    def __init__(self, template: str):
        try:
            self._words = shlex.split(template)
        except ValueError as error:
            raise click.UsageError(f"--command: {error}, in {template!r}") from None
        if missing := [place for place in _PLACES if place not in template]:
            raise click.UsageError(f"--command: expected {' and '.join(missing)} in it, got {template!r}")
        self.voicing = Voicing(COMMAND, template)

    def sounds(self, clauses: Sequence[str]) -> list[np.ndarray]:
        """Return the sound of each clause."""
        return [_sound(self._words[0], lambda out, text=text: self._filled(out, text)) for text in clauses]

    def _filled(self, out: str, text: str) -> list[str]:
        return [word.replace("{out}", out).replace("{text}", text) for word in self._words]


def _sound(name: str, command: Callable[[str], Sequence[str]]) -> np.ndarray:
    """Run the command that writes into a file what it says, and return that."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "speech.wav"
        try:
            run = subprocess.run(command(str(out)), stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603
        except OSError as error:
            raise click.UsageError(f"{name}: cannot be run: {error.strerror}") from None
        if run.returncode:
            said = run.stderr.decode(errors="replace").strip().splitlines() or ["nothing"]
            raise click.UsageError(f"{name}: failed with status {run.returncode}, and said: {printable(said[-1])}")
        try:
            return read_audio(out, "wav")
        except FileNotFoundError:
            raise click.UsageError(f"{name}: expected a sound, got no file") from None
        except (OSError, ValueError) as error:
            raise click.UsageError(f"{name}: expected a WAV file, got none: {error}") from None
