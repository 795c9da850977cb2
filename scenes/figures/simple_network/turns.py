"""The halves of a move in which one thing makes room for another."""

from manim import smooth, squish_rate_func

# The share of the move after which what leaves has left, and where it would stand in the way at once; after which
# share something appears where others stood before; between which shares something comes into room that is made.
_LEFT, _GONE = 0.4, 0.1
_LATE = 0.75
_FOLLOWING = 0.3, 0.5

leaving = squish_rate_func(smooth, 0, _LEFT)
entering = squish_rate_func(smooth, _LEFT, 1)
late = squish_rate_func(smooth, _LATE, 1)
following = squish_rate_func(smooth, *_FOLLOWING)
vanishing = squish_rate_func(smooth, 0, _GONE)
