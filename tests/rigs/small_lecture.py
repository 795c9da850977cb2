"""Makes a small lecture for the player: videos with one colour for each beat, and hostile texts."""

import colorsys
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from PIL import Image
from playwright.sync_api import Page

from scenes.studio.publish import player_page

HOSTILE = "</script><img src=x onerror=alert(1)>"
NARRATION = 'Narration <b>of</b> {number} & "more" --> '

FRAMES_A_SECOND = 30
BEAT_SECONDS = 0.8  # seconds
WIDTH, HEIGHT = 320, 180

NAMES = {"en": "English", "fr": "Français"}
CHAPTERS = {"One": {"Alpha": 3, "Beta": 2}, HOSTILE: {"Gamma": 2}}
BEATS = [(clip, beat) for clips in CHAPTERS.values() for clip, count in clips.items() for beat in range(count)]


def write_lecture(folder: Path) -> None:
    """Write the lecture in English and French below ``folder``."""
    for code in NAMES:
        (folder / code / "clips").mkdir(parents=True)
        lecture = lecture_data(code)
        for clip in lecture["clips"]:
            colours = [colour_of(clip["name"], index) for index in range(len(clip["beats"]))]
            encode_video(folder / code / clip["video"], colours)
            Image.new("RGB", (WIDTH, HEIGHT), "grey").save(folder / code / clip["poster"])
        (folder / code / "index.html").write_text(player_page.render_page(lecture), "utf-8")


def lecture_data(code: str, theme: str = "dark") -> player_page.PlayerLecture:
    """Return the player's data of the lecture in one language."""
    names = [name for clips in CHAPTERS.values() for name in clips]
    return {
        "title": HOSTILE,
        "credits": [f"Mathematics 2 {HOSTILE}", "Ada Lovelace"],
        "language": code,
        "theme": theme,
        "languages": [
            {"code": each, "name": name, "page": "index.html", "poster": ""}
            if each == code
            else {
                "code": each,
                "name": name,
                "page": f"../{each}/index.html",
                "poster": f"../{each}/clips/01-{names[0]}.png",
            }
            for each, name in NAMES.items()
        ],
        "chapters": [
            {
                "number": number,
                "title": title,
                "clips": list(clips),
                "video": {"video": f"chapters/{number}.mp4", "seconds": BEAT_SECONDS * sum(clips.values())},
            }
            for number, (title, clips) in enumerate(CHAPTERS.items(), 1)
        ],
        "clips": [
            _clip(number, name, sum(clip == name for clip, _ in BEATS)) for number, name in enumerate(names, 1)
        ],
        "lecture": {"video": "lecture.mp4", "seconds": BEAT_SECONDS * len(BEATS)},
        "voiced": True,
        "explorer": "explore.html",
    }


def _clip(number: int, name: str, count: int) -> player_page.PlayerClip:
    times = [(index * BEAT_SECONDS, (index + 1) * BEAT_SECONDS) for index in range(count)]
    return {
        "name": name,
        "number": number,
        "title": f"{name} {HOSTILE}",
        "about": f"What {name} shows.",
        "video": f"clips/{number:02}-{name}.mp4",
        "poster": f"clips/{number:02}-{name}.png",
        "seconds": count * BEAT_SECONDS,
        "width": WIDTH,
        "height": HEIGHT,
        "beats": [
            {
                "name": f"beat{index}",
                "start": start,
                "end": end,
                "narration": f"{NARRATION}{name} {index}",
                "explores": f"view=layers&layers.steps={index}",
            }
            for index, (start, end) in enumerate(times)
        ],
        "captions": {
            code: [
                {"start": start, "end": end, "text": f"<i>{code}</i> & {name}\n{index}"}
                for index, (start, end) in enumerate(times)
            ]
            for code in NAMES
        },
        "numbers": [
            {"beat": "beat0", "symbol": "∂C0/∂w2[1,0]", "value": -0.2194913312345, "shown": "−0.219", "given": ""},
            {"beat": "beat1", "symbol": "z3", "value": 1e-7, "shown": "1.00×10^−7", "given": "w3 = 1.61"},
        ]
        if name == "Alpha"
        else [],
    }


def colour_of(clip: str, beat: int) -> tuple[int, int, int]:
    """Return the colour of the frames of a beat."""
    red, green, blue = colorsys.hsv_to_rgb(BEATS.index((clip, beat)) / len(BEATS), 1, 1)
    return round(255 * red), round(255 * green), round(255 * blue)


def encode_video(path: Path, colours: list[tuple[int, int, int]]) -> None:
    """Encode a video as manim does, with one colour for each beat."""
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", FRAMES_A_SECOND, options={"crf": "10"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt, stream.thread_count = WIDTH, HEIGHT, "yuv420p", 1
        for colour in colours:
            picture = np.full((HEIGHT, WIDTH, 3), colour, np.uint8)
            for _ in range(round(BEAT_SECONDS * FRAMES_A_SECOND)):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())


def beat_on_screen(page: Page) -> tuple[str, int]:
    """Return the clip and beat of the frame on screen, by its colour."""
    shot = Image.open(BytesIO(page.locator("#video").screenshot())).convert("RGB")
    pixel = np.array(shot.getpixel((shot.width // 4, shot.height // 4)))
    return min(BEATS, key=lambda each: float(np.abs(pixel - colour_of(*each)).sum()))
