"""What a lesson prints on paper: its clips' formulas with numbers plugged in, all its numbers, and exercises.

A way to read it, each line building on those before:

- ``written``: mathematics as Typst source and as plain text, side by side.
- ``expression``, ``operations``: formulas that can be written in letters or in numbers, and worked out.
- ``writer``: symbols in their colours, numbers with the decimals that they need, sentences in the lesson's language.
- ``sheet``: what the pages are made of, as plain data.
- ``example``, ``functions``: a network and one example, and its activation functions, as quantities and formulas.
- ``steps``, ``vectors``: one step of the calculation each; columns and matrices.
- ``desk``: all that is at hand for a lesson.
- ``chain``, ``training``, ``layers``, ``learning``: what each clip of the lecture works out.
- ``given``, ``numbers``, ``exercises``, ``content``: what the lesson sets, all numbers, exercises; the whole handout.
- ``pdf``: pages by Typst. How they look is decided in ``handout.typ`` alone.
"""
