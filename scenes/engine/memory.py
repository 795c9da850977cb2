"""Tunes glibc's malloc so that the memory of freed pictures goes back to the operating system."""

import sys
from ctypes import CDLL

# glibc's number for the size from which a block is mapped by itself, and that size: pictures are larger.
_M_MMAP_THRESHOLD = -3
_LARGE = 1 << 20


def return_large_blocks() -> None:
    """Make freed blocks of the size of a picture return to the operating system at once.

    Otherwise glibc raises that size step by step and keeps the freed blocks for their thread; each encoder has a
    thread of its own. Other C libraries have no such setting.
    """
    mallopt = getattr(CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
