"""A faster Cairo renderer for manim, for pictures that change little between frames; its frames are pixel-identical.

May import nothing else of the project. The modules in reading order, each building on those above it:

- ``box``: rectangles of pixels, as arrays.
- ``mobjects``: the families, copies and corners of mobjects.
- ``shape``: the attributes of a mobject that determine its pixels, and drawing it with cairo.
- ``layer``, ``canvas``: a camera that redraws only what changed.
- ``vector``: the camera's picture as an SVG file.
- ``pool``, ``yuv``: video frames that are used again, and the conversion of pixels to the encoder's colours.
- ``film``, ``memory_film``: file writers that encode the frames, to files or in memory.
- ``memory``: a setting of the allocator, so that encoders do not hold on to memory.
- ``renderer``: the renderer that joins camera, conversion and file writer.

The camera and the file writer replace manim's through its public parameters. The renderer relies on these internals
of manim 0.22: ``CairoRenderer.static_image`` is only passed to the camera, ``SceneFileWriter`` creates its encoders
with ``_create_segment_encoder``, and it passes what ``write_frame`` is given on to them unchanged.
While the renderer plays a move, it replaces four methods of ``Mobject``, for which manim has no parameter.
"""
