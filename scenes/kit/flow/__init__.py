"""How a clip runs: its beats, their captions and pace, and the picture that one clip hands over to the next.

May import what ``scenes.kit`` may.
"""
