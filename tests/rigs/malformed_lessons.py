"""Lessons that cannot be used, each with the expected message: bad TOML, types, sizes, numbers, encodings, files.

``TEXTS`` has the contents of files, ``unusable_files`` makes paths that are no readable file; ``*`` in a message
stands for words of the TOML parser. The plausible mistakes of lecturers are in ``tests/core/lesson/test_load.py``.
"""

import os
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NUMBER = "expected a number from -1000 to 1000"
TITLE = "expected 1 to 80 printable characters"
PARTS = "expected keys of at most 10 parts, got a longer one"
FUNCTION = "expected one of sigmoid, relu, leaky_relu, tanh, softplus, identity"
MEANT = "(did you mean"
ONCE = "expected each entry once, got"
SUCH = "expected a number such as 0.5 or 1e-3, or text in quotes, got"
HYPHEN = "expected a hyphen as the minus sign"
NO_TOML = "not valid TOML"
KNOWN = "unknown key; known keys are lesson, chain, layers, descent, narration"
SENTENCE = "expected 1 to 400 printable characters"
BRACES = "expected each { with its }, around the name of a number, and a brace that is shown written twice"
NETWORK = "[layers]\nweights = {}\nbiases = {}\ninput = {}\ntarget = {}\n"

FOLDER = "cannot be read: Is a directory"

# File names that would change the colour or direction of terminal output, or break a line, if printed unescaped.
STRANGE_NAMES = (
    "red \x1b[31m.toml",
    "title \x1b]0;x\x07.toml",
    "csi \x9b31m.toml",
    "two\nlines.toml",
    "back\rward.toml",
    "\u202egnp.toml",
    "no utf-8 \udcff.toml",
    "[red]rich[bold] :smile:.toml",
    "-rf",
    "  ",
    " before  after ",
    "%s {0} $(id) `id`",
    "é" * 127,
)


def at(place: str) -> str:
    return f"{NO_TOML}: * (at {place})"


def repeated(text: str, size: int = 300_000) -> str:
    return text * (size // len(text))


def network(weights: object, biases: object, x: object = (1,), y: object = (1,)) -> str:
    return NETWORK.format(*(str(each).replace("(", "[").replace(",)", "]") for each in (weights, biases, x, y)))


TEXTS: dict[str, tuple[str | bytes, str]] = {
    # bytes that are not UTF-8
    "latin-1": ("[lesson]\ntitle = 'été'".encode("latin-1"), "line 2: expected UTF-8 text, got byte 0xe9"),
    "windows-1252": ("# l’été\n".encode("cp1252"), "line 1: expected UTF-8 text, got byte 0x92"),
    "utf-16": ("[lesson]\n".encode("utf-16"), "line 1: expected UTF-8 text, got byte 0xff"),
    "utf-16, big end": ("\ufeff[lesson]\n".encode("utf-16-be"), "line 1: expected UTF-8 text, got byte 0xfe"),
    "utf-16, no mark": ("[lesson]\n".encode("utf-16-le"), at("line 1, column 2")),
    "utf-32": ("[lesson]\n".encode("utf-32"), "line 1: expected UTF-8 text, got byte 0xff"),
    "shift-jis": ("\n\ntitle = '学'".encode("shift-jis"), "line 3: expected UTF-8 text, got byte 0x8a"),
    "overlong": (b"[lesson]\ntitle = '\xc0\xaf'", "line 2: expected UTF-8 text, got byte 0xc0"),
    "surrogate": (b"x = '\xed\xa0\x80'", "line 1: expected UTF-8 text, got byte 0xed"),
    "cut off": ("x = 'é".encode()[:-1], "line 1: expected UTF-8 text, got byte 0xc3"),
    "two marks": (b"\xef\xbb\xbf\xef\xbb\xbf[lesson]", "line 1: expected a plain space or none, got U+FEFF"),
    "nul": (b"\0" * 1000, at("line 1, column 1")),
    "gzip": (b"\x1f\x8b\x08\x00\x00", "line 1: expected UTF-8 text, got byte 0x8b"),
    "png": (b"\x89PNG\r\n\x1a\n", "line 1: expected UTF-8 text, got byte 0x89"),
    "elf": (b"\x7fELF\x02\x01\x01", at("line 1, column 1")),
    "noise": (bytes(range(256)) * 3900, "line 2: expected UTF-8 text, got byte 0x80"),
    # other languages
    "json": ('{"chain": {"input": 1}}', at("line 1, column 1")),
    "yaml": ("chain:\n  input: 1\n", "line 1: expected = after chain, got :"),
    "yaml bomb": ("a: &a [x]\nb: &b [*a, *a]\n", "line 1: expected = after a, got :"),
    "python": ("import os\n", at("line 1, column 8")),
    "xml": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', at("line 1, column 1")),
    "ini": ("[chain]\ninput: 1\n", "line 2: expected = after input, got :"),
    "shebang": ("#!/bin/sh\nrm -rf /\n", at("line 2, column 4")),
    # TOML
    "no value": ("[chain]\ninput =", "line 2: expected a value after =, got none"),
    "no key": ("= 1", at("line 1, column 1")),
    "no bracket": ("[chain", "line 1: expected a ] after [chain, got none"),
    "no quote": ("[lesson]\ntitle = 'x", "line 2: expected a ' after the text, got none"),
    "no end": ('[lesson]\ntitle = """x\n\n', at("line 4, column 1")),
    "no such escape": ('[lesson]\ntitle = "\\x41"', r"line 2: expected \\ for a backslash in text, got \x"),
    "an escaped surrogate": ('[lesson]\ntitle = "\\ud800"', at("line 2, column 16")),
    "an escape too far": ('[lesson]\ntitle = "\\U00110000"', at("line 2, column 20")),
    "carriage returns": ("[chain]\rinput = 1\r", at("line 1, column 8")),
    "a tab of another kind": ("[chain]\ninput\v= 1", at("line 2, column 6")),
    "control character": ("[lesson]\ntitle = '\x1b[31m'", at("line 2, column 10")),
    "table twice": ("[chain]\n[chain]", f"line 2: {ONCE} [chain] again"),
    "table and list": ("[chain]\n[[chain]]", f"line 2: {ONCE} [[chain]] again"),
    "key and table": ("[chain]\ninput = 1\n[chain.input]", f"line 3: {ONCE} [chain.input] again"),
    "decimal comma": ("[chain]\ninput = 0,5", "line 2: expected a decimal point (0.5), got 0,5"),
    "a list of decimal commas": (
        "[chain]\nweights = [0,8, -1,1]\nbiases = [0,1, 0,4]",
        "line 2: expected a decimal point (0.8), or the same space after each comma, got 0,8",
    ),
    "leading zero": ("[chain]\ninput = 007", "line 2: expected 7, got 007"),
    "bare point": ("[chain]\ninput = .5", "line 2: expected 0.5, got .5"),
    "minus of typographers": ("[chain]\ninput = −1", f"line 2: {HYPHEN} (-1), got −1"),
    "quotes of typographers": ("[lesson]\ntitle = “x”", 'line 2: expected straight quotes ("…"), got “'),
    "mathematics": ("[chain]\ninput = 1/2", f"line 2: {SUCH} 1/2"),
    "an en dash as a minus": (
        "[chain]\nweights = [0.8, –1.1]",
        f"line 2: {HYPHEN} (-1.1), got –1.1",
    ),
    "a minus in an exponent": (
        "[chain]\nnudge = 1e−3",
        f"line 2: {HYPHEN} (1e-3), got 1e−3",
    ),
    "two kinds of quotes": ('[lesson]\ntitle = "x”\n', 'line 2: expected straight quotes ("…"), got ”'),
    "guillemets": ("[lesson]\ntitle = « x »", 'line 2: expected straight quotes ("…"), got «'),
    "no quotes": (
        "[lesson]\ntitle = My network # 1",
        'line 2: expected text in quotes ("My network"), got My network',
    ),
    "an open text": ('[lesson]\ntitle = "x\n[chain]', 'line 2: expected a " after the text, got none'),
    "an open list": (
        "[chain]\n# [\nweights = [0.8, 1.1\nbiases = [1, 2]",
        "line 3: expected a ] for the [ in column 11, got none",
    ),
    "an open list with a comma": (
        "[chain]\r\nweights = [\r\n 0.8, 1.1,\r\n[layers]\r\n",
        "line 2: expected a ] for the [ in column 11, got none",
    ),
    "an open row": (
        "[layers]\nweights = [[[1, 2], [3, 4]], [[1, 2]]\n",
        "line 2: expected a ] for the [ in column 11, got none",
    ),
    "an open example": (
        "[chain]\nexamples = [{ input = 1, target = 0\nnudge = 1",
        "line 2: expected a } on the same line as its {, got none",
    ),
    "no comma": ("[chain]\nweights = [0.8 1.1]", f"line 2: {SUCH} 0.8 1.1"),
    "no comma between rows": (
        "[layers]\nbiases = [\n  [1, 2]\n  [3]\n]",
        "line 4: expected a comma between this and the line before, got none",
    ),
    "a comment of C": ("[chain]\ninput = 0.7 // x", "line 2: expected # before a comment, got //"),
    "a space of typographers": ("[chain]\ninput\u00a0= 1", "line 2: expected a plain space or none, got U+00A0"),
    "a bare function": ("[chain]\nactivation = [relu, tanh]", 'line 2: expected text in quotes ("relu"), got relu'),
    "a key in one table twice": ("x = {a = 1, a = 2}", at("line 1, column *")),
    "no such date": ("[chain]\ninput = 2026-02-30", f"line 2: {SUCH} 2026-02-30"),
    "a key of a megabyte twice": (f"x = {{{'a' * 150_000} = 1, {'a' * 150_000} = 2}}", at("line 1, column 300016")),
    # huge or deeply nested input
    "brackets": ("x = " + repeated("["), f"{NO_TOML}: brackets nested too deeply"),
    "braces": ("x = " + repeated("{a="), f"{NO_TOML}: brackets nested too deeply"),
    "nested": (f"chain.input = {'[' * 90}{']' * 90}", f"chain.input: {NUMBER}, got a list"),
    "a table of many names": (f"[{repeated('a.')}a]", f"line 1: {PARTS}"),
    "a key of many names": (f"# x\n{repeated('a.')}a = 1", f"line 2: {PARTS}"),
    "a key of quoted names": (repeated('"=".') + "a = 1", f"line 1: {PARTS}"),
    "a key behind a text": (f'x = {{y = """\n"z"""", {repeated("a.")}a = 1}}', f"line 2: {PARTS}"),
    "a key behind a comment": (f'# """\n{repeated("a . ")}a = 1', f"line 2: {PARTS}"),
    "digits": (
        f"x = {repeated('9')}",
        f"{NO_TOML}: Exceeds the limit (4300 digits) *",
    ),
    "comment": (repeated("#", 1_000_001), "expected a file of at most 1000000 bytes, got a larger one"),
    "a title of a million": (
        f"[lesson]\ntitle = '{repeated('x')}'",
        f'lesson.title: {TITLE}, got text "{"x" * 39}…"',
    ),
    "weights without end": (
        f"chain = {{weights = [{repeated('1,', 100_000)}], biases = [1]}}",
        "chain.weights: expected 2 to 5 weights, got 50000",
    ),
    "a layer of 5000 neurons": (
        network([[[1]] * 5000], [[1] * 5000]),
        "layers.weights[0]: expected 1 to 6 rows (one for each neuron), got 5000",
    ),
    "a neuron of 5000 weights": (
        network([[[1] * 5000]], [[1]], [1] * 5000),
        "layers.weights[0][0]: expected 1 to 6 numbers (one for each neuron), got 5000",
    ),
    "examples by the thousand": (
        f"[chain]\nexamples = [{repeated('{input=1,target=1},')}]",
        "chain.examples: expected 1 to 1000 examples, got 15789",
    ),
    # keys
    "other tables": (repeated("[[x]]\n"), f"x: {KNOWN}"),
    "empty key": ('"" = 1', f'"": {KNOWN}'),
    "key of spaces": ('" " = 1', f'" ": {KNOWN}'),
    "key of escapes": ('"\\u001b[31m" = 1', f'"\\u001b[31m": {KNOWN}'),
    "key of brackets": ('"[red]x[/]" = 1', f'"[red]x[/]": {KNOWN}'),
    "key backwards": ('"\\u202elesson" = 1', '"\\u202elesson": unknown key; did you mean lesson?'),
    "key of lines": ('"a\\nb" = 1', f'"a\\nb": {KNOWN}'),
    "endless key": (f'"{repeated("k")}" = 1', f'"{"k" * 39}…": {KNOWN}'),
    "python's own": ("__class__ = 1", f"__class__: {KNOWN}"),
    "key of a path": ('"../../etc/passwd" = 1', f'"../../etc/passwd": {KNOWN}'),
    "capitals": ("[Lesson]", "Lesson: unknown key; did you mean lesson?"),
    "plural": ("[chains]", "chains: unknown key; did you mean chain?"),
    "deeper": ("[layers.watch.j]\nx = 1", "layers.watch.j: expected a whole number from 0 to 5, got a table"),
    "dotted": ("chain.input.x = 1", f"chain.input: {NUMBER}, got a table"),
    # types
    "all is a list": ("[[lesson]]\n[[chain]]", "lesson: expected a table, got a list"),
    "all is text": ("lesson = 'x'", 'lesson: expected a table, got text "x"'),
    "a number as text": (
        "[chain]\ninput = '0.5'",
        f'chain.input: {NUMBER}, got text "0.5" (did you mean 0.5, without quotes?)',
    ),
    "a truth": ("[lesson]\ndecimals = true", "lesson.decimals: expected a whole number from 1 to 6, got true"),
    "a date": ("[chain]\ntarget = 2026-02-28", f"chain.target: {NUMBER}, got a date"),
    "a time": ("[chain]\nnudge = 07:32:00", "chain.nudge: expected a number from -10 to 10, got a time"),
    "a moment": ("[lesson]\ntitle = 2026-02-28T07:32:00Z", f"lesson.title: {TITLE}, got a datetime"),
    "a date among weights": (
        "[chain]\nweights = [1, 2026-02-28]\nbiases = [0, 0]",
        f"chain.weights[1]: {NUMBER}, got a date",
    ),
    "mixed": ("[chain]\nweights = [1, 'x', []]\nbiases = [0, 0, 0]", f'chain.weights[1]: {NUMBER}, got text "x"'),
    "a French number as text": (
        '[chain]\ninput = "−0,7"',
        f'chain.input: {NUMBER}, got text "−0,7" (did you mean -0.7, without quotes?)',
    ),
    "a table of weights": (
        "[chain]\nweights = {a = 1}\nbiases = [0]",
        "chain.weights: expected a list of 2 to 5 weights, in [ ], got a table",
    ),
    "flat layers": (
        network([1, 2], [1]),
        "layers.weights[0]: expected a list of 1 to 6 rows (one for each neuron), in [ ], got 1",
    ),
    "layers too deep": (network([[[[1]]]], [[1]]), f"layers.weights[0][0][0]: {NUMBER}, got a list"),
    "layers of text": (
        network("'abc'", "'abc'"),
        'layers.weights: expected a list of 1 to 3 matrices (2 to 4 layers of neurons), in [ ], got text "abc"',
    ),
    "an activation of numbers": (
        "[chain]\nactivation = 1",
        "chain.activation: expected a name of at most 40 letters, or a list of names, one for each layer, got 1",
    ),
    "an endless activation": (
        f"[chain]\nactivation = '{'x' * 41}'",
        (
            "chain.activation: expected a name of at most 40 letters, or a list of names, one for each layer, "
            f'got text "{"x" * 39}…"'
        ),
    ),
    "an activation of escapes": (
        '[chain]\nactivation = "\\u001b[31m"',
        "chain.activation: expected one of sigmoid, relu, leaky_relu, tanh, softplus, identity, got '\\x1b[31m'",
    ),
    "an activation of python": (
        "[chain]\nactivation = '__import__'",
        "chain.activation: expected one of sigmoid, relu, leaky_relu, tanh, softplus, identity, got '__import__'",
    ),
    "examples of nothing": ("[descent]\nexamples = [{}]", "descent.examples[0].input: missing"),
    "ragged": (
        network([[[1, 2], [3]]], [[1, 1]], [1, 1], [1, 1]),
        "layers.weights[0][1]: expected 2 numbers (layer 0 has 2 neurons), got 1",
    ),
    "an empty row": (
        network([[[]]], [[1]], [], [1]),
        "layers.weights[0][0]: expected 1 to 6 numbers (one for each neuron), got 0",
    ),
    "an empty matrix": (network([[]], [[]]), "layers.weights[0]: expected 1 to 6 rows (one for each neuron), got 0"),
    # numbers
    "nan": ("[chain]\ninput = nan", "chain.input: expected a finite number, got nan"),
    "minus nan": ("[descent]\nrate = -nan", "descent.rate: expected a finite number, got nan"),
    "infinite steps": ("[descent]\nsteps = inf", "descent.steps: expected a finite number, got inf"),
    "infinite speed": ("[lesson]\nreading_speed = inf", "lesson.reading_speed: expected a finite number, got inf"),
    "beyond floats": ("[chain]\ninput = 1e999", "chain.input: expected a finite number, got inf"),
    "1e308": ("[chain]\nweights = [1e308, 1e308]\nbiases = [0, 0]", f"chain.weights[0]: {NUMBER}, got 1e+308"),
    "1e308 in layers": (network([[[-1e308]]], [[1]]), f"layers.weights[0][0][0]: {NUMBER}, got -1e+308"),
    "65 bits": (
        f"[lesson]\ndecimals = {2**64}",
        "lesson.decimals: expected a whole number from 1 to 6, got a whole number of about 20 digits",
    ),
    "minus 65 bits": (
        f"[descent]\nsteps = -{2**64}",
        "descent.steps: expected a whole number from 1 to 5000, got a whole number of about 20 digits",
    ),
    "1000 bits": (
        f"[layers]\nwatch = {{j = {2**1000}}}",
        "layers.watch.j: expected a whole number from 0 to 5, got a whole number of about 301 digits",
    ),
    "hexadecimal": (
        f"[chain]\ninput = 0x{'f' * 100_000}",
        f"chain.input: {NUMBER}, got a whole number of about 120412 digits",
    ),
    "a decimal of a megabyte": (f"[chain]\ninput = 9.{repeated('9')}e9", f"chain.input: {NUMBER}, got 1e+10"),
    "nudge of nothing": (
        "[chain]\nnudge = -0.0",
        "chain.nudge: expected a number at least 1e-06 away from 0, got -0",
    ),
    "nudge of 1e-300": (
        "[chain]\nnudge = 1e-300",
        "chain.nudge: expected a number at least 1e-06 away from 0, got 1e-300",
    ),
    "the smallest nudge of all": (
        "[chain]\nnudge = 5e-324",
        "chain.nudge: expected a number at least 1e-06 away from 0, got 4.94066e-324",
    ),
    "reading speed of nothing": (
        "[lesson]\nreading_speed = 0",
        "lesson.reading_speed: expected a number from 5 to 17, got 0",
    ),
    "huge decimals": ("[lesson]\ndecimals = 1000", "lesson.decimals: expected a whole number from 1 to 6, got 1000"),
    "steps without end": (
        "[descent]\nsteps = 1000000000",
        "descent.steps: expected a whole number from 1 to 5000, got 1000000000",
    ),
    "negative rate": ("[descent]\nrate = -1", "descent.rate: expected a number above 0, up to 100, got -1"),
    "half a step": ("[descent]\nsteps = 1.5", "descent.steps: expected a whole number from 1 to 5000, got 1.5"),
    "watched from behind": (
        "[layers]\nwatch = {k = -1}",
        "layers.watch.k: expected a whole number from 0 to 5, got -1",
    ),
    "a sum without end": (
        f'[chain]\nactivation = "identity"\nweights = {[1000] * 5}\nbiases = {[0] * 5}',
        "chain.weights: expected |z2| of at most 10000, got 1e+06",
    ),
    "examples without end": (
        network([[[1000]]], [[0]]) + "[descent]\nexamples = [{input=[1000], target=[1]}]",
        "layers.weights: expected |z1| of at most 10000, got 1e+06",
    ),
    "a descent without end": (
        '[layers]\nactivation = "identity"\n[descent]\nrate = 90\nsteps = 5000',
        "descent.rate: expected a rate that keeps the cost below 1e+09, got 90, which leads beyond it in 1 step",
    ),
    # numbers just beyond their limits, or almost whole
    "next to 1000": ("[chain]\ninput = 1000.0000000001", f"chain.input: {NUMBER}, got 1000.0000000001"),
    "next to -1000": ("[chain]\ntarget = -1000.0000000000002", f"chain.target: {NUMBER}, got -1000.0000000000002"),
    "next to 2": (
        "[lesson]\ndecimals = 2.0000001",
        "lesson.decimals: expected a whole number from 1 to 6, got 2.0000001",
    ),
    "next to 17": (
        "[lesson]\nreading_speed = 17.000000001",
        "lesson.reading_speed: expected a number from 5 to 17, got 17.000000001",
    ),
    "next to 100": (
        "[descent]\nrate = 100.00000001",
        "descent.rate: expected a number above 0, up to 100, got 100.00000001",
    ),
    "next to the least nudge": (
        "[chain]\nnudge = 9.99999999999e-7",
        "chain.nudge: expected a number at least 1e-06 away from 0, got 9.99999999999e-07",
    ),
    "next to the largest sum": (
        '[chain]\nactivation = "identity"\nweights = [100, 100]\nbiases = [0, 1e-9]\ninput = 1',
        "chain.weights: expected |z2| of at most 10000, got 10000.000000001",
    ),
    # misspelled names
    "capitals of a function": (
        "[chain]\nactivation = 'ReLU'",
        f"chain.activation: {FUNCTION}, got 'ReLU' {MEANT} 'relu'?)",
    ),
    "words of a function": (
        "[layers]\nactivation = 'Leaky ReLU'",
        f"layers.activation: {FUNCTION}, softmax, got 'Leaky ReLU' {MEANT} 'leaky_relu'?)",
    ),
    "all capitals": (
        "[chain]\nactivation = 'SIGMOID'",
        f"chain.activation: {FUNCTION}, got 'SIGMOID' {MEANT} 'sigmoid'?)",
    ),
    "capitals and a slip": (
        "[chain]\nactivation = 'Sofplus'",
        f"chain.activation: {FUNCTION}, got 'Sofplus' {MEANT} 'softplus'?)",
    ),
    "fewer functions than weights": (
        '[chain]\nactivation = ["relu", "sigmoid"]',
        "chain.activation: expected one name or 3 names (one for each weight), got 2",
    ),
    "more functions than matrices": (
        '[layers]\nactivation = ["relu", "relu", "sigmoid"]',
        "layers.activation: expected one name or 2 names (one for each matrix of weights), got 3",
    ),
    "no function": (
        "[layers]\nactivation = []",
        "layers.activation: expected one name or 2 names (one for each matrix of weights), got 0",
    ),
    "a slip among functions": (
        '[chain]\nactivation = ["tahn", "relu", "sigmoid"]',
        f"chain.activation[0]: {FUNCTION}, got 'tahn' {MEANT} 'tanh'?)",
    ),
    "a number among functions": (
        '[layers]\nactivation = ["relu", 1]',
        "layers.activation[1]: expected a name of at most 40 letters, got 1",
    ),
    "a number for an author": (
        "[lesson]\nauthor = 5",
        "lesson.author: expected at most 80 printable characters, or a table with them for each language, got 5",
    ),
    "a date that is no text": (
        "[lesson]\ndate = 2027-03-01",
        "lesson.date: expected at most 80 printable characters, or a table with them for each language, got a date",
    ),
    "a number for a course in a language": (
        "[lesson]\ncourse = { fr = 5 }",
        f"lesson.course.fr: {TITLE}, got 5",
    ),
    "an author on two lines": (
        '[lesson]\nauthor = "Ada\\nLovelace"',
        'lesson.author: expected 1 to 80 printable characters, got text "Ada\\nLovelace"',
    ),
    "a voice that is no folder's name": (
        "[lesson]\nvoice = 5",
        "lesson.voice: expected at most 250 printable characters, got 5",
    ),
    "a voice with a NUL": (
        '[lesson]\nvoice = "a\\u0000b"',
        'lesson.voice: expected at most 250 printable characters, got text "a\\u0000b"',
    ),
    "a clip that is no list": (
        '[lesson]\nclips = "Opening"',
        'lesson.clips: expected a list of at most 100 names of clips, in [ ], got text "Opening"',
    ),
    "a number for a clip": (
        '[lesson]\nclips = ["Opening", 3]',
        "lesson.clips[1]: expected a name of at most 40 letters, got 3",
    ),
    "a hundred and one clips": (
        '[lesson]\nclips = ["Opening"' + ', "Opening"' * 100 + "]",
        "lesson.clips: expected at most 100 names of clips, got 101",
    ),
    # sentences
    "a narration that is no table": (
        'narration = "Hello."',
        'narration: expected a table with one for each clip, got text "Hello."',
    ),
    "a sentence for a whole clip": (
        '[narration]\nRecap = "Hello."',
        'narration.Recap: expected a table with a sentence for each beat, got text "Hello."',
    ),
    "a number for a sentence": (
        "[narration]\nRecap.end = 3",
        f"narration.Recap.end: {SENTENCE}, or a table with them for each language, got 3",
    ),
    "a date for a sentence in a language": (
        "[narration.Recap.end]\nfr = 2027-03-01",
        f"narration.Recap.end.fr: {SENTENCE}, got a date",
    ),
    "a sentence without a word": ('[narration]\nRecap.end = " "', f'narration.Recap.end: {SENTENCE}, got text " "'),
    "a sentence of hard spaces": (
        "[narration]\nRecap.end = '\u00a0'",
        f'narration.Recap.end: {SENTENCE}, got text "\\u00a0"',
    ),
    "a sentence of 401 letters": (
        f'[narration]\nRecap.end = "{"a " * 200}b"',
        f'narration.Recap.end: {SENTENCE}, got text "{"a " * 19}a…"',
    ),
    "a sentence that controls": (
        '[narration]\nRecap.end = "red \\u001b[31m"',
        f'narration.Recap.end: {SENTENCE}, got text "red \\u001b[31m"',
    ),
    "a brace that is not closed": ('[narration]\nRecap.end = "{C"', f'narration.Recap.end: {BRACES}, got text "{{C"'),
    "a brace that is not opened": ('[narration]\nRecap.end = "C}"', f'narration.Recap.end: {BRACES}, got text "C}}"'),
    "braces around nothing": ('[narration]\nRecap.end = "{}"', f'narration.Recap.end: {BRACES}, got text "{{}}"'),
    "a name with a width": (
        '[narration]\nRecap.end = "{C:>99999999}"',
        f'narration.Recap.end: {BRACES}, got text "{{C:>99999999}}"',
    ),
    "a name with a conversion": (
        '[narration]\nRecap.end = "{C!r}"',
        f'narration.Recap.end: {BRACES}, got text "{{C!r}}"',
    ),
    "a part of a name": (
        '[narration]\nRecap.end = "{C.__class__}"',
        f'narration.Recap.end: {BRACES}, got text "{{C.__class__}}"',
    ),
    "a sentence for an odd key": (
        '[narration]\n"a\\nb".c = 1',
        f'narration."a\\nb".c: {SENTENCE}, or a table with them for each language, got 1',
    ),
    "capitals of a language": (
        "[lesson]\nlanguage = 'FR'",
        """lesson.language: expected the code of a language, such as "en", got text "FR\"""",
    ),
    "a slip in a theme": (
        "[lesson]\ntheme = 'Lihgt'",
        f"""lesson.theme: expected "dark" or "light", got text "Lihgt" {MEANT} 'light'?)""",
    ),
    "a key in capitals": ("[chain]\nWEIGHTS = [1, 1]", "chain.WEIGHTS: unknown key; did you mean weights?"),
    "a key with a hyphen": (
        "[lesson]\nReading-Speed = 15",
        "lesson.Reading-Speed: unknown key; did you mean reading_speed?",
    ),
    "a section in capitals": ("[DESCENT]", "DESCENT: unknown key; did you mean descent?"),
    "a letter in capitals": ("[layers]\nwatch = {J = 1}", "layers.watch.J: unknown key; did you mean j?"),
    # titles
    "an empty title": ("[lesson]\ntitle = ''", f'lesson.title: {TITLE}, got text ""'),
    "a title of spaces": ("[lesson]\ntitle = '\u00a0\u2003'", f'lesson.title: {TITLE}, got text "\\u00a0\\u2003"'),
    "a title of lines": ('[lesson]\ntitle = """a\nb"""', f'lesson.title: {TITLE}, got text "a\\nb"'),
    "a title of separators": ("[lesson]\ntitle = 'a\u2028b'", f'lesson.title: {TITLE}, got text "a\\u2028b"'),
    "a title of escapes": (
        '[lesson]\ntitle = "\\u001b]0;x\\u0007"',
        f'lesson.title: {TITLE}, got text "\\u001b]0;x\\u0007"',
    ),
    "a title of C1": ('[lesson]\ntitle = "\\u009b31m"', f'lesson.title: {TITLE}, got text "\\u009b31m"'),
    "a title backwards": ('[lesson]\ntitle = "\u202egnp.exe"', f'lesson.title: {TITLE}, got text "\\u202egnp.exe"'),
    "a title isolated": ('[lesson]\ntitle = "\u2066x"', f'lesson.title: {TITLE}, got text "\\u2066x"'),
    "a title of nothing": ('[lesson]\ntitle = "\u200b"', f'lesson.title: {TITLE}, got text "\\u200b"'),
    "a title of tags": ('[lesson]\ntitle = "x\U000e0041"', f'lesson.title: {TITLE}, got text "x\\udb40\\udc41"'),
    "a title of NUL": ('[lesson]\ntitle = "\\u0000"', f'lesson.title: {TITLE}, got text "\\u0000"'),
    "a private title": ('[lesson]\ntitle = "\uf8ff"', f'lesson.title: {TITLE}, got text "\\uf8ff"'),
}


@contextmanager
def unusable_files(folder: Path) -> Iterator[dict[Path, str]]:
    """Make paths of every kind that lead to no usable lesson; yield them with the expected messages."""
    no_file = "cannot be read: expected a file, got a device or a pipe"
    found = {Path("/dev/null"): no_file, Path("/dev/zero"): no_file, Path("/dev/tty"): no_file, Path("/proc"): FOLDER}
    pipe, listener, locked = folder / "pipe", folder / "socket", folder / "locked"
    os.mkfifo(pipe)  # without a writer
    found[pipe] = no_file
    found[folder] = FOLDER
    (folder / "loop").symlink_to("pool")
    (folder / "pool").symlink_to("loop")
    found[folder / "loop"] = "cannot be read: Too many levels of symbolic links"
    (folder / "dangling").symlink_to("nowhere")
    found[folder / "dangling"] = found[folder / "no such file"] = "cannot be read: No such file or directory"
    (folder / "to the pipe").symlink_to(pipe)
    found[folder / "to the pipe"] = no_file
    noise = folder / "noise"
    with noise.open("wb") as file:
        for _ in range(50):
            file.write(os.urandom(1_000_000))
    found[noise] = "expected a file of at most 1000000 bytes, got a larger one"
    found[noise / "lesson.toml"] = "cannot be read: Not a directory"
    sparse = folder / "sparse"
    with sparse.open("wb") as file:
        file.truncate(2**40)
    found[sparse] = found[noise]
    found[folder / ("x" * 300)] = "cannot be read: File name too long"
    found[folder / ("x/" * 5000)] = "cannot be read: File name too long"
    for name in STRANGE_NAMES:
        (folder / name).write_text("[chain]\nnudge = 0\n")
        found[folder / name] = "chain.nudge: expected a number at least 1e-06 away from 0, got 0"
    locked.write_text("")
    locked.chmod(0)
    found[locked] = "cannot be read: Permission denied"
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(folder)  # a socket's path must be short
        server.bind(listener.name)
        os.chdir(here)
        found[listener] = no_file
        yield found


def matches(said: str, expected: str) -> bool:
    """Whether a message is the expected one, where ``*`` stands for any text."""
    return bool(re.fullmatch(re.escape(expected).replace(r"\*", ".+"), said))


@contextmanager
def time_limit(seconds: int = 120) -> Iterator[None]:
    """Fail if the block takes longer than ``seconds``."""

    def fail(*_: object) -> None:
        raise AssertionError(f"still waiting after {seconds} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
