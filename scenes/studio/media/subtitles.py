"""Writes captions as files: SubRip for players, WebVTT for browsers."""

from collections.abc import Iterable
from datetime import timedelta
from html import escape

import srt

from scenes.kit.flow.captions import Caption


def srt_text(captions: Iterable[Caption]) -> str:
    """Return captions as an ``.srt`` file.

    >>> print(srt_text([Caption("A nudge.", 0.0, 1.5)]))
    1
    00:00:00,000 --> 00:00:01,500
    A nudge.
    """
    return srt.compose([_subtitle(caption) for caption in captions]).rstrip("\n") + "\n"


def vtt_text(captions: Iterable[Caption]) -> str:
    """Return captions as a ``.vtt`` file.

    >>> print(vtt_text([Caption("Fish & chips", 61.0, 62.25)]))
    WEBVTT
    <BLANKLINE>
    00:01:01.000 --> 00:01:02.250
    Fish &amp; chips
    """
    cues = [f"{_time(each.start)} --> {_time(each.end)}\n{escape(each.text, quote=False)}\n" for each in captions]
    return "\n".join(["WEBVTT\n", *cues])


def _subtitle(caption: Caption) -> srt.Subtitle:
    return srt.Subtitle(0, timedelta(seconds=caption.start), timedelta(seconds=caption.end), caption.text)


def _time(seconds: float) -> str:
    return srt.timedelta_to_srt_timestamp(timedelta(seconds=seconds)).replace(",", ".")
