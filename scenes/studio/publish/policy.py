"""What a page's Content-Security-Policy says of a style or a script that is in the page."""

from base64 import b64encode
from hashlib import sha256


def digest(source: str) -> str:
    """Return the source expression that allows a style or a script by its content."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"
