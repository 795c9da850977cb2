"""Shortens what is too long to show in a notebook to its first and last entries."""


def excerpt(n: int, most: int) -> list[int | None]:
    """Return the indices to show of n entries, at most ``most`` items; None marks the gap.

    >>> excerpt(3, most=5), excerpt(9, most=5)
    ([0, 1, 2], [0, 1, None, 7, 8])
    """
    return [*range(n)] if n <= most else [*range(most - 3), None, n - 2, n - 1]
