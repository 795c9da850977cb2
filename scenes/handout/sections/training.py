"""What the clips about many training examples work out: the average, and the gradient."""

from backprop_core.quantities import Quantity, cost, partial, weight
from scenes.handout.context import Desk
from scenes.handout.document import Item, Math, Run
from scenes.handout.formulas.expression import Constant, Leaf, Letters
from scenes.handout.formulas.markup import Written, opposite
from scenes.handout.formulas.operations import Fraction, Product, total
from scenes.handout.formulas.vectors import matrix, table_of
from scenes.handout.writer import formula, leaves, math
from scenes.numbers.language import N_

# So many examples have a row of their own; of more, so many at the beginning have one.
MOST, SHOWN = 12, 10


def average_over_examples(desk: Desk) -> list[Item]:
    """Return each example's cost and derivative, and their averages."""
    writer, training = desk.writer, desk.training
    examples = training.examples
    shown = examples if len(examples) <= MOST else examples[:SHOWN]
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
    header: list[Run] = [Math("k", "k"), *(math(writer.name(name)) for name in names)]
    found: list[Item] = [desk.table(header, k, *map(desk.column, each))]
    if len(shown) < len(examples):
        found.append(writer.translate(N_("The further examples are treated likewise.")))
    watched = training.watched.relative_to(None)
    rule = Written("frac(1, n) sum_k", "1/n·Σ_k ") + writer.name(slope)
    slopes = [run.derivative.relative_to(None) for run in examples]
    numbers = Product(Fraction(Constant(1), Constant(len(examples))), total(leaves(*slopes)))
    if len(examples) <= MOST:
        found.append(writer.worked(watched, Letters(rule), numbers=numbers))
    else:
        found.append(writer.worked(watched, Letters(rule), numbers=Leaf(watched)))
    return found


def gradient_vector(desk: Desk) -> list[Item]:
    """Return all components, and what downhill is."""
    writer, gradient = desk.writer, [each.relative_to(None) for each in desk.training.gradient]
    backwards = [[Quantity(each.symbol, -each.value)] for each in gradient]
    names = table_of([[writer.name(each.symbol)] for each in gradient])
    numbers, downhill = matrix(writer, [[each] for each in gradient]), matrix(writer, backwards)
    nabla = Written("nabla", "∇") + writer.name(cost(None))
    return [
        formula(nabla, [("=", [names]), ("=", [numbers])], small=True),
        formula(opposite(nabla), [("=", [downhill])], small=True),
        writer.translate(
            N_("Downhill is the opposite way: where its number is positive, a weight or bias should grow.")
        ),
    ]
