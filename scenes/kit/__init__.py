"""What clips are made of: formulas, live numbers, value lines, diagrams. No clip lives in here.

A way to read it, each line building on those before:

- ``theme``, ``language``, ``typesetting``: colours and sizes, words and numbers, glyphs.
- ``ledger``, ``formula``, ``readout``, ``pen``: what is written, and the record of it.
- ``captions``, ``clip``, ``chapter``, ``current_lesson``: narration, beats, and which lesson is shown.
- ``scale``, ``log_scale``, ``rounding``: where numbers stand, and how many digits they need.
- ``motion``, ``emerge``, ``light``, ``glow``: moves that several clips share.
- ``value_line``, ``lens``, ``brace``, ``bars``, ``axes``, ``curves``, ``track``: one number, or some, as a picture.
- ``table``, ``product``, ``live_formula``, ``derivation``, ``written_sum``: numbers among formulas.
- ``neuron``, ``network_diagram``, ``signed_edges``, ``symbol_tree``: networks.

The rest is what one chapter's clips share: of the chain's last layer (``last_layer`` and what imports it), of its
training examples (``training_set``), of networks with several neurons a layer (``watched_weight``, ``path_sum``,
``swept_network``), and of the descent (``learning``).
"""
