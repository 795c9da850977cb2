"""``backprop render``: brings the lecture up to date, or says what would be rendered."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

import backprop_core as bp
from scenes.kit.flow.catalogue import lecture
from scenes.studio.build.folder import Folder
from scenes.studio.build.lesson import OpenedLesson
from scenes.studio.build.plan import planned
from scenes.studio.cli.options import cores
from scenes.studio.cli.progress import BarProgress, LineProgress, print_line
from scenes.studio.publish.update import UpdateRequest, update_lecture
from scenes.studio.render.executor import Executor
from scenes.studio.render.processes import Processes
from scenes.studio.voice.recordings import chosen_recordings


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
    request = UpdateRequest(
        document=opened.document,
        clips=options.clips,
        languages=opened.languages,
        quality=options.quality,
        force=options.force,
        voice=chosen_recordings(options.voice, opened.voice, opened.languages),
    )
    folder = Folder(options.out)
    if options.dry_run:
        return _dry_run(request, folder, console)
    executor = _executor(options)
    _say_recordings(request, console)
    display = BarProgress(console) if console.is_terminal else LineProgress(console)
    with folder.locked(lambda: display.waiting(options.out)):
        return 0 if update_lecture(request, folder, executor, display) else 1


def _say_recordings(request: UpdateRequest, console: Console) -> None:
    """Print how many beats have a recording, unless none has."""
    beats = sum(len(entry.clip.beats()) for entry in lecture(bp.make_lesson(request.document)).values())
    for language, voice in request.voice.items():
        if any(request.voice.values()):
            print_line(f"{language}: {sum(map(len, voice.values()))} of {beats} beats have a recording", console)


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


def _dry_run(request: UpdateRequest, folder: Folder, console: Console) -> int:
    """Print for each clip why it would be rendered, or that it is up to date."""
    _say_recordings(request, console)
    steps = planned(request.jobs(), folder)
    reasons = [request.reason(step) for step in steps]
    for step, reason in zip(steps, reasons, strict=True):
        print_line(f"{step.job.label}: {reason or 'up to date'}", console)
    due = sum(reason is not None for reason in reasons)
    print_line(f"{due} of {len(steps)} clips would be rendered", console)
    return 0
