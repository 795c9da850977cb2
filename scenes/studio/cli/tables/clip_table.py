"""The clips of the lecture as a table, for ``backprop clips``."""

from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from scenes.kit.flow.catalogue import CatalogEntry, catalogue
from scenes.locale.languages import all_languages
from scenes.studio.build.folder import Folder
from scenes.studio.build.manifest import ClipRecord, decoded
from scenes.studio.build.plan import CLIPS


def clip_table(out: Path) -> Table:
    """Return a table of all clips, with the lengths of those that are rendered in the folder ``out``."""
    folder = Folder(out)
    languages = [code for code in all_languages() if (out / code / CLIPS).is_dir()]
    table = Table()
    for heading in ("chapter", "clip", "beats", "reads", *(f"length ({code})" for code in languages)):
        table.add_column(heading, overflow="fold")
    before = None
    for entry in catalogue().values():
        chapter = f"{entry.chapter.number} {entry.chapter.title}" if entry.chapter != before else ""
        before = entry.chapter
        beats = ", ".join(beat.name for beat in entry.clip.beats())
        reads = ", ".join(entry.clip.reads.split()) + (f" with {entry.clip.needs}" if entry.clip.needs else "")
        row = (chapter, f"{entry.number:02} {entry.name}", beats, reads)
        table.add_row(*map(escape, (*row, *_lengths(entry, folder, languages))))
    return table


def _lengths(entry: CatalogEntry, folder: Folder, languages: Sequence[str]) -> list[str]:
    """Return a clip's length in each language as minutes:seconds, empty where it is not rendered."""
    records = [decoded(folder.read(f"{code}/{CLIPS}/{entry.stem}.json"), ClipRecord) for code in languages]
    seconds = [int(record.seconds) if record else None for record in records]
    return ["" if each is None else f"{each // 60}:{each % 60:02}" for each in seconds]
