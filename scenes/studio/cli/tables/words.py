"""What tables and reports say in the lesson's language: words, and decimal marks."""

from dataclasses import replace

import backprop_core as bp
from backprop_core.model.costs import CONVENTION
from backprop_core.reports.formats import Report
from scenes.locale.languages import SOURCE_LANGUAGE
from scenes.numbers.language import N_, Language

_COST = N_("{cost}, summed over the outputs and averaged over the examples")
_COSTS = N_(
    "{chain} in the chain, {layers} in the layers, each summed over the outputs and averaged over the examples"
)
assert _COST.endswith(CONVENTION)
assert _COSTS.endswith(CONVENTION)


def cost_words(cost: bp.Cost, language: Language) -> str:
    """Return what a cost is called, and how it is summed."""
    return language.text(_COST).format(cost=cost.name)


def lesson_report(lesson: bp.Lesson) -> Report:
    """Return the report of a lesson, for people who read the lesson's language."""
    report, language = bp.report(lesson), Language(lesson.language)
    if language.code == SOURCE_LANGUAGE:
        return report
    # Imported here because it needs what draws a handout.
    from scenes.handout.sections.all_numbers import title_parts

    words = {part.cost.name: cost_words(part.cost, language) for part in (lesson.chain, lesson.layers)}
    both = language.text(_COSTS).format(chain=lesson.chain.cost.name, layers=lesson.layers.cost.name)
    sections = []
    for section in report.sections:
        template, parts = title_parts(section.title)
        title, cost = language.text(template).format(**parts), words[section.cost.partition(",")[0]]
        sections.append(replace(section, title=title, cost=cost))
    cost = next(iter(words.values())) if len(words) == 1 else both
    heads = language.text(N_("quantity")), language.text(N_("value"))
    return replace(report, sections=tuple(sections), cost=cost, decimal_mark=language.decimal_mark, heads=heads)
