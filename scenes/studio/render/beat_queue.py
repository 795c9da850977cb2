"""Which beats of a clip are taken: several processes draw one clip, each the beats that it came to first."""

from collections.abc import Sequence
from pathlib import Path


class Claims:
    """The beats of a clip that is being drawn, in a folder that all who draw it see.

    Parameters
    ----------
    folder
        Is there, and empty when the clip is begun.
    beats
        The names of all beats.
    """

    def __init__(self, folder: Path, beats: Sequence[str]):
        self.folder = folder
        self.beats = tuple(beats)

    def take(self, beat: str) -> bool:
        """Take a beat; say whether it was still free."""
        try:
            (self.folder / beat).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    @property
    def left(self) -> int:
        """How many beats are still free."""
        return sum(not (self.folder / beat).exists() for beat in self.beats)
