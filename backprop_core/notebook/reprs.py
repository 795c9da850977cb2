"""How results show themselves in a notebook: each as a table, or each as a formula, whatever shows the notebook.

What they look like is in ``notebook_tables`` and ``notebook_formulas``, which know all results and register here.
"""

from functools import singledispatch


@singledispatch
def html(result: object) -> str:
    """Return a result as a page's HTML.

    Raises
    ------
    TypeError
        If it is nothing that tables say.
    """
    raise TypeError(f"html: expected a result that is shown as a table, got {result!r}")


@singledispatch
def latex(result: object) -> str:
    """Return a result, or a name, as LaTeX mathematics.

    Raises
    ------
    TypeError
        If it is nothing that formulas say.
    """
    raise TypeError(f"latex: expected a result that is shown as a formula, got {result!r}")


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
        return html(self)


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
        return rf"$\displaystyle {latex(self)}$"
