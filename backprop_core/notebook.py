"""How results show themselves in a notebook: each as a table, or each as a formula, whatever shows the notebook.

What they look like is in ``notebook_tables`` and ``notebook_formulas``, which are loaded when a notebook asks.
"""


class ShownAsTable:
    """A result that is many numbers: a notebook shows tables of them.

    Examples
    --------
    >>> from backprop_core import Network
    >>> Network.chain(weights=[1.5], biases=[-0.3])._repr_html_().count("<table")
    1
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        from backprop_core import notebook_html, notebook_tables

        return notebook_html.html(notebook_tables.sheet(self))


class ShownAsFormula:
    r"""A result that is said by a formula: a notebook typesets its LaTeX.

    Examples
    --------
    >>> from backprop_core import Parameter
    >>> Parameter.parse("w3")._repr_latex_()
    '$\\displaystyle w^{(3)}$'
    """

    __slots__ = ()

    def _repr_latex_(self) -> str:
        from backprop_core import notebook_formulas

        return rf"$\displaystyle {notebook_formulas.formula(self)}$"
