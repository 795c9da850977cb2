"""``backprop watch``: shows the lecture in a browser, and keeps it up to date while it is written."""

import webbrowser

from rich.console import Console

import backprop_core as bp
from scenes.kit.flow.catalogue import lecture
from scenes.studio.build.lesson import OpenedLesson
from scenes.studio.cli.progress import print_line
from scenes.studio.watch.messages import Begun, Ended, News, Place, Rendered, Trouble, Wanted
from scenes.studio.watch.watch import watch


def watch_lecture(opened: OpenedLesson, wanted: Wanted, *, browser: bool, console: Console) -> None:
    """Watch until Ctrl-C.

    Parameters
    ----------
    browser
        Open the page in a browser.
    """
    lesson = bp.make_lesson(opened.document)
    clip = opened.chosen_clips(wanted.clips)[0]
    place = Place(opened.languages[0], clip, lecture(lesson)[clip].clip.beats()[0].name)

    def show(address: str) -> None:
        print_line(address, console)
        if browser:
            webbrowser.open(address)

    watch(wanted, place, lesson.theme, show, lambda news, done: _print(news, done, console))


def _print(news: News, done: str, console: Console) -> None:
    """Print news as ``render`` does."""
    match news:
        case Begun(clips) if clips:
            print_line(f"to render: {clips}", console)
        case Rendered(label):
            print_line(f"[{done}] {label}", console)
        case Trouble(what, text):
            print_line(f"{what} failed: {text}" if what else text, console)
        case Ended():
            print_line("watching", console)
