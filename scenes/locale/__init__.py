"""The lecture's languages: each is a folder here, named by its two-letter code, with all that is known of it.

``language.toml`` has its name, its formats and its typography, ``LC_MESSAGES`` its catalogues: the English text in
the source is the key of a translation. May import ``backprop_core``; no manim.
"""
