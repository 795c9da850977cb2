"""The modules whose contents ``scenes.studio.build.fingerprint`` hashes for a module."""

import pytest

from scenes.studio.build import fingerprint


def hashed_modules(module: str) -> set[str]:
    """Return the names of the modules whose contents are hashed for a module."""
    found: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprint, "_content_hash", lambda name: found.add(name) or name)
        fingerprint.source_hash.__wrapped__(module)
    return found
