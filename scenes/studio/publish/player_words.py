"""The words of the player's page, to be translated."""

from scenes.numbers.language import N_

WORDS = {
    "skip": N_("Skip to the video"),
    "clips": N_("Chapters and clips"),
    "chapter": N_("Chapter {number}"),
    "language": N_("Language of the lecture"),
    "dark": N_("Dark page"),
    "whole": N_("The whole lecture in one video"),
    "whole_chapter": N_("Chapter {number} in one video"),
    "script": N_("This player needs JavaScript. The videos are in the folder “clips” next to this page."),
    "video": N_("Video"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "next": N_("Next beat"),
    "previous": N_("Previous beat"),
    "seek": N_("Position in the clip"),
    "beat": N_("Beat {number} of {count}"),
    "captions": N_("Captions"),
    "off": N_("off"),
    "speed": N_("Speed"),
    "mute": N_("Sound off"),
    "muted": N_("The sound is off."),
    "heard": N_("The sound is on."),
    "lecture": N_("Lecture mode"),
    "lecture_on": N_("Lecture mode: the clip stops at the end of each beat."),
    "lecture_off": N_("Lecture mode is off."),
    "held": N_("End of beat {number} of {count}. Space or Page Down goes on."),
    "finished": N_("This was the last beat of the lecture."),
    "broken": N_("This video cannot be played: {file}"),
    "explore": N_("Try it yourself"),
    "full": N_("Full screen"),
    "help": N_("Keyboard shortcuts"),
    "close": N_("Close"),
    "transcript": N_("What is said"),
    "numbers": N_("Numbers in this clip"),
    "no_numbers": N_("This clip shows no numbers."),
    "beat_row": N_("Beat {number}"),
    "beat_head": N_("Beat"),
    "symbol": N_("Quantity"),
    "shown": N_("On screen"),
    "value": N_("Computed value"),
    "given": N_("Given"),
    "copy_table": N_("Copy the table"),
    "copied": N_("Copied"),
    "not_copied": N_("Could not be copied"),
}
"""The words of every page."""

LIVE_WORDS = {
    "begun": N_("The lecture is being read…"),
    "rendering": N_("Rendering: {done} of {clips}"),
    "current": N_("Up to date"),
    "troubled": N_("Not up to date: see below what is wrong."),
    "lost": N_("The connection is lost: the command has ended."),
    "still": N_("The last picture of this beat, as it is going to be"),
    "trouble": N_("What is wrong"),
}
"""The words of a page that is served while it is made."""

KEYS = (
    ((N_("Space"), "K"), N_("play or pause; in lecture mode, go on")),
    ((N_("Page Down"), "N", N_("Shift + →")), N_("next beat, also of the next clip")),
    ((N_("Page Up"), "P", N_("Shift + ←")), N_("beginning of the beat, or the beat before")),
    (("←", "→"), N_("five seconds back or on")),
    ((N_("Home"), N_("End")), N_("beginning or end of the clip")),
    (("<", ">"), N_("slower or faster")),
    (("F",), N_("full screen")),
    (("C",), N_("captions off, or in the next language")),
    (("L",), N_("lecture mode on or off")),
    (("M",), N_("sound off or on")),
    (("E",), N_("try it yourself: what this beat shows, to be changed")),
    (("?",), N_("this help")),
)
"""The keyboard shortcuts that the help lists: equivalent keys, and what they do."""
