"""What is drawn for one chapter only, in a folder for each, named as the chapter.

May import the kit, ``scenes.numbers`` and ``backprop_core``; not the figures of another chapter.
"""
