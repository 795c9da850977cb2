"""Reads the boxes of an mp4 file."""

from pathlib import Path


def top_boxes(path: Path) -> list[str]:
    """Return the types of a file's top-level boxes, in order: each begins with its size and its type."""
    data, found, start = path.read_bytes(), [], 0
    while start < len(data):
        found.append(data[start + 4 : start + 8].decode("ascii"))
        size = int.from_bytes(data[start : start + 4], "big")
        assert 8 <= size <= len(data) - start, "a size of its own, within the file"
        start += size
    return found


def plays_at_once(path: Path) -> bool:
    """Whether the index of a file, its ``moov``, stands before its pictures and sounds."""
    boxes = top_boxes(path)
    return (
        boxes[0] == "ftyp"
        and boxes.count("moov") == boxes.count("mdat") == 1
        and (boxes.index("moov") < boxes.index("mdat"))
    )
