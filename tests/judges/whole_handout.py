"""Checks a printed handout: its formulas, their glyphs and its tables."""

import backprop_core as bp
from tests.judges import handout, handout_tables
from tests.readers.tagged_pdf import Document


def complaints(of: bp.Lesson, printed: Document) -> list[str]:
    found = [
        *handout.complaints(of, printed),
        *handout.glyphs(printed.formulas),
        *handout_tables.complaints(of, printed),
    ]
    assert len(printed.formulas) > 300
    return found
