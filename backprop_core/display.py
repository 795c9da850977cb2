r"""How notebooks and ``print`` show results: base classes with ``_repr_html_``, ``_repr_latex_`` and ``__str__``.

What makes the HTML, the LaTeX and the text is in ``backprop_core.notebook``, which is imported when one of them is
first asked for. So neither ``import backprop_core`` nor any clip depends on how notebooks look.
"""


class HtmlRepr:
    """A result that notebooks show as tables.

    Examples
    --------
    >>> from backprop_core import Network
    >>> Network.chain(weights=[1.5], biases=[-0.3])._repr_html_().count("<table")
    1
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        from backprop_core.notebook.tables import html

        return html(self)

    def __str__(self) -> str:
        from backprop_core.notebook.text import text

        return text(self)


class LatexRepr:
    r"""A result, or a name, that notebooks show as a formula.

    Examples
    --------
    >>> from backprop_core import Parameter
    >>> Parameter.parse("w3")._repr_latex_()
    '$\\displaystyle w^{(3)}$'
    """

    __slots__ = ()

    def _repr_latex_(self) -> str:
        from backprop_core.notebook.formulas import latex

        return rf"$\displaystyle {latex(self)}$"

    def __str__(self) -> str:
        from backprop_core.notebook.text import text

        return text(self)
