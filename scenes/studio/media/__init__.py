"""Video, audio and subtitle files: joined, split and muxed without encoding a picture again.

May import ``build``.
"""
