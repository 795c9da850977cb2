"""The engine Piper, which the extra "speech" installs.

It says a whole sentence with its melody, and tells how long each of its sounds lasts: so it is known where a clause
begins within it.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click
import numpy as np

from backprop_core.validation import shown
from scenes.studio.build.extras import require_extra
from scenes.studio.media.audio import resampled
from scenes.studio.voice.record import PIPER, Voicing

# The phonemes that are a mark at the end of a clause, and the one that stands between words.
_MARKS, _SPACE = ",.;:?!", " "

_FILE = ".onnx"


class Piper:
    """A voice of Piper: a file ``.onnx`` with its ``.onnx.json`` beside it, or a Python package that has them."""

    def __init__(self, speaker: str, language: str):
        require_extra("speech", "--engine piper")
        self.voicing = Voicing(PIPER, speaker)
        path = _model(speaker)
        try:
            self._voice = import_module("piper").PiperVoice.load(path, include_alignments=True)
        except Exception as error:  # whatever its libraries raise for a file that is no voice
            reason = str(error).splitlines()[0]
            raise click.UsageError(f"{shown(path)}: expected a voice of Piper: {reason}") from None
        spoken = self._voice.config.espeak_voice
        if spoken.split("-")[0] != language:
            raise click.UsageError(f"{shown(path)}: expected a voice of {language}, got one of {spoken}")

    def sounds(self, clauses: Sequence[str]) -> list[np.ndarray]:
        """Return the sound of each clause."""
        pieces = self._pieces(" ".join(clauses))
        if len(pieces) != len(clauses):  # a mark of its own is said within one, or it has none
            pieces = [np.concatenate(self._pieces(clause)) for clause in clauses]
        return [resampled(piece, self._voice.config.sample_rate) for piece in pieces]

    def _pieces(self, text: str) -> list[np.ndarray]:
        """Return what is said, cut after each mark, where nothing is heard."""
        pieces = []
        for sentence in self._voice.synthesize(text, include_alignments=True):
            sound, cuts, reached, before = sentence.audio_float_array, [0], 0, _SPACE
            for each in sentence.phoneme_alignments or []:
                if each.phoneme == _SPACE and before in _MARKS:
                    cuts.append(reached + int(each.num_samples) // 2)
                reached, before = reached + int(each.num_samples), each.phoneme
            pieces += [sound[start:end] for start, end in zip(cuts, [*cuts[1:], len(sound)], strict=True)]
        return pieces


def is_voice_file(speaker: str) -> bool:
    """Tell whether a speaker is the file of a voice."""
    return speaker.endswith(_FILE)


def _model(speaker: str) -> Path:
    """Return the file of a voice."""
    if is_voice_file(speaker):
        return Path(speaker)
    try:
        return Path(import_module(speaker).model_path())
    except (ImportError, AttributeError, ValueError):
        expected = f"a file *{_FILE} or a Python package with a voice of Piper"
        raise click.UsageError(f"--speaker: expected {expected}, got {speaker!r}") from None
