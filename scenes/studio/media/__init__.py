"""Videos, sound and subtitles as files: joined, cut and mixed without encoding a picture again.

May import ``build``.
"""
