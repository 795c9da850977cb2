"""The table of the lecture's clips."""

from collections.abc import Iterator

from scenes.kit.flow.catalogue import CatalogEntry, catalogue


def clips_table() -> str:
    """Return each chapter with its clips: what each shows, what part of the lesson it reads, and its beats."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    before = None
    for entry in catalogue().values():
        if entry.chapter != before:
            yield f"\n## {entry.chapter.number} · {entry.chapter.title}"
            yield f"\n`{entry.clip.__module__.replace('.', '/')}.py`"
        before = entry.chapter
        yield from _clip(entry)


def _clip(entry: CatalogEntry) -> Iterator[str]:
    clip = entry.clip
    yield f"\n### `{entry.name}`\n\n**{clip.headline}.** {(clip.__doc__ or '').strip()}\n"
    needs = f", with {clip.needs}" if clip.needs else ""
    yield f"- reads: {', '.join(f'`{part}`' for part in clip.reads.split())}{needs}"
    yield f"- beats: {', '.join(f'`{beat.name}`' for beat in clip.beats())}"
