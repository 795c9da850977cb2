"""``backprop watch``: what is saved is seen, without losing the place; nothing is drawn twice, nothing is left."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.rigs.fake_renders import contents
from tests.rigs.rehearsal import ROOT
from tests.rigs.small_project import wait_for
from tests.rigs.watched_project import CHAPTER, LESSON, Watched

expect.set_options(timeout=30_000)  # on a busy machine


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Return the watched project, whose clips are rendered."""
    watched = Watched(tmp_path_factory.mktemp("watched"))
    watched.start()
    try:
        watched.wait_until_said("watching")
        yield watched
    finally:
        watched.end()


@pytest.fixture(scope="module")
def page(watched: Watched, browser: Browser) -> Iterator[Page]:
    """Return the page, in the middle of the clip's second beat."""
    context = browser.new_context(viewport={"width": 1000, "height": 640})
    context.set_default_timeout(30_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(watched.address)
    page.goto(f"{page.url.partition('#')[0]}#Target/wanted")
    until(page, "document.querySelector('video').readyState >= 2")
    yield page
    context.close()
    assert faults == []


def until(page: Page, condition: str) -> None:
    """Wait until a JavaScript expression is true; the page may be loaded anew meanwhile."""

    def found() -> bool:
        try:
            return page.evaluate(condition)
        except Error:
            return False

    wait_for(found, condition)


def seconds(page: Page) -> float:
    return page.evaluate("document.querySelector('video').currentTime")


def is_preview(page: Page) -> bool:
    """Whether the page plays what is not a file yet."""
    return page.evaluate("document.querySelector('video').src.startsWith('blob:')")


def said(page: Page) -> Any:
    return page.locator("#transcript a").nth(1)


def test_what_outlives_a_change_of_the_code_imports_none_of_it():
    loaded = "print(*(name for name in sys.modules if name.startswith(('scenes.', 'backprop_core'))))"
    script = f"import sys, scenes.studio.watch.nursery; {loaded}"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    own = {f"scenes.studio.watch.{name}" for name in ("family", "messages", "nursery", "trouble")}
    systems = {"scenes.studio.build", "scenes.studio.build.systems"}  # how processes begin, on which no clip depends
    assert set(run.stdout.split()) == own | systems | {"scenes.studio", "scenes.studio.watch"}


def test_all_is_rendered_once_at_the_start(watched: Watched):
    assert sorted(watched.drawn()) == ["Layers", "Target"]
    assert watched.state()["troubles"] == []


def test_a_saved_number_is_seen_at_the_same_second(watched: Watched, page: Page):
    expect(said(page)).to_contain_text("wanted is 1,")
    page.locator("#seek").evaluate("seek => { seek.value = 3.5; seek.dispatchEvent(new Event('input')); }")
    until(page, "!document.querySelector('video').seeking")
    page.evaluate("window.same = true")
    watched.drawn()
    watched.save(LESSON.replace("1.0", "0.25"))
    expect(said(page)).to_contain_text("wanted is 0.25,")
    until(page, "document.querySelector('video').readyState >= 2")
    assert not page.evaluate("window.same ?? false")
    assert page.url.endswith("#Target/wanted")
    assert seconds(page) == pytest.approx(3.5, abs=0.05)
    watched.wait_until_said("watching")
    expect(page.get_by_role("status").first).to_have_text("Up to date")
    assert watched.drawn() == ["Target"]


@pytest.mark.long
def test_an_open_explorer_follows_the_lesson(watched: Watched, page: Page):
    """What was moved there stays so, and it leads back to the beat."""
    explorer = page.context.new_page()
    explorer.goto(f"{page.locator('#explore').evaluate('link => link.href')}&chain.w3=0.5")
    handle = explorer.get_by_role("slider", name="y", exact=True)
    expect(handle).not_to_have_attribute("aria-valuenow", "0.75")
    watched.drawn()
    watched.save(LESSON.replace("1.0", "0.75"))
    expect(handle).to_have_attribute("aria-valuenow", "0.75")
    assert "chain.w3=0.5" in explorer.url
    explorer.locator("#back").click()
    until(explorer, "location.hash === '#Target/wanted' && document.querySelector('video').readyState >= 2")
    explorer.close()
    watched.wait_until_said("watching")
    version = watched.state()["pages"]["en"]["version"]
    until(page, f"JSON.parse(document.getElementById('data').textContent).live.version === '{version}'")
    assert watched.drawn() == ["Target"]


def test_the_beat_plays_on_before_its_film_is_there(watched: Watched, page: Page):
    """First comes its still; then it plays, from the same second; its film waits until nothing plays."""
    page.evaluate(
        "new MutationObserver(() => sessionStorage.setItem('seen', document.getElementById('still').src))"
        ".observe(document.getElementById('still'), { attributes: true })"
    )
    watched.drawn()
    with watched.films_held():
        watched.save(LESSON.replace("1.0", "0.5"))
        expect(said(page)).to_contain_text("wanted is 0.5,")
        assert "/still/" in page.evaluate("sessionStorage.getItem('seen')")
        until(page, "document.querySelector('video').readyState >= 2")
        expect(page.locator("#still")).to_be_hidden()
        assert is_preview(page)
        assert seconds(page) == pytest.approx(3.5, abs=0.05)
        page.evaluate("const video = document.querySelector('video'); video.playbackRate = 0.1; video.play()")
        until(page, "document.querySelector('video').currentTime > 3.6")
        page.evaluate("window.same = true")
    watched.wait_until_said("watching")
    assert page.evaluate("window.same && !document.querySelector('video').paused")
    page.evaluate("document.querySelector('video').pause()")
    until(page, "!window.same && document.querySelector('video').readyState >= 2")
    assert not is_preview(page)
    assert 3.6 < seconds(page) < 6
    assert watched.drawn() == ["Target"]


def test_what_is_wrong_is_shown_until_the_next_save(watched: Watched, page: Page):
    trouble = page.locator("#trouble")
    watched.save("[lesson]\nclips = [\n[chain\n")
    watched.wait_until_said("mine.toml: line 3: expected a ] after [chain, got none")
    expect(trouble).to_contain_text("line 3")
    watched.save(LESSON.replace("1.0", "nan"))
    expect(trouble).to_contain_text("mine.toml: chain.target: expected a finite number, got nan (line 5)")
    watched.save(LESSON.replace("1.0", "0.5"))
    expect(trouble).to_be_hidden()
    watched.wait_until_said("watching")
    code = CHAPTER.read_text()
    for broken, error in [
        (code + "\ndef nothing(:\n", "small.py:{}: SyntaxError"),
        (
            code.replace("self.wait(1)", "self.wait(1 / 0)"),
            "en/02-Target: ZeroDivisionError: division by zero (small.py:{})",
        ),
    ]:
        watched.chapter.write_text(broken)
        line = next(n for n, text in enumerate(broken.split("\n"), 1) if "nothing(" in text or "1 / 0" in text)
        expect(trouble).to_contain_text(error.format(line))
        expect(said(page)).to_contain_text("wanted is 0.5,")
        assert page.evaluate("document.querySelector('video').readyState >= 2"), "the last good film stays"
    watched.chapter.write_text(code)
    expect(trouble).to_be_hidden()
    expect(page.get_by_role("status").first).to_have_text("Up to date")


@pytest.mark.long
def test_saves_in_bursts_are_one(watched: Watched):
    """Files that are replaced, removed and there again; what is drawn in the end is drawn once."""
    wait_for(lambda: watched.state()["ended"], "all is up to date")
    watched.drawn()
    for number in range(5):
        watched.save(LESSON.replace("1.0", f"0.{number + 1}"))
    watched.lesson.unlink()
    watched.lesson.write_text(LESSON.replace("1.0", "0.7"))
    page = f"/{watched.token}/en/index.html"
    wait_for(lambda: b"wanted is 0.7," in watched.ask(page)[1] and watched.state()["ended"], "it is there")
    assert watched.drawn().count("Layers") == 0
    watched.lesson.write_text(LESSON.replace("1.0", "0.7"))
    watched.lesson.touch()
    watched.chapter.touch()
    time.sleep(1)
    wait_for(lambda: watched.state()["ended"], "all is up to date")
    assert watched.drawn() == []


def test_only_the_page_itself_is_answered(watched: Watched):
    start, own = f"/{watched.token}", f"http://{watched.host}"
    video = f"{start}/en/clips/02-Target.mp4"
    assert [watched.ask(f"{start}/en/{name}.html")[0] for name in ("index", "explore")] == [200, 200]
    assert watched.ask(video, headers={"Range": "bytes=0-9", "Origin": own})[0] == 206
    place = '{"language": "en", "clip": "Target", "beat": "start"}'
    assert watched.ask(f"{start}/place", "POST", place, {"Origin": own})[0] == 204
    for path in (
        *("/", "/en/index.html", f"/{'0' * 32}/en/index.html", "/en/clips/02-Target.mp4", f"{start}x/en/index.html"),
        *("/en/explore.html", f"{start}/fr/explore.html"),
        *(
            f"{start}/en/../../mine.toml",
            f"{start}/en/clips/../../../mine.toml",
            f"{start}/en/%2e%2e/%2e%2e/mine.toml",
        ),
        *(f"{start}/en//etc/passwd", f"{start}/en/clips/02-Target.json", f"{start}/fr/index.html"),
        *(f"{start}/still/../../drawn", f"{start}/preview/{'0' * 64}"),
    ):
        assert watched.ask(path)[0] in (403, 404), path
    for headers in (
        *(
            {"Host": host}
            for host in ("evil.example", "localhost", "127.0.0.1", f"localhost:{watched.host[10:]}", "")
        ),
        *({"Origin": origin} for origin in ("http://evil.example", "null", "http://127.0.0.1", own + "0")),
        *({"Sec-Fetch-Site": site} for site in ("cross-site", "same-site")),
    ):
        assert watched.ask(video, headers=headers)[0] == 403, headers
        assert watched.ask(f"{start}/events", headers=headers)[0] == 403, headers
        assert watched.ask(f"{start}/place", "POST", place, {"Origin": own} | headers)[0] == 403, headers
    assert watched.ask(f"{start}/place", "POST", place)[0] == 403, "no origin"
    for body in ("", "[]", "{", place.replace("Target", "Other"), place.replace("en", "fr"), " " * 2000 + place):
        assert watched.ask(f"{start}/place", "POST", body, {"Origin": own})[0] in (400, 413), body


def test_it_leaves_nothing(watched: Watched, page: Page):
    """The page that was open says that the command has ended."""
    assert watched.interrupt() == 130
    expect(page.get_by_role("status").first).to_have_text("The connection is lost: the command has ended.")
    assert watched.left_over() == set()
    assert watched.process
    assert watched.process.stderr
    assert watched.process.stderr.read() in ("", "backprop: stopped\n")


@pytest.mark.long
def test_it_made_what_render_makes(watched: Watched):
    watched.interrupt()
    other = Path(watched.project.root, "other")
    options = ("--lesson", watched.lesson, "--out", other)
    run = watched.project.run("render", *options, env=watched.environment)
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(watched.out) == contents(other)
