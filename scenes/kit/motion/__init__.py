"""How things move: animations, free lanes for flights, and the looks that are mixed on the way.

May import what ``scenes.kit`` may.
"""
