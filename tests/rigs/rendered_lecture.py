"""The lecture of two real clips that ``tests/studio`` renders once: its lesson and the paths of its files."""

from pathlib import Path

import msgspec

from scenes.kit.flow.catalogue import catalogue
from scenes.studio.build.manifest import ClipRecord

# Short clips, with short sentences at the highest reading speed.
CLIPS = ("LayeredChainRule", "BackwardSweep")

# In the order of the lecture, not of the request.
ORDER = sorted(CLIPS, key=lambda name: catalogue()[name].number)
TITLE = "#emph[$x$] <b>& 'titles'</b>"

LESSON = f"""\
[lesson]
title = "{TITLE}"
reading_speed = 17
[narration]
LayeredChainRule.same_rule.en = "With indices, the rule is the same."
LayeredChainRule.same_rule.fr = "Avec des indices, la règle est la même."
LayeredChainRule.numbers.en = "The three factors multiply to {{by_w}}."
LayeredChainRule.numbers.fr = "Le produit des trois facteurs est {{by_w}}."
BackwardSweep.next_layer_back.en = "And the same reasoning works one layer further back."
BackwardSweep.next_layer_back.fr = "Et le même raisonnement vaut une couche plus loin."
BackwardSweep.every_weight.en = "Thick: sensitive. Dashed: negative."
BackwardSweep.every_weight.fr = "Épais : sensible. En pointillé : négatif."
"""


def files(rendered: Path, code: str, name: str) -> Path:
    """Return a clip's files, without their suffix."""
    return rendered / code / "clips" / catalogue()[name].stem


def record_of(rendered: Path, code: str, name: str) -> ClipRecord:
    return msgspec.json.decode(files(rendered, code, name).with_suffix(".json").read_bytes(), type=ClipRecord)


def records(rendered: Path, code: str) -> list[ClipRecord]:
    return [record_of(rendered, code, name) for name in ORDER]
