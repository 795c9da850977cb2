"""``backprop render``: brings the lecture up to date, or says what would be rendered."""

from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

import backprop_core as bp
from backprop_core.validation import shown
from scenes.kit.flow.catalogue import CatalogEntry, lecture
from scenes.studio.build.extras import require_extra
from scenes.studio.build.folder import Folder
from scenes.studio.build.lesson import OpenedLesson
from scenes.studio.build.plan import planned
from scenes.studio.cli.options import cores
from scenes.studio.cli.progress import BarProgress, LineProgress, print_line
from scenes.studio.publish.update import UpdateRequest, update_lecture
from scenes.studio.render.executor import Executor
from scenes.studio.render.processes import Processes
from scenes.studio.voice.engines import voicings
from scenes.studio.voice.recordings import chosen_recordings
from scenes.studio.voice.speak import speak_lecture, speech_folder


@dataclass(frozen=True)
class RenderOptions:
    """The options of ``backprop render`` besides the lesson and its languages; None if not given."""

    clips: tuple[str, ...]
    quality: str
    jobs: int | None
    cluster: str | None
    force: bool
    dry_run: bool
    voice: Path | None
    speak: bool
    out: Path


def render_lecture(opened: OpenedLesson, options: RenderOptions, console: Console) -> int:
    """Bring the lecture up to date; return the exit status.

    Raises
    ------
    UsageError
        If an option cannot be used; nothing has been written then.
    FolderError
        If the folder cannot be used, or something in it cannot be read or written.
    """
    if options.speak:
        _speak(opened, options, console)
    request = UpdateRequest(
        document=opened.document,
        clips=options.clips,
        languages=opened.languages,
        quality=options.quality,
        force=options.force,
        voice=chosen_recordings(_folder(opened, options), opened.voice, opened.languages),
    )
    folder = Folder(options.out)
    source = f"{shown(opened.path) if opened.path else 'the default lesson'}: “{request.document['lesson']['title']}”"
    if options.dry_run:
        return _dry_run(source, request, folder, console)
    executor = _executor(options)
    display = BarProgress(console) if console.is_terminal else LineProgress(console)
    with folder.locked(lambda: display.waiting(options.out)):
        print_line(source, console)
        _say_recordings(request, console)
        return 0 if update_lecture(request, folder, executor, display) else 1


def _folder(opened: OpenedLesson, options: RenderOptions) -> Path | None:
    """Return the folder of recordings that the options name, if they do."""
    return speech_folder(options.voice, opened.voice) if options.speak else options.voice


def _speak(opened: OpenedLesson, options: RenderOptions, console: Console) -> None:
    """Let an engine speak what is missing."""
    if options.dry_run:
        raise click.UsageError("--dry-run: expected without --speak, which writes recordings")
    require_extra("voice", "--speak")
    voices = voicings(opened.languages)
    folder = speech_folder(options.voice, opened.voice)
    speak_lecture(opened, options.clips, voices, folder, lambda line: print_line(line, console))


def _say_recordings(request: UpdateRequest, console: Console) -> None:
    """Print how many beats have a recording, unless none has."""
    entries = lecture(bp.make_lesson(request.document)).values()
    beats = sum(len(entry.clip.beats()) for entry in entries)
    for language in request.voice:
        if any(request.voice.values()):
            without = sum(len(_silent(entry, request, language)) for entry in entries)
            print_line(f"{language}: {beats - without} of {beats} beats have a recording", console)


def _say_silent(request: UpdateRequest, console: Console) -> None:
    """Print which beats of the clips have no recording, in the languages that have some."""
    entries = lecture(bp.make_lesson(request.document))
    for language in (each for each, voice in request.voice.items() if voice):
        for entry in (entries[clip] for clip in request.clips):
            if beats := _silent(entry, request, language):
                print_line(f"{language}/{entry.stem}: no recording of {', '.join(beats)}", console)


def _silent(entry: CatalogEntry, request: UpdateRequest, language: str) -> list[str]:
    """Return the names of a clip's beats that have no recording in a language."""
    recorded = request.recordings(entry.name, language) or {}
    return [beat.name for beat in entry.clip.beats() if beat.name not in recorded]


def _executor(options: RenderOptions) -> Executor:
    """Return the executor: this machine's processes, or a cluster.

    Raises
    ------
    UsageError
        If the scheduler of ``--cluster`` does not answer, or the extra "cluster" is not installed.
    """
    if options.cluster is None:
        return Processes(options.jobs or cores())
    # Imported here because it needs an extra, which may not be installed.
    from scenes.studio.cluster.cluster import Cluster
    from scenes.studio.cluster.scheduler import check_scheduler

    check_scheduler(options.cluster)
    return Cluster(options.cluster)


def _dry_run(source: str, request: UpdateRequest, folder: Folder, console: Console) -> int:
    """Print which beats lack a recording, and for each clip why it would be rendered, or that it is up to date."""
    steps = planned(request.jobs(), folder)
    print_line(source, console)
    _say_recordings(request, console)
    _say_silent(request, console)
    reasons = [request.reason(step) for step in steps]
    for step, reason in zip(steps, reasons, strict=True):
        print_line(f"{step.job.label}: {reason or 'up to date'}", console)
    due = sum(reason is not None for reason in reasons)
    rest = "the lecture's videos, player and explorer brought up to date"
    print_line(f"{due} of {len(steps)} clips would be rendered, and {rest}", console)
    return 0
