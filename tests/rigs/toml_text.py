"""Writes values as TOML, which Python can only read."""

import json
from collections.abc import Mapping


def toml(value: object) -> str:
    """Write a value as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return str(value).lower() if isinstance(value, bool) else repr(value)


def document_text(document: Mapping[str, object]) -> str:
    """Write a whole document as TOML."""
    return "\n".join(f"{json.dumps(key)} = {toml(value)}" for key, value in document.items())
