"""Slides: films with exactly the frames of their beats, notes, each format, and refusals."""

import errno
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Collection, Iterator
from fractions import Fraction
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import av
import numpy as np
import pytest
from manim_slides.config import PresentationConfig
from manim_slides.present import get_scenes_presentation_config
from PIL import Image
from playwright.sync_api import Browser, Page, Request
from pptx import Presentation

import backprop_core as bp
from backprop_core.lesson.parts import Credits
from scenes.kit.flow.catalogue import catalogue
from scenes.kit.theme import THEMES
from scenes.numbers.language import Language
from scenes.studio.build import folder
from scenes.studio.build.job import localized
from scenes.studio.slides.deck import Deck, Slide
from scenes.studio.slides.films import reverse, scaled_down
from scenes.studio.slides.formats import HTML
from scenes.studio.slides.powerpoint import complete_powerpoint
from tests.readers.colour_tags import is_bt709
from tests.readers.html_tags import Tags
from tests.readers.mp4_boxes import plays_at_once
from tests.readers.video_decoder import decode_frames
from tests.rigs.cli import KNOWN, complaint_of, run_cli
from tests.rigs.fake_renders import contents, file_states, request, update_folder
from tests.rigs.hostile_titles import TITLES
from tests.rigs.rendered_lecture import ORDER, TITLE, files, records
from tests.rigs.small_project import KillSwitch, Project, wait_for

# In the short run, the lecture is in English only.
EACH = pytest.mark.parametrize("code", ["en", pytest.param("fr", marks=pytest.mark.long)])

PML = {"namespaces": {"p": "http://schemas.openxmlformats.org/presentationml/2006/main"}}


@pytest.fixture(scope="module")
def made(rendered: Path, languages: str, lesson_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a lecture with slides in all formats, moved to another folder; tests must not change it."""
    first, out = (tmp_path_factory.mktemp(name) / "lecture" for name in ("made", "moved"))
    shutil.copytree(rendered, first)
    for form in ("manim-slides", "html", "pptx"):
        answer = slides(first, lesson_file, form, languages)
        assert (answer.status, answer.err) == (0, "")
    first.rename(out)
    return out


def slides(out: Path, lesson: Path, form: str, languages: str):
    return run_cli("slides", "--to", form, "--lesson", lesson, "--lang", languages, "--out", out)


def presented(made: Path, code: str) -> PresentationConfig:
    """Return the slides that ``manim-slides present lecture`` would show."""
    (found,) = get_scenes_presentation_config(["lecture"], made / code / "slides")
    return found


# ---- the films


@EACH
def test_each_film_has_the_frames_of_its_beat(made: Path, code: str):
    _, _, *beats = presented(made, code).slides  # after the title slides of the lecture and the chapter
    for record, name in zip(records(made, code), ORDER, strict=True):
        whole = decode_frames(files(made, code, name).with_suffix(".mp4"))
        for beat in record.beats:
            first, end = (round(second * record.frame_rate) for second in (beat.start, beat.end))
            pictures = decode_frames(beats.pop(0).file)
            assert len(pictures) == end - first
            assert all(map(np.array_equal, pictures, whole[first:end]))
        assert record.beats[-1].end * record.frame_rate == pytest.approx(len(whole))
    assert not beats


@EACH
def test_each_film_starts_at_zero_with_a_key_frame_and_without_sound(made: Path, code: str):
    """Frames are evenly timed from 0, the first is a key frame; there is no other stream; its colours are tagged."""
    rate = records(made, code)[0].frame_rate
    for slide in presented(made, code).slides:
        for path in (slide.file, slide.rev_file):
            assert plays_at_once(path)
            assert is_bt709(path)
            with av.open(str(path)) as film:
                (video,) = film.streams
                times = [frame.time for frame in film.decode(video=0)]
                assert times == pytest.approx([number / rate for number in range(len(times))])
                assert video.duration
                assert video.time_base
                assert float(video.duration * video.time_base) == pytest.approx(len(times) / rate, abs=0.001)
            with av.open(str(path)) as film:
                packets = [packet for packet in film.demux() if packet.size]
                assert packets[0].is_keyframe
                decoding = [packet.dts for packet in packets if packet.dts is not None]
                assert len(decoding) == len(times)
                assert all(before < after for before, after in pairwise(decoding))


@EACH
def test_title_films_are_still_and_have_the_clips_background(made: Path, code: str):
    record = records(made, code)[0]
    title, chapter, *_ = presented(made, code).slides
    for slide in (title, chapter):
        with av.open(str(slide.file)) as film:
            pictures = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
        assert len(pictures) == record.frame_rate
        first, last = pictures[0].astype(int), pictures[-1].astype(int)
        assert first.shape == (record.height, record.width, 3)
        assert apart(first, last) < 0.5  # the encoder's
        assert (np.abs(last - last[0, 0]).max(axis=2) > 90).mean() > 0.002, "something is written"
    with av.open(str(files(made, code, ORDER[0]).with_suffix(".mp4"))) as clip:
        beside = next(clip.decode(video=0)).to_ndarray(format="rgb24")[0, 0]
    assert np.abs(first[0, 0] - beside.astype(int)).max() <= 2
    assert np.abs(first[0, 0] - colour(THEMES["dark"].background)).max() <= 3


def colour(name: str) -> np.ndarray:
    return np.array([int(name[i : i + 2], 16) for i in (1, 3, 5)])


@EACH
def test_reversed_films_have_the_frames_in_reverse(made: Path, code: str):
    for slide in presented(made, code).slides:
        forth, back = decode_frames(slide.file), decode_frames(slide.rev_file)
        assert len(back) == len(forth)
        assert max(apart(one, other) for one, other in zip(back, reversed(forth), strict=True)) < 2


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_a_long_film_is_reversed_in_pieces(tmp_path: Path):
    """Each shade of grey comes in its place, however long the film is."""
    shades = [20 + place for place in range(200)]
    with av.open(str(tmp_path / "x.mp4"), "w") as film:
        stream = film.add_stream("libx264", 15, options={"g": "30", "crf": "5"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 32, 18, "yuv420p"
        for shade in shades:
            film.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((18, 32), shade, np.uint8), "gray")))
        film.mux(stream.encode())
    forth = [int(picture[:18].mean()) for picture in decode_frames(tmp_path / "x.mp4")]
    (tmp_path / "y.mp4").write_bytes(reverse((tmp_path / "x.mp4").read_bytes()))
    back = [int(picture[:18].mean()) for picture in decode_frames(tmp_path / "y.mp4")]
    assert back == pytest.approx(forth[::-1], abs=2)


def test_a_film_is_scaled_down(tmp_path: Path):
    """The colours and their tags stay; each frame is the last of two; so the last one of all is there."""
    shades = list(range(20, 181, 4))
    with av.open(str(tmp_path / "x.mp4"), "w") as film:
        stream = film.add_stream("libx264", 30, options={"crf": "5"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = BT_709
        for shade in shades:
            planes = np.concatenate([np.full(1280 * 720, shade), np.full(640 * 360, 90), np.full(640 * 360, 200)])
            picture = planes.astype(np.uint8).reshape(1080, 1280)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "yuv420p")))
        film.mux(stream.encode())
    (tmp_path / "y.mp4").write_bytes(scaled_down((tmp_path / "x.mp4").read_bytes(), "l"))
    assert plays_at_once(tmp_path / "y.mp4")
    pictures = decode_frames(tmp_path / "y.mp4")
    assert {picture.shape for picture in pictures} == {(480 * 3 // 2, 854)}
    assert [picture[:480].mean() for picture in pictures] == pytest.approx([*shades[1::2], shades[-1]], abs=1.5)
    middle = pictures[10].ravel()[480 * 854 :]  # the two planes of colour
    assert [middle[:100].mean(), middle[-100:].mean()] == pytest.approx([90, 200], abs=1.5)
    (tags,) = re.findall(rb"colrnclx(......)", (tmp_path / "y.mp4").read_bytes(), re.DOTALL)
    assert tags == bytes([0, BT_709] * 3)
    with av.open(str(tmp_path / "y.mp4")) as film:
        assert film.streams.video[0].average_rate == 15


# The number of BT.709 in an mp4's tags: of its primaries, of its transfer and of its matrix.
BT_709 = 1


# ---- what is told, and how they are shown


@EACH
def test_manim_slides_presents_every_slide_with_its_notes(made: Path, code: str):
    shown = presented(made, code)
    record = records(made, code)[0]
    assert shown.resolution == (record.width, record.height)
    assert shown.background_color.as_hex().lower() == THEMES["dark"].background.lower()
    assert not any(slide.loop or slide.auto_next for slide in shown.slides)
    assert [slide.notes for slide in shown.slides] == [text.replace("\n", "\n\n") for text in notes(made, code)]
    written = json.loads((made / code / "slides" / "lecture.json").read_text("ascii"))  # read so anywhere
    assert all(not Path(each[key]).is_absolute() for each in written["slides"] for key in ("file", "rev_file"))
    assert len({slide.file for slide in shown.slides}) == len(shown.slides)


def notes(made: Path, code: str) -> list[str]:
    """Return the notes of each slide: the chapters, the chapter's clips, then the narration."""
    (chapter,) = {catalogue()[name].chapter for name in ORDER}
    told = records(made, code)
    return [
        f"{chapter.number}\u2002{Language(code).text(chapter.title)}",
        "\n".join(record.headline for record in told),
        *(beat.narration for record in told for beat in record.beats),
    ]


@EACH
def test_powerpoint_has_a_slide_for_each_beat(made: Path, code: str):
    deck: Any = Presentation(str(made / code / "slides" / "lecture.pptx"))
    assert deck.slide_width
    assert deck.slide_height
    assert Fraction(deck.slide_width, deck.slide_height) == Fraction(16, 9)
    assert (deck.core_properties.title, deck.core_properties.author) == (TITLE, "")
    told = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert told == notes(made, code)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    first, _, *beats = titles
    assert first == deck.core_properties.title
    assert beats == [
        f"{record.headline} – {number}/{len(record.beats)}"
        for record in records(made, code)
        for number in range(1, len(record.beats) + 1)
    ]
    assert len(set(titles)) == len(titles)
    for place, (slide, shown) in enumerate(zip(deck.slides, presented(made, code).slides, strict=True), start=1):
        film, picture, title, number = slide.shapes
        assert title == slide.shapes.title
        layout = slide.slide_layout
        assert [each.placeholder_format.type.name for each in layout.placeholders].count("TITLE") == 1
        assert len({each.shape_id for each in layout.shapes}) == len(layout.shapes)
        assert number.placeholder_format.type.name == "SLIDE_NUMBER"
        assert number.element.xpath(".//a:fld[@type='slidenum']/a:t/text()") == [str(place)]
        assert number.left + number.width <= deck.slide_width
        assert number.top >= 0.88 * deck.slide_height
        assert number.top + number.height <= deck.slide_height
        assert title.top + title.height == 0
        for shape in (film, picture):
            assert (shape.left, shape.top, shape.width, shape.height) == (0, 0, deck.slide_width, deck.slide_height)
        (embedded,) = [part for part in related(slide) if part.partname.endswith(".mp4")]
        assert embedded.blob == shown.file.read_bytes()
        with av.open(str(shown.file)) as video:
            first, *_, last = (frame.to_ndarray(format="rgb24") for frame in video.decode(video=0))
        assert np.array_equal(pixels(film.poster_frame.blob), first)
        assert np.array_equal(pixels(picture.image.blob), last)
        # Slide shows hide what is yet to appear: here the last frame, until the film has ended.
        steps = slide.element.xpath(".//p:cTn[@presetClass]")
        assert [step.get("presetClass") for step in steps] == ["mediacall", "entr"]
        assert [step.xpath(".//p:spTgt/@spid", **PML) for step in steps] == [
            [str(film.shape_id)],
            [str(picture.shape_id)],
        ]
        (length,) = steps[0].xpath(".//p:cmd//p:cTn/@dur", **PML)
        waits = [step.xpath("ancestor::p:cTn[1]/p:stCondLst/p:cond/@delay", **PML) for step in steps]
        assert waits == [["0"], [length]]
        with av.open(str(shown.file)) as video:
            assert video.duration
            assert int(length) == pytest.approx(video.duration / 1000, abs=1)
        numbers = slide.element.xpath(".//p:cTn/@id")
        assert len(set(numbers)) == len(numbers)


def related(slide: Any) -> Collection[Any]:
    return {rel.target_part.partname: rel.target_part for rel in slide.part.rels.values()}.values()


def pixels(data: bytes) -> np.ndarray:
    with Image.open(BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


# ---- the page


@pytest.fixture
def page(browser: Browser, made: Path) -> Iterator[Page]:
    """Return an offline page; errors and requests outside its folder fail the test."""
    faults: list[str] = []
    requests: list[str] = []
    context = browser.new_context(viewport={"width": 854, "height": 480}, offline=True)
    context.set_default_timeout(30_000)
    context.on(
        "request", lambda request: faults.extend([] if request.url.startswith(made.as_uri()) else [request.url])
    )
    context.on("requestfailed", lambda request: faults.extend(faults_of(request)))
    context.on("console", lambda message: faults.append(message.text))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("dialog", lambda dialog: faults.append(dialog.message))
    yield context.new_page()
    context.close()
    assert faults == []
    assert [url for url in requests if not url.startswith(f"{made.as_uri()}/")] == []


def faults_of(request: Request) -> list[str]:
    """Return why a request failed, unless the browser gave it up itself, as it does when a film is wound on."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url} {request.failure}"]


FILM = "Reveal.getCurrentSlide().slideBackgroundContentElement.querySelector('video')"


def to_its_end(page: Page) -> None:
    """Wait until the slide's film plays by itself, seek close to its end, and wait for the end."""
    page.wait_for_function(f"{FILM} && {FILM}.currentTime > 0")
    page.evaluate(f"{FILM}.currentTime = Math.max({FILM}.currentTime, {FILM}.duration - 0.3)")
    page.wait_for_function(f"{FILM}.ended")


@EACH
def test_the_page_can_be_stepped_through(made: Path, code: str, page: Page):
    """Each film plays by itself, its last frame stays, and keys go on; Space only after its end."""
    shown = presented(made, code).slides
    page.goto((made / code / "slides" / "lecture-html" / "index.html").as_uri())
    assert page.title() == TITLE
    assert page.evaluate("document.documentElement.lang") == code
    assert page.evaluate("Reveal.getTotalSlides()") == len(shown)
    for number, slide in enumerate(shown):
        page.wait_for_function(f"Reveal.getState().indexh === {number}")
        if number == 2:
            page.wait_for_function(f"{FILM} && {FILM}.currentTime > 0")
            page.keyboard.press("Space")
            assert page.evaluate(f"{FILM}.paused")
            page.keyboard.press("Space")
            assert not page.evaluate(f"{FILM}.paused")
        to_its_end(page)
        page.wait_for_timeout(100)
        with av.open(str(slide.file)) as film:
            *_, last = (frame.to_ndarray(format="rgb24") for frame in film.decode(video=0))
        assert apart(pixels(page.screenshot()), last) < 4
        assert page.evaluate("Reveal.getState().indexh") == number
        assert page.locator(".slide-number").inner_text() == str(number + 1)
        page.keyboard.press(("ArrowRight", "PageDown", "Space")[number % 3])
    assert page.evaluate("Reveal.isLastSlide()")
    page.keyboard.press("PageUp")
    page.wait_for_function(f"Reveal.getState().indexh === {len(shown) - 2}")
    page.wait_for_url(f"**#/{len(shown) - 2}")
    page.reload()
    page.wait_for_function(f"Reveal.getState().indexh === {len(shown) - 2}")


def test_the_speaker_view_shows_the_notes(made: Path, page: Page):
    """The speaker's window shows the notes of the current slide, offline too."""
    page.goto((made / "en" / "slides" / "lecture-html" / "index.html").as_uri())
    page.wait_for_function("Reveal.isReady()")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    told = opened.value.locator(".speaker-controls-notes .value")
    for place, text in enumerate(notes(made, "en")):

        def is_told(place: int = place, text: str = text) -> bool:
            # Where it is slow, the speaker's window may still answer with the slide before.
            if page.evaluate("Reveal.getIndices().h") < place:
                page.keyboard.press("ArrowRight")
            page.wait_for_timeout(100)
            return told.inner_text().split() == text.split()

        wait_for(is_told, f"the notes of slide {place}")


@pytest.mark.parametrize("given", TITLES)
def test_credits_are_properties_of_the_file(given: str, tmp_path: Path):
    file = tmp_path / "x.pptx"
    for credits_, subject in (
        (Credits(course=given, author=given, date="May 2027"), f"{given} · May 2027"),
        (Credits(author=given), ""),
    ):
        Presentation().save(str(file))
        complete_powerpoint(file, Deck("x", "Title", credits_, "en", THEMES["dark"], (32, 18), []))
        about = Presentation(str(file)).core_properties
        assert (about.title, about.author, about.subject) == ("Title", given, subject)


@pytest.mark.parametrize("title", TITLES)
def test_titles_are_shown_as_text_on_the_page(title: str, tmp_path: Path):
    pages = []
    for each in (title, "plain"):
        deck = Deck(
            "x", each, Credits(), "en", THEMES["dark"], (32, 18), [Slide("x", b"film", f"{each}\nnotes", each)]
        )
        HTML.make(deck, tmp_path / str(len(pages)))
        pages.append(Tags((tmp_path / str(len(pages)) / HTML.file("x")).read_text("utf-8")))
    read, plain = pages
    assert read.elements == plain.elements
    assert read.texts["title"] == title
    assert read.texts["p"].split() == [*title.split(), "notes"]
    assert read.texts["script"] == plain.texts["script"]


# ---- a deck for each chapter, and smaller films


def test_each_chapter_has_a_deck_of_its_own(filled: Path):
    """It begins with the chapter's title, has the films of its clips only, and leaves the lecture's deck alone."""
    where = filled / "en" / "slides"
    where.mkdir()
    (where / "lecture.pptx").write_text("as it was")
    for form, suffix in {"pptx": ".pptx", "html": "-html/index.html", "manim-slides": ".json"}.items():
        answer = run_cli("slides", "--to", form, "--by", "chapter", "--out", filled)
        assert (answer.status, answer.err) == (0, "")
        assert answer.out.splitlines()[1:] == [f"{where}/{deck}{suffix}" for deck in DECKS]
    for deck, (title, clip) in DECKS.items():
        names = [f"chapter{deck[0]}", *(f"{clip}-{beat.name}" for beat in catalogue()[clip[3:]].clip.beats())]
        shown: Any = Presentation(str(where / f"{deck}.pptx"))
        assert shown.core_properties.title.endswith(f" – {title}")
        assert [slide.shapes[0].name for slide in shown.slides] == names
        page = (where / f"{deck}-html" / "index.html").read_text("utf-8")
        films = [where / f"{deck}-html" / film for film in re.findall(r'video="(files/[^"]+)"', page)]
        (presented,) = get_scenes_presentation_config([deck], where)
        for found in (films, [slide.file for slide in presented.slides]):
            assert [path.stem[:-13] for path in found] == names
            assert all(path.is_file() for path in found)
    assert (where / "lecture.pptx").read_text() == "as it was"


DECKS = {
    "1-simple_network": ("1 · The simplest network", "01-Opening"),
    "6-learning": ("6 · Learning", "20-Recap"),
}


def test_films_are_never_scaled_up(filled: Path):
    """The one line gives the command that renders the quality that was asked for."""
    assert complaint(filled, "Opening", "--quality", "h") == (
        "--quality: expected at most m, the quality of the clips in en, got h; "
        f"first: backprop render Opening --lang en --quality h --theme light --out {filled}"
    )


@pytest.mark.long
def test_films_have_the_quality_that_is_asked_for(project: Project, tmp_path: Path):
    """They are as long as before."""
    out = tmp_path / "lecture"
    assert project.run("render", "--quality", "m", "--out", out).returncode == 0
    films = {}
    for quality, size in {"m": (1280, 720, 30), "l": (854, 480, 15)}.items():
        run = project.run("slides", "--to", "html", "--quality", quality, "--out", out)
        assert (run.returncode, run.stderr) == (0, "")
        films[quality] = []
        for name in whole_slides(out / "en" / "slides"):
            with av.open(str(out / "en" / "slides" / "lecture-html" / name)) as film:
                (video,) = film.streams.video
                assert (video.width, video.height, video.average_rate) == size
                films[quality].append((name[:-17], video.frames))
    assert [name for name, _ in films["l"]] == [name for name, _ in films["m"]]
    assert all(less == (more + 1) // 2 for (_, less), (_, more) in zip(films["l"], films["m"], strict=True))


# ---- files


def test_each_run_replaces_what_was_there(rendered: Path, lesson_file: Path, tmp_path: Path):
    """Clips and other files stay."""
    out = tmp_path / "lecture"
    shutil.copytree(rendered, out)
    before = file_states(out / "en" / "clips")
    whole = slides_of(out, lesson_file, "html")
    assert slides_of(out, lesson_file, "html") == whole
    (out / "en" / "slides" / "mine.txt").write_text("mine")
    fewer = slides_of(out, lesson_file, "html", ORDER[1])
    films = {name for name in fewer if name.endswith(".mp4")}
    assert films < whole.keys()
    assert not [name for name in films if ORDER[0] in name]
    assert {f"lecture-html/{film}" for film in whole_slides(out / "en" / "slides")} == films
    assert (out / "en" / "slides" / "mine.txt").read_text() == "mine"
    assert file_states(out / "en" / "clips") == before
    assert {path.name for path in out.iterdir()} == {path.name for path in rendered.iterdir()}


def slides_of(out: Path, lesson: Path, form: str, *more: str) -> dict[str, bytes]:
    """Make English slides, and return all files of slides."""
    answer = run_cli("slides", *more, "--to", form, "--lesson", lesson, "--out", out)
    assert (answer.status, answer.err) == (0, "")
    folder = out / "en" / "slides"
    assert answer.out.splitlines()[-1] == str(folder / FILE[form])
    assert not list(out.rglob(".backprop-unfinished"))
    return {name: data for name, data in contents(folder).items() if data is not None and name != "mine.txt"}


FILE = {"manim-slides": "lecture.json", "html": "lecture-html/index.html", "pptx": "lecture.pptx"}


def whole_slides(folder: Path) -> list[str]:
    """Assert that the page is complete and nothing is half-written; return its films."""
    films = re.findall(r'video="(files/[^"]+)"', (folder / "lecture-html" / "index.html").read_text("utf-8"))
    assert all((folder / "lecture-html" / film).stat().st_size for film in [*films, "files/reveal.js"])
    for film in films:
        digest = sha256((folder / "lecture-html" / film).read_bytes()).hexdigest()
        assert Path(film).stem.endswith(digest[:12])
    return films


@pytest.mark.parametrize("writes", [3, *(pytest.param(each, marks=pytest.mark.long) for each in (0, 12))])
def test_a_full_disk_leaves_the_earlier_slides_whole(rendered: Path, lesson_file: Path, tmp_path: Path, writes: int):
    """The run ends with one line, the earlier slides are complete, and the next run makes the new ones."""
    out = tmp_path / "lecture"
    shutil.copytree(rendered, out)
    slides_of(out, lesson_file, "html", ORDER[0])
    before = whole_slides(out / "en" / "slides")
    room = iter(range(writes))

    def to_disk(*_: object) -> None:
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with patch.object(folder, "_flush", to_disk):
        answer = run_cli("slides", ORDER[1], "--to", "html", "--lesson", lesson_file, "--out", out)
    assert answer.status == 1
    assert re.fullmatch(r"backprop: .*cannot be written: No space left on device\n", answer.err)
    assert whole_slides(out / "en" / "slides") == before
    slides_of(out, lesson_file, "html", ORDER[1])
    after = whole_slides(out / "en" / "slides")
    assert len(after) > 3
    assert set(after) & set(before) == set(after[:2])  # the titles


MOMENTS = 12


@pytest.fixture(scope="module")
def changes(built: Project) -> int:
    """Return the number of changes of the folder by a run that replaces slides; earlier slides are left there."""
    out = built.root / "shown"
    for arguments in (["render"], ["slides", "First", "--to", "html"]):
        assert built.run(*arguments, "--out", out).returncode == 0
    counted = built.root / "counted-slides"
    shutil.copytree(out, counted)
    sabotage = KillSwitch(str(counted), str(built.root / "count-slides"), sys.maxsize)
    again = built.run(*OTHERS, "--out", counted, env=sabotage.environment())
    assert again.returncode == 0
    assert sabotage.counted() > MOMENTS
    return sabotage.counted()


OTHERS = ("slides", "Second", "Third", "--to", "html")


@pytest.mark.long
@pytest.mark.parametrize("place", range(MOMENTS))
def test_a_killed_run_leaves_whole_slides(project: Project, changes: int, tmp_path: Path, place: int):
    """The earlier or the new slides are complete; the next run leaves what an undisturbed one leaves."""
    out, shown = tmp_path / "out", Path("en", "slides")
    shutil.copytree(project.root / "shown", out)
    sabotage = KillSwitch(str(out), str(tmp_path / "count"), 1 + changes * place // MOMENTS)
    assert project.run(*OTHERS, "--out", out, env=sabotage.environment()).returncode == -signal.SIGKILL
    ends = [whole_slides(project.root / name / shown) for name in ("shown", "counted-slides")]
    assert whole_slides(out / shown) in ends
    assert project.run(*OTHERS, "--out", out).returncode == 0
    assert contents(out / shown) == contents(project.root / "counted-slides" / shown)


# ---- what is refused


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an English lecture of two clips in the light theme, with fake renders."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKPROP_LESSON", raising=False)
    document = localized(bp.load_document(), theme="light")
    update_folder(tmp_path / "out", request(document, "Opening", "Recap", languages=("en",), quality="m"))
    return tmp_path / "out"


def complaint(out: Path, *more: object) -> str:
    before = contents(out)
    line = complaint_of(run_cli("slides", "--to", "pptx", "--out", out, *more))
    assert contents(out) == before
    return line


def test_a_clip_that_is_not_rendered_is_refused(filled: Path):
    said = complaint(filled, "--lang", "en,fr")
    assert said.startswith(
        f"{filled}/fr/01-Opening: not rendered yet (as it is with 18 more); first: backprop render --lang fr"
    )
    said = complaint(filled, "Opening", "ChainRule")
    assert said.startswith(f"{filled}/en/06-ChainRule: not rendered yet; first: backprop render Opening ChainRule ")
    assert complaint(Path("nowhere")).startswith("nowhere: expected a rendered lecture, got nothing")
    Path("empty").mkdir()
    assert complaint(Path("empty")).startswith(
        "empty/en/01-Opening: not rendered yet (as it is with 18 more); first: "
    )
    assert not Path("nowhere").exists()


def test_an_outdated_clip_is_reported(filled: Path):
    """The message gives the command to run, with the present quality and theme."""
    Path("mine.toml").write_text("[lesson]\ntitle = 'Another title'\n")
    line = complaint(filled, "--lesson", "mine.toml")
    there = [each for each in catalogue().values() if (filled / "en" / "clips" / f"{each.stem}.mp4").exists()]
    shown = [(entry.clip, entry.before) for entry in there]
    due = sum(any("title" in clip.reads.split() for clip in clips if clip) for clips in shown)
    assert line == (
        f"{filled}/en/01-Opening: its part of the lesson changed (as it is with {due - 1} more); first: "
        f"backprop render --lang en --quality m --theme light --lesson mine.toml --out {filled}"
    )
    (filled / "en" / "clips" / "20-Recap.mp4").write_bytes(b"damaged")
    assert "/en/20-Recap: 20-Recap.mp4 is missing or damaged; first: " in complaint(filled)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "keynote"], "--to"),
        ([], "--to"),
        (["--to", "html", "--lang", "de"], f"expected a language ({KNOWN}), got 'de'"),
        (["--to", "html", "NoSuchClip"], "expected a clip (Opening, "),
        (["--to", "html", "--lesson", "none.toml"], "none.toml: cannot be read: No such file or directory"),
    ],
)
def test_an_impossible_request_is_refused(filled: Path, arguments: list[str], said: str):
    assert said in complaint_of(run_cli("slides", "--out", filled, *arguments))


@pytest.mark.long
def test_a_missing_package_is_reported(filled: Path):
    with patch.dict(sys.modules, {"manim_slides": None}):
        assert complaint(filled) == "slides: expected the extra \"slides\": python -m pip install -e '.[slides]'"
