"""Formulas and tables of the clips about many training examples: the average, and the gradient."""

from backprop_core.quantities import Quantity, cost, partial, weight
from scenes.handout.context import Context
from scenes.handout.document import Item, Math, Run
from scenes.handout.formulas.expression import Constant, Leaf, Symbolic
from scenes.handout.formulas.markup import Markup, negated
from scenes.handout.formulas.operations import Fraction, Multiplication, sum_of
from scenes.handout.formulas.vectors import matrix_markup, number_matrix
from scenes.handout.writer import formula, inline_math
from scenes.numbers.language import N_

# The table has a row for each example up to the first number; of more examples, for the second number of them.
_MOST_ROWS, _ROWS_OF_MANY = 12, 10


def average_over_examples(context: Context) -> list[Item]:
    """Return the table of the examples' costs and derivatives, and the average derivative."""
    writer, training = context.writer, context.training_set
    examples = training.examples
    shown = examples if len(examples) <= _MOST_ROWS else examples[:_ROWS_OF_MANY]
    each = [
        [run.given[0] for run in shown],
        [run.activations[-1] for run in shown],
        [run.target for run in shown],
        [run.cost for run in shown],
        [run.derivative.relative_to(None) for run in shown],
    ]
    k = [Math(f'"{run.number}"', str(run.number)) for run in shown]
    slope = partial(cost("k"), weight(training.chain.network.L))
    names = [*(column[0].symbol for column in each[:3]), cost("k"), slope]
    header: list[Run] = [Math("k", "k"), *(inline_math(writer.name(name)) for name in names)]
    found: list[Item] = [context.table(header, k, *map(context.column, each))]
    if len(shown) < len(examples):
        found.append(writer.translate(N_("The further examples are treated likewise.")))
    watched = training.watched.relative_to(None)
    rule = Markup("frac(1, n) sum_k", "1/n·Σ_k ") + writer.name(slope)
    slopes = [run.derivative.relative_to(None) for run in examples]
    numbers = Multiplication(
        Fraction(Constant(1), Constant(len(examples))), sum_of([Leaf(slope) for slope in slopes])
    )
    if len(examples) <= _MOST_ROWS:
        found.append(writer.worked_formula(watched, Symbolic(rule), numbers=numbers))
    else:
        found.append(writer.worked_formula(watched, Symbolic(rule), numbers=Leaf(watched)))
    return found


def gradient_vector(context: Context) -> list[Item]:
    """Return the gradient with all its components, and its opposite, which points downhill."""
    writer, gradient = context.writer, [each.relative_to(None) for each in context.training_set.gradient]
    backwards = [[Quantity(each.symbol, -each.value)] for each in gradient]
    names = matrix_markup([[writer.name(each.symbol)] for each in gradient])
    numbers, downhill = number_matrix(writer, [[each] for each in gradient]), number_matrix(writer, backwards)
    nabla = Markup("nabla", "∇") + writer.name(cost(None))
    return [
        formula(nabla, [("=", [names]), ("=", [numbers])], small=True),
        formula(negated(nabla), [("=", [downhill])], small=True),
        writer.translate(
            N_("Downhill is the opposite way: where its number is positive, a weight or bias should grow.")
        ),
    ]
