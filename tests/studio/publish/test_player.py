"""The player's page, opened from the disk in a real browser."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import backprop_core as bp
from scenes.studio.publish import player_page, player_words
from scenes.studio.publish.explorer_page import render_explorer
from tests.rigs.hostile_titles import TITLES
from tests.rigs.small_lecture import (
    BEAT_SECONDS,
    BEATS,
    FRAMES_A_SECOND,
    HOSTILE,
    NAMES,
    NARRATION,
    beat_on_screen,
    lecture_data,
    write_lecture,
)
from tests.rigs.small_project import wait_for

DESK = {"width": 1000, "height": 640}  # small, as this browser paints without a graphics card
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}

# The part of a picture's height below which there are only captions: 0.9 units of 8.
FREE = 0.9 / 8

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lecture")
    write_lecture(folder)
    return folder


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Open]:
    """Return a function that opens the player; errors and requests outside the folder fail the test."""
    faults: list[str] = []
    requests: list[str] = []
    contexts = []

    def open_page(fragment: str = "", language: str = "en", expected: str = "nothing", **options: Any) -> Page:
        def heard(kind: str, text: str) -> None:
            if kind != "log" and expected not in text:
                faults.append(text)

        context = browser.new_context(**{"viewport": DESK, **options})
        context.set_default_timeout(30_000)
        context.on("request", lambda request: requests.append(request.url))
        context.on("console", lambda message: heard(message.type, message.text))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("dialog", lambda dialog: faults.append(f"dialog {dialog.message}"))
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site.as_uri()}/{language}/index.html{fragment}")
        until(page, "video.readyState >= 2 && !video.seeking")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
    assert [url for url in requests if not url.startswith((f"{site.as_uri()}/", "data:"))] == []


def until(page: Page, condition: str) -> None:
    """Wait until a JavaScript expression of ``video`` is true."""
    limit = time.monotonic() + 30
    while not ask(page, condition):
        assert time.monotonic() < limit, (
            f"still not: {condition}, at {ask(page, 'video.currentTime')} s of {page.url}"
        )
        page.wait_for_timeout(20)


def ask(page: Page, expression: str) -> Any:
    return page.evaluate(f"(() => {{ const video = document.querySelector('video'); return {expression}; }})()")


def place(page: Page) -> tuple[str, int]:
    """Return the clip and beat of the page, on which its address and its list agree."""
    clip, _, beat = page.url.partition("#")[2].partition("/")
    index = ask(page, "[...document.querySelectorAll('#transcript a')].findIndex((a) => a.ariaCurrent === 'true')")
    assert beat in ([f"beat{index}"] if index else ["", "beat0"])
    assert page.locator("[data-clip][aria-current]").get_attribute("data-clip") == clip
    return clip, index


def agreed(page: Page) -> tuple[str, int]:
    """Wait until what is on the screen is of the clip and beat of the page, and return these."""
    wait_for(lambda: place(page) == beat_on_screen(page), "the picture is of the page's beat")
    return place(page)


def test_the_page_opens_and_plays(visit: Open):
    page = visit()
    assert page.locator("#video").get_attribute("poster") == "clips/01-Alpha.png"
    assert (place(page), ask(page, "video.paused")) == (("Alpha", 0), True)
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, "video.currentTime > 0.3")
    page.get_by_role("button", name="Pause", exact=True).click()
    assert ask(page, "video.paused")
    assert agreed(page) in BEATS
    page.locator("#video").click()
    until(page, "!video.paused")


def test_one_clip_follows_the_other(visit: Open):
    page = visit("#Beta/beat1")
    page.evaluate("""document.querySelector("video").addEventListener("timeupdate", function stop({ target }) {
        if (target.src.endsWith("03-Gamma.mp4") && target.currentTime > 0) {
            target.pause();
            target.removeEventListener("timeupdate", stop);
        }
    })""")
    page.keyboard.press("Space")
    until(page, "video.src.endsWith('03-Gamma.mp4') && video.paused && video.currentTime > 0")
    assert agreed(page)[0] == "Gamma"
    page.keyboard.press("End")
    page.keyboard.press("k")
    until(page, "video.ended && document.querySelector('#status').textContent")
    assert page.locator("#status").inner_text() == "This was the last beat of the lecture."


def test_the_transcript_seeks(visit: Open):
    page = visit()
    page.locator("#transcript a").nth(2).click()
    until(page, "!video.seeking")
    assert (place(page), beat_on_screen(page)) == (("Alpha", 2), ("Alpha", 2))
    assert ask(page, "video.paused")


@pytest.mark.parametrize(
    "target", [*(pytest.param(each, marks=pytest.mark.long) for each in ("#Alpha/beat1", "#Gamma")), "#Beta/beat1"]
)
def test_a_link_opens_at_its_beat(visit: Open, target: str):
    page = visit(target)
    clip, _, beat = target[1:].partition("/beat")
    if beat:
        assert beat_on_screen(page) == (clip, int(beat))
    assert place(page) == (clip, int(beat or 0))


@pytest.mark.long
def test_links_in_the_page_work_forwards_and_back(visit: Open):
    page = visit("#Alpha/beat2")
    page.evaluate("location.hash = '#Beta/beat1'")
    until(page, "video.readyState >= 2 && !video.seeking")
    assert (place(page), beat_on_screen(page)) == (("Beta", 1), ("Beta", 1))
    page.locator("[data-clip=Gamma]").click()
    assert place(page) == ("Gamma", 0)
    page.go_back()
    until(page, "video.src.endsWith('02-Beta.mp4') && video.readyState >= 2")
    assert place(page) == ("Beta", 1)


def test_a_beat_leads_to_the_explorer_and_back(visit: Open, site: Path):
    (site / "en" / "explore.html").write_text(render_explorer(bp.default_lesson()), "utf-8")
    page = visit("#Alpha/beat1")
    page.keyboard.press("PageDown")
    page.get_by_role("link", name="Try it yourself").click()
    steps = page.locator(".layers-step")
    expect(steps).to_contain_text("2")
    page.get_by_role("tab", name="One neuron in each layer").click()
    page.wait_for_url("**/explore.html#view=chain&*")
    page.get_by_role("link", name="Back to the film").click()
    until(page, "video && video.readyState >= 2")
    assert place(page) == ("Alpha", 2)
    page.keyboard.press("PageUp")
    page.keyboard.press("e")
    expect(steps).to_contain_text("1")


def test_a_bad_link_is_ignored(visit: Open):
    page = visit("#Alpha/nothing")
    assert place(page) == ("Alpha", 0)
    page.keyboard.press("PageDown")
    for bad in ("#Nothing", "#__proto__/x", "#%E0%A4%A", "#/", "#<img src=x>", "#Alpha/beat1/x/y"):
        page.evaluate("bad => location.hash = bad", bad)
        until(page, "location.hash === '#Alpha/beat1'")
        assert place(page) == ("Alpha", 1)


def test_the_keyboard_moves_and_plays(visit: Open):
    page = visit()
    for keys, there in [
        ("PageDown", ("Alpha", 1)),
        ("n", ("Alpha", 2)),
        ("Shift+ArrowRight", ("Beta", 0)),
        ("PageDown", ("Beta", 1)),
        ("PageUp", ("Beta", 0)),
        ("Shift+ArrowLeft", ("Alpha", 2)),
        ("p", ("Alpha", 1)),
        ("End", ("Alpha", 2)),
        ("Home", ("Alpha", 0)),
        ("ArrowRight", ("Alpha", 2)),  # five seconds are more than this clip has
        ("ArrowLeft", ("Alpha", 0)),
    ]:
        page.keyboard.press(keys)
        until(page, "video.readyState >= 2 && !video.seeking")
        assert (place(page), ask(page, "video.paused")) == (there, True), keys
    page.locator("#seek").focus()
    page.keyboard.press("PageDown")
    assert place(page) == ("Alpha", 1)


def test_the_sound_can_be_turned_off_and_on(visit: Open):
    """By key and by button; the choice is announced and remembered."""
    page = visit()
    assert not ask(page, "video.muted")
    page.keyboard.press("m")
    assert ask(page, "video.muted")
    assert page.locator("#status").inner_text() == "The sound is off."
    page.reload()
    until(page, "video.readyState >= 2 && video.muted")
    assert page.locator("#mute").get_attribute("aria-pressed") == "true"
    page.locator("#mute").click()
    page.locator("[data-clip=Gamma]").click()
    assert (place(page), ask(page, "video.muted")) == (("Gamma", 0), False)


def silent_page(site: Path) -> Path:
    """Write the page of the same lecture without a voice, and return it."""
    data = lecture_data("en")
    data["voiced"] = False
    path = site / "en" / "silent.html"
    path.write_text(player_page.render_page(data), "utf-8")
    return path


@pytest.mark.long
def test_what_is_spoken_has_no_captions_at_first(visit: Open, site: Path):
    """A silent lecture has them, until the viewer chooses; the choice holds for both."""
    silent = silent_page(site)
    page = visit()
    spoken, captions = page.url, page.locator("#captions")

    def opens(address: str, shown: bool) -> None:
        page.goto(address)
        page.reload()
        until(page, "video.readyState >= 2")
        if not shown:
            page.wait_for_timeout(200)  # the words would appear with the first picture
        expect(captions).to_be_visible(visible=shown, timeout=30_000)

    opens(spoken, shown=False)
    opens(silent.as_uri(), shown=True)
    page.get_by_label("Captions").select_option("en")
    opens(spoken, shown=True)
    page.get_by_label("Captions").select_option("off")
    opens(silent.as_uri(), shown=False)
    silent.unlink()


def test_a_silent_lecture_has_no_sound_button(visit: Open, site: Path):
    page = visit()
    silent = silent_page(site)
    page.goto(silent.as_uri())
    page.keyboard.press("m")
    assert not ask(page, "video.muted")
    assert page.locator("#mute").count() == 0
    page.keyboard.press("?")
    keys = page.locator("#help dt").all_inner_texts()
    assert len(keys) == len(player_words.KEYS) - 1
    assert "M" not in keys
    silent.unlink()


@pytest.mark.long
def test_keys_of_the_focused_element_are_left_to_it(visit: Open):
    page = visit()
    page.locator("#lecture").focus()
    page.keyboard.press("Space")
    assert page.locator("#lecture").get_attribute("aria-pressed") == "true"
    assert ask(page, "video.paused")
    page.keyboard.press("Control+l")
    assert page.locator("#lecture").get_attribute("aria-pressed") == "true"
    page.locator("#speed").focus()
    page.keyboard.press("End")
    assert ask(page, "[video.playbackRate, video.currentTime]") == [2, 0]


@pytest.mark.long
def test_help_is_a_dialog(visit: Open):
    page = visit()
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keyboard shortcuts").is_visible()
    page.keyboard.press("n")
    assert place(page) == ("Alpha", 0)
    page.keyboard.press("Enter")
    assert not page.locator("#help").is_visible()


@pytest.mark.parametrize("speed", [pytest.param(1, marks=pytest.mark.long), 2])
def test_lecture_mode_stops_on_the_last_frame_of_each_beat(visit: Open, speed: float):
    page = visit("#Alpha/beat1")
    page.locator("#speed").select_option(str(speed))
    page.evaluate("""() => {
        const video = document.querySelector("video");
        window.presented = [];
        window.played = false;
        video.addEventListener("play", () => (played = true));
        const note = (_, { mediaTime }) => {
            presented.push(mediaTime);
            video.requestVideoFrameCallback(note);
        };
        video.requestVideoFrameCallback(note);
        video.addEventListener("loadeddata", () => (presented.length = 0)); // the clip before may show a last frame
    }""")
    page.keyboard.press("l")
    for number, there, end in [(1, ("Alpha", 1), 2), (2, ("Alpha", 2), 3), (3, ("Beta", 0), 1)]:
        page.evaluate("presented.length = 0; played = false")
        page.keyboard.press("PageDown" if number > 1 else "Space")
        until(page, "played && video.paused && !video.seeking && video.readyState >= 2")
        last = end * BEAT_SECONDS - 1 / FRAMES_A_SECOND
        # A busy browser may have shown the next frames by the time that it is told to stop, and then goes back.
        until(page, f"Math.abs(presented.at(-1) - {last}) < 1e-3")
        page.wait_for_timeout(100)
        assert agreed(page) == there
        times = page.evaluate("presented")
        assert times[-1] == pytest.approx(last, abs=1e-3), "the beat's last frame"
        assert min(times) > end * BEAT_SECONDS - BEAT_SECONDS - 2 / FRAMES_A_SECOND
        assert page.locator("#status").inner_text().startswith(f"End of beat {there[1] + 1} of ")


@pytest.mark.long
def test_lecture_mode_goes_back(visit: Open):
    page = visit("#Beta/beat1")
    page.evaluate("document.querySelector('video').addEventListener('play', () => (window.played = true))")
    page.keyboard.press("l")
    page.keyboard.press("Space")
    until(page, "window.played && video.paused && !video.seeking")
    page.keyboard.press("PageUp")
    until(page, "!video.seeking")
    assert (place(page), ask(page, "video.paused")) == (("Beta", 0), True)
    page.evaluate("played = false")
    page.keyboard.press("PageDown")  # a remote has no other key to start it
    until(page, "played")
    assert place(page) == ("Beta", 0)


def test_captions_can_be_shown_in_each_language(visit: Open):
    page = visit("#Alpha/beat1", "fr")
    shown = page.locator("#captions")
    page.get_by_label("Sous-titres").select_option("fr")
    assert shown.text_content() == "<i>fr</i> & Alpha\n1"
    page.get_by_label("Sous-titres").select_option("en")
    assert shown.text_content() == "<i>en</i> & Alpha\n1"
    page.keyboard.press("PageDown")
    wait_for(lambda: shown.text_content() == "<i>en</i> & Alpha\n2", "the beat has its caption")
    assert shown.get_attribute("lang") == "en"
    page.locator("#stage").focus()
    page.keyboard.press("c")
    assert page.get_by_label("Sous-titres").input_value() == "fr"
    page.get_by_label("Sous-titres").select_option("off")
    assert not shown.is_visible()
    kinds = ask(
        page, "[...video.textTracks].map((t) => [t.kind, t.language, t.cues.length, t.activeCues[0].startTime])"
    )
    assert kinds == [["captions", "en", 3, 2 * BEAT_SECONDS], ["captions", "fr", 3, 2 * BEAT_SECONDS]]


@pytest.mark.long
def test_changing_the_language_keeps_the_place(visit: Open):
    page = visit("#Alpha")
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.keyboard.press("c")
    page.get_by_role("link", name="Français").click()
    until(page, "document.documentElement.lang === 'fr' && video.readyState >= 2")
    assert (place(page), beat_on_screen(page)) == (("Alpha", 2), ("Alpha", 2))
    assert page.get_by_role("button", name="Mode exposé").is_visible()
    assert page.locator("#beat").inner_text() == "Étape 3 sur 3"
    assert page.locator("#captions").text_content() == "<i>fr</i> & Alpha\n2"


def test_settings_are_remembered(visit: Open):
    page = visit(color_scheme="light")
    page.keyboard.press("l")
    for _ in range(2):
        page.keyboard.press(">")
    page.get_by_label("Captions").select_option("fr")
    page.get_by_role("button", name="Dark page").click()
    page.reload()
    until(page, "video.readyState >= 2")
    assert page.locator("#lecture").get_attribute("aria-pressed") == "true"
    assert (ask(page, "video.playbackRate"), page.get_by_label("Speed").input_value()) == (1.5, "1.5")
    assert page.get_by_label("Captions").input_value() == "fr"
    assert ask(page, "getComputedStyle(document.body).colorScheme") == "dark"
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    until(page, "video.src.endsWith('02-Beta.mp4') && video.readyState >= 2")
    assert ask(page, "video.playbackRate") == 1.5


def test_damaged_settings_do_no_harm(visit: Open):
    page = visit()
    for stored in ("{", "null", "7", '{"speed": "x", "captions": 3, "lecture": "no"}'):
        page.evaluate("stored => localStorage.setItem('backprop-player', stored)", stored)
        page.reload()
        assert (place(page), ask(page, "video.playbackRate")) == (("Alpha", 0), 1)
        assert page.get_by_label("Captions").input_value() == "off"
        assert page.locator("#lecture").get_attribute("aria-pressed") == "false"


def test_numbers_are_shown_and_copied(visit: Open):
    page = visit(language="fr")
    page.evaluate("document.addEventListener('copy', () => window.old = String(getSelection()))")
    page.evaluate("void (navigator.clipboard.writeText = (text) => Promise.resolve((window.copied = text)))")
    assert page.locator("#numbers tbody tr").nth(1).inner_text().split("\t") == [
        "∂C0/∂w(2)1,0",
        "−0.219",
        "−0,219491331",
        "",
    ]
    button = page.get_by_role("button", name="Copier le tableau")
    button.click()
    assert page.locator("#status").inner_text() == "Copié"
    assert page.evaluate("copied").split("\n") == [
        "Étape\tGrandeur\tÀ l’écran\tValeur calculée\tSachant",
        "1\t∂C0/∂w2[1,0]\t−0.219\t-0,2194913312345\t",
        "2\tz3\t1.00×10^−7\t1e-7\tw3 = 1.61",
    ]
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')))")
    page.locator("#copy").click()
    assert page.evaluate("old.split('\\n').length") == 3
    page.keyboard.press("PageDown")
    page.locator("[data-clip=Gamma]").click()
    assert page.get_by_text("Cette séquence ne montre aucun nombre.").is_visible()
    assert not page.locator("#copy").is_visible()


def sides(page: Page, selector: str) -> dict[str, float]:
    """Return where an element ends; of a video, its picture."""
    box = page.locator(selector).evaluate("each => each.getBoundingClientRect().toJSON()")
    if selector == "#video":
        height = min(box["height"], box["width"] * 9 / 16)
        middle = (box["top"] + box["bottom"]) / 2
        box |= {"top": middle - height / 2, "bottom": middle + height / 2}
    return box


@pytest.mark.long
def test_full_screen_leaves_the_picture_alone(visit: Open):
    page = visit("#Alpha/beat1")
    page.keyboard.press("c")
    page.keyboard.press("f")
    until(page, "document.fullscreenElement?.id === 'stage'")
    page.mouse.move(400, 400)
    assert page.locator(".controls").evaluate("each => getComputedStyle(each).opacity") == "1"
    picture, captions, controls = (sides(page, each) for each in ("#video", "#captions", ".controls"))
    assert captions["top"] >= picture["bottom"] - FREE * (picture["bottom"] - picture["top"])
    assert max(picture["bottom"], captions["bottom"]) <= controls["top"] + 1
    until(page, "getComputedStyle(document.querySelector('.controls')).opacity === '0'")
    assert page.locator("#captions").is_visible()
    page.keyboard.press("Tab")
    until(page, "getComputedStyle(document.querySelector('.controls')).opacity === '1'")
    page.keyboard.press("f")
    until(page, "document.fullscreenElement === null")


def test_there_is_no_link_to_a_language_that_is_not_there(visit: Open, site: Path):
    """Its folder was not copied along. The link comes back with the folder."""
    away = (site / "fr").rename(site / "elsewhere")
    try:
        page = visit(expected="ERR_FILE_NOT_FOUND")
        expect(page.get_by_role("link", name="Français")).to_be_hidden()
        assert page.get_by_role("link", name="English").is_visible()
    finally:
        away.rename(site / "fr")
    assert visit().get_by_role("link", name="Français").is_visible()


def test_hostile_text_is_shown_as_text(visit: Open):
    page = visit()
    assert page.locator("h1").inner_text() == HOSTILE
    assert page.title() == f"Alpha {HOSTILE} – {HOSTILE}"
    assert page.locator("#transcript a span").nth(1).text_content() == f"{NARRATION}Alpha 0"
    assert page.locator("img").count() == 3, "the posters"
    assert page.locator("b:not(button b), i:not(table i, #marks i)").count() == 0


@pytest.mark.parametrize("titles", [TITLES[4::8], pytest.param(TITLES, marks=pytest.mark.long)], ids=["some", "all"])
def test_every_hostile_title_is_shown_as_text(visit: Open, site: Path, titles: tuple[str, ...]):
    """With any title, the page has the same elements, runs no code and fetches nothing."""
    page = visit()
    elements = "[...document.querySelectorAll('*')].map((each) => each.tagName + [...each.attributes].length).join()"
    found = set()
    for number, title in enumerate(("plain", *titles)):
        data = lecture_data("en")
        data["title"] = title
        file = site / "en" / f"title{number}.html"
        file.write_text(player_page.render_page(data), "utf-8")
        page.goto(file.as_uri())
        assert page.locator("h1").text_content() == title
        assert ask(page, "JSON.parse(document.getElementById('data').textContent).title") == title
        assert page.evaluate("document.querySelector('title').textContent").endswith(f" – {title}")
        found.add(page.evaluate(elements))
        file.unlink()
    assert len(found) == 1


def test_the_content_policy_blocks_injected_scripts(visit: Open):
    page = visit(expected="Content Security Policy")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"window.hit = 1\">')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'window.hit = 2' }))")
    page.wait_for_timeout(100)
    assert page.evaluate("window.hit") is None
    assert page.evaluate("fetch('clips/01-Alpha.png').then(() => 'sent', () => 'refused')") == "refused"


@pytest.mark.long
def test_a_missing_video_is_named(visit: Open, site: Path):
    page = visit(expected="net::ERR_FILE_NOT_FOUND")
    video = site / "en" / "clips" / "03-Gamma.mp4"
    aside = video.rename(video.with_suffix(".aside"))
    try:
        page.locator("[data-clip=Gamma]").click()
        page.get_by_text("This video cannot be played: clips/03-Gamma.mp4").wait_for()
    finally:
        aside.rename(video)


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [
        pytest.param(WIDE, "dark", id="wide-dark", marks=pytest.mark.long),
        pytest.param(WIDE, "light", id="wide-light", marks=pytest.mark.long),
        pytest.param(PHONE, "dark", id="phone-dark", marks=pytest.mark.long),
        pytest.param(PHONE, "light", id="phone-light"),
    ],
)
def test_the_page_has_no_accessibility_violation(visit: Open, viewport: dict[str, int], scheme: str):
    page = visit("#Alpha/beat1", viewport=viewport, color_scheme=scheme, has_touch=viewport is PHONE)
    page.keyboard.press("l")
    page.locator("#clips").evaluate("each => each.open = true")
    assert ask(page, "document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"
    assert violations(page) == []
    page.keyboard.press("?")
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['impact']} {each['id']}: {node['html']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


@pytest.mark.long
def test_the_list_of_clips_folds_on_a_phone(visit: Open):
    page = visit(viewport=PHONE)
    assert not page.locator("[data-clip=Gamma]").is_visible()
    page.get_by_text("Chapters and clips").click()
    page.locator("[data-clip=Gamma]").click()
    assert not page.locator("[data-clip=Gamma]").is_visible()
    assert place(page) == ("Gamma", 0)
    page.locator("#transcript a").nth(1).click()
    assert ask(page, "video.getBoundingClientRect().top >= 0"), "scrolled back into view"


@pytest.mark.parametrize("code", NAMES)
def test_the_page_needs_no_other_file_but_the_videos(code: str):
    html = player_page.render_page(lecture_data(code))
    assert html == player_page.render_page(lecture_data(code))
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", html)
    assert html.count("</script>") == 2
    assert "\ufffd" not in html
    assert re.search(r"<script type=\"application/json\" id=\"data\">(.*)</script>", html)
    embedded = re.search(r'id="data">(.*)</script>', html)
    assert embedded
    assert json.loads(embedded[1])["clips"] == lecture_data(code)["clips"]


def test_data_that_cannot_be_shown_is_refused():
    empty = lecture_data("en")
    empty["clips"] = []
    with pytest.raises(ValueError, match="expected at least one clip"):
        player_page.render_page(empty)
    endless = lecture_data("en")
    endless["clips"][0]["seconds"] = float("inf")
    with pytest.raises((ValueError, OverflowError)):
        player_page.render_page(endless)
