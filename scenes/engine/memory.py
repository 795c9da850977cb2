"""Memory that goes back to the system when it is freed."""

import sys
from ctypes import CDLL

# glibc's name for the size from which on a piece of memory has pages of its own, and that size: a picture is larger.
_M_MMAP_THRESHOLD = -3
_LARGE = 1 << 20


def give_back_large_pieces() -> None:
    """Let the system have large pieces of memory as soon as they are freed.

    By and by glibc keeps larger and larger ones for their thread's next use, and each encoder has its own thread.
    Other libraries have no such setting.
    """
    mallopt = getattr(CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
