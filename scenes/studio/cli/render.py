"""``backprop render`` and ``backprop script``: what was asked for is checked, and done."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from rich.console import Console

import backprop_core as bp
from backprop_core.validation import did_you_mean
from scenes.kit.lesson import check_title
from scenes.numbers.language import LANGUAGES
from scenes.studio.build.catalogue import catalogue
from scenes.studio.build.extras import need
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import localized
from scenes.studio.build.plan import planned
from scenes.studio.cli.progress import Bars, Lines, say
from scenes.studio.publish.update import Request, regenerate
from scenes.studio.render.executor import Executor
from scenes.studio.render.processes import Processes
from scenes.studio.voice.recordings import Voice, recordings
from scenes.studio.voice.script import script


@dataclass(frozen=True)
class Options:
    """The options of ``backprop render`` as they were given; None and empty mean that one was not."""

    clips: tuple[str, ...]
    lesson: Path | None
    languages: tuple[str, ...]
    theme: str | None
    quality: str
    jobs: int | None
    cluster: str | None
    force: bool
    dry_run: bool
    out: Path
    voice: Path | None = None


def render_lecture(options: Options, console: Console) -> int:
    """Do what was asked for; return the exit status.

    Raises
    ------
    LessonError, click.UsageError
        For what cannot be asked for; nothing has been written then.
    FolderError
        If the folder cannot be used, or something in it cannot be read or written.
    """
    document = localized(bp.load_document(options.lesson), theme=options.theme)
    bp.check_training(bp.make_lesson(document), options.lesson)
    check_title(document["lesson"]["title"], options.lesson)
    languages = chosen(options.languages or (document["lesson"]["language"],), LANGUAGES, "language")
    request = Request(
        document=document,
        clips=chosen(options.clips or tuple(catalogue()), tuple(catalogue()), "clip"),
        languages=languages,
        quality=options.quality,
        force=options.force,
        voice=_voice(options.voice, languages),
    )
    folder = Folder(options.out)
    if options.dry_run:
        return _dry_run(request, folder, console)
    executor = _executor(options)
    _say_recordings(request, console)
    display = Bars(console) if console.is_terminal else Lines(console)
    with folder.held(lambda: display.waiting(options.out)):
        return 0 if regenerate(request, folder, executor, display) else 1


def script_of(clips: Sequence[str], lesson: Path | None, language: str | None, style: str) -> str:
    """Return what is said in some clips or, if none is named, in all of them.

    Raises
    ------
    LessonError, click.UsageError
        For what cannot be asked for.
    """
    clips = chosen(clips or tuple(catalogue()), tuple(catalogue()), "clip")
    languages = chosen((language,) if language is not None else (), LANGUAGES, "language")
    document = localized(bp.load_document(lesson), *languages)
    shown = bp.make_lesson(document)
    bp.check_training(shown, lesson)
    check_title(shown.title, lesson)
    return script(shown, clips).to(style)


def chosen(given: Sequence[str], known: Sequence[str], what: str) -> tuple[str, ...]:
    """Return the names in the order of those that are known, each once."""
    for name in given:
        if name not in known:
            got = repr(name) + did_you_mean(name, known)
            raise click.UsageError(f"expected a {what} ({', '.join(known)}), got {got}")
    return tuple(name for name in known if name in given)


def _voice(folder: Path | None, languages: Sequence[str]) -> dict[str, Voice]:
    """Return the recordings of the languages that are asked for."""
    if folder is None:
        return {language: {} for language in languages}
    need("voice", "--voice")
    return recordings(folder, languages)


def _say_recordings(request: Request, console: Console) -> None:
    """Say how many beats have a recording, if any has."""
    beats = sum(len(entry.clip.beats()) for entry in catalogue().values())
    for language, voice in request.voice.items():
        if any(request.voice.values()):
            say(f"{language}: {sum(map(len, voice.values()))} of {beats} beats have a recording", console)


def _executor(options: Options) -> Callable[[Path], Executor]:
    """Return what is to do the jobs, once it is told where it may put unfinished files."""
    if options.cluster is None:
        return partial(Processes, options.jobs or cores())
    # An extra: what it needs may not be installed.
    from scenes.studio.cluster.cluster import Cluster
    from scenes.studio.cluster.scheduler import find

    find(options.cluster)
    cluster = Cluster(options.cluster)
    return lambda _scratch: cluster


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _dry_run(request: Request, folder: Folder, console: Console) -> int:
    _say_recordings(request, console)
    steps = planned(request.jobs(), folder)
    reasons = [request.why(step) for step in steps]
    for step, reason in zip(steps, reasons, strict=True):
        say(f"{step.job.label}: {reason or 'up to date'}", console)
    due = sum(reason is not None for reason in reasons)
    say(f"{due} of {len(steps)} clips would be rendered", console)
    return 0
