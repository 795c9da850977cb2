"""What translators need: a folder to fill in for a new language, and what is left to do in it at any time.

May import ``voice`` and ``build``.
"""
