"""manim's renderer for pictures of which little changes from frame to frame. The frames are the same, to the pixel.

A way to read it, each line building on those before:

- ``box``: rectangles of pixels.
- ``shape``: what of a mobject decides how it is drawn, and the drawing.
- ``layer``, ``canvas``: a camera that draws again only what changed.
- ``yuv``: the encoder's colours, converted only where the picture changed.
- ``film``: frames on their way to manim's encoder.
- ``memory``: what is freed goes back to the system.
- ``renderer``: the renderer that joins them.

It uses what manim lets one replace, the classes of the camera and of the file writer, and knows these insides of
manim 0.22: ``CairoRenderer.static_image`` is handed to the camera and nowhere else, ``SceneFileWriter`` asks its
``_create_segment_encoder`` for encoders, and what is given to ``write_frame`` reaches them untouched.
"""
