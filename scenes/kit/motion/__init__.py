"""How things move: animations, lights, free lanes for flights, and the looks that are mixed on the way.

May import what ``scenes.kit`` may.
"""
