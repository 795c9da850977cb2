"""What a chapter of the lecture is called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """A chapter: its place in the lecture, from 1, and its title in English."""

    number: int
    title: str
