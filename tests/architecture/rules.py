"""The architecture rules: each takes a module and yields its violations."""

import ast
import re
import sys
from collections.abc import Callable, Iterator

from tests.architecture.source import (
    CHAPTERS,
    CORE,
    ENGINE,
    FIGURES,
    HANDOUT,
    KIT,
    LOCALE,
    NUMBERS,
    STUDIO,
    Source,
    called,
    dotted,
    imported,
)

Rule = Callable[[Source], Iterator[str]]

# How notebooks and reports look.
PRESENTATION = ("backprop_core.notebook", "backprop_core.reports")

# What renders clips, besides their own modules.
RENDERS = ("scenes.studio.render", "scenes.studio.media", "scenes.studio.build")

# The packages that the core may import.
CORE_NEEDS = {"numpy", "msgspec"}

# The packages that show numbers, on screen or paper, which must come from the core.
PICTURES = (NUMBERS, KIT, FIGURES, CHAPTERS, HANDOUT)

# The typesetter's methods, and their arguments that are not written.
TYPESETTER = ("formula", "words", "plain", "translate", "readout", "tick", "printed")
LAYOUT = {"size", "colour", "widest", "buff"}

# manim's own text mobjects.
STOCK_TEXT = {
    *("Text", "MarkupText", "Paragraph", "Tex", "MathTex", "SingleStringMathTex", "Title", "BulletedList", "Code"),
    *(
        "Typst",
        "MathTypst",
        "TypstMath",
        "DecimalNumber",
        "Integer",
        "Variable",
        "Matrix",
        "DecimalMatrix",
        "MathTable",
    ),
    *("IntegerMatrix", "DecimalTable", "IntegerTable", "BarChart", "BraceLabel", "BraceText", "LabeledDot", "Label"),
    *("add_coordinates", "add_numbers", "get_axis_labels", "get_graph_label", "get_tex", "get_text", "set_value"),
    *("include_numbers", "get_axis_label", "add_labels"),
}

# The module that finds the clips.
CATALOGUE = "scenes.kit.flow.catalogue"

# The getters of a mobject's position, size and opacity.
GEOMETRY = {
    *("width", "height", "get_x", "get_y", "get_center", "get_left", "get_right", "get_top", "get_bottom", "get_end"),
    *("get_corner", "get_start", "get_length", "get_angle", "get_fill_opacity", "get_stroke_opacity", "points"),
    *("get_stroke_width", "get_value", "get_slope"),
}

# The methods that read a number off a position.
READ_BACK = {
    "p2n",
    "point_to_number",
    "p2c",
    "point_to_coords",
    "input_to_graph_coords",
    "get_fill_opacity",
    "get_value",
}

# The numbers of mathematics itself: squares, products, first indices and powers of ten.
OF_MATHEMATICS = {"0", "1", "2", "10"}


def the_core_needs_little(source: Source) -> Iterator[str]:
    """Whoever computes with it installs two packages; which way imports go is in the contracts of pyproject.toml."""
    if source.package == CORE:
        for name in imported(source.tree):
            if name.partition(".")[0] not in CORE_NEEDS | {CORE} | sys.stdlib_module_names:
                yield f"{source} imports {name}"


def imports_are_explicit(source: Source) -> Iterator[str]:
    for name in imported(source.tree):
        if name.startswith(".") or name.endswith(".*"):
            yield f"{source} imports {name}"
    for node in ast.walk(source.tree):
        if dotted(node) in ("sys.path", "site.addsitedir"):
            yield f"{source}:{node.lineno} changes where modules are found"  # pyright: ignore[reportAttributeAccessIssue]
    if {"sys.path", "site.addsitedir"} & set(imported(source.tree)):
        yield f"{source} changes where modules are found"
    if source.name != CATALOGUE and source.package != STUDIO:
        for call in source.calls("import_module", "__import__", "exec", "eval"):
            yield f"{source}:{call.lineno} imports what only its run tells"


def clips_ignore_how_notebooks_and_reports_look(source: Source) -> Iterator[str]:
    """No clip may depend on them, for they are not in its fingerprint; the core imports them in functions only."""
    if source.package in (ENGINE, LOCALE, NUMBERS, KIT, FIGURES, CHAPTERS) or source.name.startswith(RENDERS):
        names = {*imported(source.tree), *map(dotted, ast.walk(source.tree))}
    elif source.package == CORE and source.name != CORE and not source.name.startswith(PRESENTATION):
        statements = [each for each in top_level(source.tree) if isinstance(each, ast.Import | ast.ImportFrom)]
        names = {name for each in statements for name in imported(each)}
    else:
        return
    yield from (
        f"{source} uses {name}"
        for name in names
        if name.startswith((*PRESENTATION, "backprop_core.report", "bp.report"))
    )


def the_studio_names_no_clip(source: Source) -> Iterator[str]:
    if source.package == STUDIO:
        names = {str(node.value) for node in source.strings()}
        names |= {node.id for node in ast.walk(source.tree) if isinstance(node, ast.Name)}
        yield from (f"{source} names {clip}" for clip in sorted(clip_names() & names))


def clip_names() -> set[str]:
    """Return the names of the lecture's clips."""
    from tests.rigs.rehearsal import clips

    return {clip.__name__ for clip in clips()}


def nothing_is_random(source: Source) -> Iterator[str]:
    """Nothing uses random numbers but with a seed that is given, as a network's first weights."""
    for name in imported(source.tree):
        if name.split(".")[0] in ("random", "secrets") or name.startswith("numpy.random"):
            yield f"{source} imports {name}"
    seeded = {call.func for call in source.calls("default_rng") if call.args}
    allowed = {part for each in seeded for part in ast.walk(each)}
    for node in ast.walk(source.tree):
        if node in allowed:
            continue
        if isinstance(node, ast.Attribute) and re.search(r"\b(random|seed)\b", dotted(node)):
            yield f"{source}:{node.lineno}: {dotted(node)}"


def nothing_is_set_at_import(source: Source) -> Iterator[str]:
    """Importing a module changes no other module, no setting and no environment variable."""
    for node in top_level(source.tree):
        for each in ast.walk(node):
            targets = each.targets if isinstance(each, ast.Assign) else []
            if isinstance(each, ast.AugAssign | ast.AnnAssign):
                targets = [each.target]
            for target in targets:
                if isinstance(target, ast.Attribute | ast.Subscript):
                    yield f"{source}:{target.lineno} sets {ast.unparse(target)}"


def manims_configuration_is_left_alone(source: Source) -> Iterator[str]:
    """It belongs to the whole process: settings for one render are given with ``tempconfig``."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Attribute(value=owner, ctx=ast.Store()) | ast.Subscript(value=owner, ctx=ast.Store()):
                if dotted(owner).rpartition(".")[2] == "config":
                    yield f"{source}:{owner.lineno} sets {ast.unparse(node)}"
    for call in source.calls("update", "digest_file", "digest_args"):
        if dotted(call.func).startswith("config."):
            yield f"{source}:{call.lineno} changes manim's configuration"


def top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is imported."""
    waiting = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        inner = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)]
        if inner:
            waiting += inner
        else:
            yield node


def words_and_numbers_are_the_typesetter(source: Source) -> Iterator[str]:
    if source.package in PICTURES:
        for name in imported(source.tree):
            if name.startswith("manim.") and name.rpartition(".")[2] in STOCK_TEXT:
                yield f"{source} imports {name}"
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and dotted(node) in {f"manim.{name}" for name in STOCK_TEXT}:
                yield f"{source}:{node.lineno} uses {dotted(node)}"
            if isinstance(node, ast.Call):
                given = {keyword.arg for keyword in node.keywords} | {called(node)}
                yield from (f"{source}:{node.lineno} uses {name}" for name in sorted(STOCK_TEXT & given - {"Matrix"}))


def no_number_is_typed_into_words(source: Source) -> Iterator[str]:
    """No string contains a decimal number; in chapters none contains any number but those of mathematics itself."""
    if source.package in PICTURES:
        for node in source.strings():
            text = str(node.value)
            typed = re.findall(r"[0-9]+[.,][0-9]+|[.,][0-9]+\b", re.sub(r"^\.[0-9]+[efg]$", "", text))
            if source.package == CHAPTERS:
                typed += [each for each in re.findall(r"[0-9]+", text) if each not in OF_MATHEMATICS]
            yield from (f"{source}:{node.lineno} has the number {each} in {text!r}" for each in typed)
        for call in source.calls(*TYPESETTER):
            for argument in written(call):
                for node in ast.walk(argument):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        text = re.sub(r"\{[0-9]+\}", "", node.value)  # the index of an argument
                        typed = [each for each in re.findall(r"[0-9]+", text) if each not in OF_MATHEMATICS]
                        yield from (f"{source}:{call.lineno} writes the number {each}" for each in typed)


def no_quantity_is_typed(source: Source) -> Iterator[str]:
    """A quantity's value is computed, not typed; only a choice, such as a nudge's size, may be a named constant."""
    constants = named_numbers(source.tree)
    for call in source.calls("Quantity", "replace"):
        by_name = {keyword.arg: keyword.value for keyword in call.keywords}
        value = by_name.get("value") or (call.args[1] if called(call) == "Quantity" and len(call.args) > 1 else None)
        if value is None or not computed_from_nothing(value, constants):
            continue
        size = isinstance(value, ast.Name) and "Change" in {called(each) for each in calls_in(call)}
        none = called(call) == "replace" and ast.unparse(value) == "0.0"
        if not size and not none:
            yield f"{source}:{call.lineno} types a value: {ast.unparse(call)}"
    if source.package in PICTURES:
        for call in source.calls("printed", "readout", "tick"):
            if call.args and computed_from_nothing(call.args[0], constants):
                yield f"{source}:{call.lineno} types a value: {ast.unparse(call)}"


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def named_numbers(tree: ast.Module) -> set[str]:
    """Return the names of a module's numeric constants."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and computed_from_nothing(node.value, found):
            found |= {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
    return found


def computed_from_nothing(node: ast.AST, constants: set[str]) -> bool:
    """Whether an expression consists of typed numbers and numeric constants only."""
    parts = list(ast.walk(node))
    leaves = [each for each in parts if isinstance(each, ast.Constant | ast.Name)]
    functions = {each.func for each in parts if isinstance(each, ast.Call)}
    return (
        bool(leaves)
        and not any(isinstance(each, ast.Attribute | ast.Subscript) for each in parts)
        and all(
            (isinstance(each, ast.Constant) and isinstance(each.value, int | float))
            or getattr(each, "id", "") in constants
            for each in leaves
            if each not in functions
        )
    )


def no_number_is_read_off_the_picture(source: Source) -> Iterator[str]:
    """Shown numbers come from the core, never from the position or size of a mobject."""
    if source.package in PICTURES:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in READ_BACK:
                yield f"{source}:{node.lineno} reads {ast.unparse(node)}"
        for call in source.calls("Quantity", *TYPESETTER):
            for argument in written(call):
                for node in ast.walk(argument):
                    if isinstance(node, ast.Attribute) and node.attr in GEOMETRY:
                        yield f"{source}:{call.lineno} writes {ast.unparse(node)}"


def numbers_are_printed_by_the_typesetter(source: Source) -> Iterator[str]:
    """Only the typesetter turns numbers into text: it knows the decimal sign and keeps the ledger."""
    if source.package in PICTURES:
        for call in source.calls(*TYPESETTER):
            for argument in written(call):
                for node in ast.walk(argument):
                    if makes_text(node, source.package):
                        yield f"{source}:{call.lineno} writes {ast.unparse(argument)}"


def makes_text(node: ast.AST, package: str) -> bool:
    """Whether a call makes text of a value; in the kit, names may be put into formulas, but no number formatted."""
    match node:
        case ast.FormattedValue(format_spec=spec):
            return package == CHAPTERS or spec is not None
        case ast.Call():
            return called(node) in ("str", "repr", "round", "format", "number")
        case _:
            return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)


def written(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a typesetter's call that are written, without its options."""
    return [*call.args, *(each.value for each in call.keywords if each.arg not in LAYOUT)]


def a_module_says_what_it_is(source: Source) -> Iterator[str]:
    if not ast.get_docstring(source.tree):
        yield f"{source} has no docstring"


def a_module_is_one_concept(source: Source) -> Iterator[str]:
    """A module fits on two or three screens; a chapter is as long as its clips' sentences, in all their variants."""
    lines, most = source.text.count("\n"), 480 if source.package == CHAPTERS else 300
    if lines > most:
        yield f"{source} has {lines} lines, more than {most}"


RULES: tuple[Rule, ...] = (
    the_core_needs_little,
    imports_are_explicit,
    clips_ignore_how_notebooks_and_reports_look,
    the_studio_names_no_clip,
    nothing_is_random,
    nothing_is_set_at_import,
    manims_configuration_is_left_alone,
    words_and_numbers_are_the_typesetter,
    no_number_is_typed_into_words,
    no_quantity_is_typed,
    no_number_is_read_off_the_picture,
    numbers_are_printed_by_the_typesetter,
    a_module_says_what_it_is,
    a_module_is_one_concept,
)
