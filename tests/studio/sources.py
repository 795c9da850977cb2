"""What ``scenes.studio.source`` finds that a module depends on."""

import pytest

from scenes.studio import source


def read_for(module: str) -> set[str]:
    """Return the modules whose contents are hashed for a module."""
    found: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "_content_hash", lambda name: found.add(name) or name)
        source.source_hash.__wrapped__(module)
    return found
