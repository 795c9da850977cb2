"""Chapter 2 · One nudge: how a small change of one weight travels to the cost."""

from functools import partial
from itertools import pairwise
from math import isnan

from manim import DOWN, LEFT, RIGHT, UP, UR, Circumscribe, FadeIn, FadeOut, Indicate, VGroup, interpolate

from scenes.figures.nudges.ratios import MeasuredProduct, MeasuredRatio, MeasuredRatios
from scenes.figures.nudges.stage import SHORT, TREE_X, NudgeStage
from scenes.figures.nudges.table import Legend, Table
from scenes.kit.animations import assemble, fly, one_by_one
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.last_layer_clip import LastLayerClip
from scenes.kit.layout import kept_inside
from scenes.kit.text.formula import Formula, TextLine
from scenes.kit.text.product import ProductTable, factor_names
from scenes.kit.theme import DIM, LARGE, MOVE, QUICK, SAFE_RIGHT, SAFE_TOP, SLOW
from scenes.numbers.language import N_

CHAPTER = Chapter(2, N_("One nudge"))

# From this share of its line's length on, a nudge is seen without a lens; from this share of the derivative on, the
# ratio that it causes is far from it.
VISIBLE, FAR_OFF = 0.01, 0.1

# NudgePropagation, in frame units: the ratio above the tree and the lines; the table to the right of the lines, and
# how short the lines become to make room for it.
FORMULA_LEFT, FORMULA_Y, FORMULA_SIZE = -5.9, 3.06, 0.5
TABLE_LEFT, TABLE_Y, SHORTEST = -0.3, 0.7, 2.1

# ChainRule, in frame units: the room for formulas right of the lenses, its width, and above them, its height; the
# type's size of the measured product, and the height of the rule; in the end, right of the tree, the title, the rule,
# large, and the legend.
RIGHT_WIDTH, ABOVE_HEIGHT, MEASURED_SIZE, RULE_Y = 6.1, 1.36, 0.41, -0.2
TITLE_AT, LARGE_RULE_AT, LARGE_WIDTH = (1.8, 3.2, 0), (1.8, 1.9, 0), 7.6
LEGEND_AT, LEGEND_PITCH = (1.8, -1.05, 0), 0.58


class NudgePropagation(LastLayerClip):
    """A small change of the last weight, followed through the weighted sum and the activation to the cost."""

    headline = N_("One nudge, followed to the cost")
    poster = "ratio"
    stage: NudgeStage

    @property
    def visible(self) -> bool:
        """Whether the nudge is seen without a lens."""
        scale = self.stage.lines[0].scale_of_values
        return abs(self.lesson.chain.nudge) >= VISIBLE * (scale.high - scale.low)

    @property
    def without_effect(self) -> bool:
        """Whether the nudge does not change the cost."""
        return self.last.changes(self.lesson.chain.nudge)[-1].value == 0

    @property
    def cost_rises(self) -> bool:
        """Whether the nudge makes the cost rise."""
        return self.last.changes(self.lesson.chain.nudge)[-1].value > 0

    @property
    def visible_without_effect(self) -> bool:
        """Whether the nudge is seen and does not change the cost."""
        return self.visible and self.without_effect

    @property
    def visible_cost_rises(self) -> bool:
        """Whether the nudge is seen and makes the cost rise."""
        return self.visible and self.cost_rises

    @property
    def far_off(self) -> bool:
        """Whether the nudge is so large that the ratio which it causes is far from the derivative."""
        ratio, derivative = self.last.ratio(self.lesson.chain.nudge).value, self.last.derivative.value
        return abs(ratio - derivative) > FAR_OFF * abs(derivative)

    def setup(self) -> None:
        """Lay out the tree and the four lines."""
        super().setup()
        self.stage = NudgeStage(self.typesetter, self.last, self.lesson.chain.nudge)

    @beat(N_("Each of these is just a number, so let’s give each one its own number line."))
    def number_lines(self) -> None:
        """Give each of w, z, a and C_0 a number line."""
        tree = self.stage.tree.shift(TREE_X * LEFT)
        self.play(self.arrive(tree))
        self.play(tree.animate.dim_symbols(*self.last.side).shift(TREE_X * RIGHT), run_time=MOVE)
        for symbol, line in zip(self.last.path, self.stage.lines, strict=True):
            node = tree.nodes[symbol]
            self.play(FadeIn(line.axis, line.ticks, line.ends, shift=0.4 * RIGHT), run_time=QUICK)
            self.play(fly(node, line.dot), FadeIn(line.readout), run_time=QUICK)
            self.add(line)

    @beat(
        N_(
            "Move the last weight, and the weighted sum moves, then the activation, then the cost. "
            "Nothing here is drawn by hand: the network is computed again for every picture."
        ),
        zero_derivative=N_(
            "Move the last weight, and see what follows: in z, in the activation, and in the cost. "
            "Nothing here is drawn by hand: the network is computed again for every picture."
        ),
    )
    def swing(self) -> None:
        """Let w swing up, down and back; z, a and C_0 follow."""
        self.play(self.stage.tree.light(self.last.path, run_time=MOVE))
        self.play(self.stage.sweep(self.stage.swing, run_time=8))

    @beat(
        N_(
            "Now just a nudge: the weight moves by {dw}, too small to see, so take a lens. "
            "The weight moves z, z moves a, and a moves the cost: it drops by {size_of_dC}."
        ),
        visible_without_effect=N_(
            "Now a single nudge: the weight moves by {dw}. A lens on each line shows what follows. "
            "But nothing reaches the cost: it stays as it was."
        ),
        visible_cost_rises=N_(
            "Now a single nudge: the weight moves by {dw}. A lens on each line shows what follows. "
            "The weight moves z, z moves a, and a moves the cost: it rises by {size_of_dC}."
        ),
        visible=N_(
            "Now a single nudge: the weight moves by {dw}. A lens on each line shows what follows. "
            "The weight moves z, z moves a, and a moves the cost: it drops by {size_of_dC}."
        ),
        without_effect=N_(
            "Now just a nudge: the weight moves by {dw}, too small to see, so take a lens. "
            "But nothing reaches the cost: it stays as it was."
        ),
        cost_rises=N_(
            "Now just a nudge: the weight moves by {dw}, too small to see, so take a lens. "
            "The weight moves z, z moves a, and a moves the cost: it rises by {size_of_dC}."
        ),
    )
    def nudge(self) -> None:
        """Nudge w by the lesson's nudge; a lens beside each line shows its change, all at one scale."""
        self.play(self.stage.stretch(SHORT, run_time=MOVE))
        lenses = self.stage.magnify()
        self.play(FadeIn(lenses.heading, *(lens.cone for lens in lenses.each)), run_time=QUICK)
        self.play(*(FadeIn(lens, shift=0.3 * RIGHT) for lens in lenses.each), run_time=MOVE)
        for place in range(len(lenses.each)):
            if place:
                self.play(self.stage.tree.light(self.last.path[place - 1 : place + 1], run_time=QUICK))
            self.play(self.stage.nudge(place, run_time=MOVE))

    @beat(
        N_(
            "What we want is written ∂C over ∂w. Read ∂w as a tiny nudge, ∂C as the change of the cost "
            "that it causes. For our nudge, the ratio is {ratio}."
        ),
        corner=N_(
            "What we want is written ∂C over ∂w. Read ∂w as a tiny nudge, ∂C as the change of the cost "
            "that it causes. From the side of our nudge, the ratio is {ratio}."
        ),
        far_off=N_(
            "What we want is written ∂C over ∂w. Read ∂w as a tiny nudge, ∂C as the change of the cost "
            "that it causes. Our nudge is not that tiny: its ratio is {ratio}."
        ),
    )
    def ratio(self) -> None:
        """Divide ΔC_0 by Δw; their numbers fly up from the lenses."""
        by = self.lesson.chain.nudge
        dw, *_, dC = self.last.changes(by)
        self.wanted = self.typesetter.formula(
            "{} approx.not frac({}, {}) = {}" if self.far_off else "{} approx frac({}, {}) = {}",
            self.last.derivative.symbol,
            dC,
            dw,
            self.last.ratio(by),
            size=FORMULA_SIZE,
        )
        kept_inside(self.wanted.move_to((FORMULA_LEFT, FORMULA_Y, 0), aligned_edge=LEFT))
        top, bottom = self.wanted.argument(1), self.wanted.argument(2)
        self.play(FadeIn(self.wanted.argument(0)), run_time=MOVE)
        self.play(
            one_by_one(fly(self.stage.lenses.each[-1].readout, top), fly(self.stage.lenses.each[0].readout, bottom)),
            FadeIn(self.wanted.rest()),
            run_time=SLOW,
        )
        self.play(FadeIn(self.wanted.argument(3), shift=0.2 * RIGHT), run_time=MOVE)
        self.add(self.wanted)

    @beat(
        N_(
            "Take smaller and smaller nudges. The ratio settles on one number, the derivative: {by_w}. "
            "And what the derivative predicts comes ever closer to the real change."
        ),
        corner=N_(
            "Take smaller and smaller nudges. But z sits on a corner: where the ratio settles depends "
            "on the side from which we look. By choice, the derivative counts as {by_w}."
        ),
        zero_derivative=N_(
            "Take smaller and smaller nudges. The ratio settles on {by_w}, and that is the derivative: "
            "for a tiny nudge, the cost hardly moves, if at all."
        ),
    )
    def shrink_the_nudge(self) -> None:
        """Fill a table for ever smaller nudges: the real change, the predicted one, the ratio."""
        nudges = self.last.shrinking(self.lesson.chain.nudge)
        rows = list(map(self.last.compared, nudges))
        table = Table(
            self.typesetter,
            [quantity.symbol for quantity in rows[0]],
            rows,
            width=SAFE_RIGHT - TABLE_LEFT,
            significant=(1, 2, 2, 4),
        ).move_to(((SAFE_RIGHT + TABLE_LEFT) / 2, TABLE_Y, 0))
        settled = self.typesetter.formula(
            "{} = {}", self.last.derivative.symbol, self.last.derivative, decimals=table.places[-1]
        )
        settled.next_to(table, DOWN, buff=0.5)
        self.play(FadeOut(self.stage.lenses), run_time=QUICK)
        self.play(self.stage.stretch(SHORTEST, run_time=MOVE))
        self.play(FadeIn(table.header, table.rule), run_time=QUICK)
        reached = self.lesson.chain.nudge
        for by, row in zip(nudges, table.rows, strict=True):
            way = partial(interpolate, self.stage.w + reached, self.stage.w + by)
            self.play(self.stage.sweep(way, run_time=QUICK))
            reached = by
            self.play(FadeIn(row, shift=0.2 * DOWN), run_time=QUICK)
        self.play(fly(table.rows[-1][-1], settled.argument(1)), FadeIn(settled.argument(0), settled.rest()))
        self.add(settled)
        self.play(Circumscribe(settled, color=self.typesetter.theme.highlight), run_time=SLOW)


class ChainRule(LastLayerClip):
    """The ratios of neighbouring changes multiply to the one that is wanted."""

    headline = N_("The chain rule")
    stage: NudgeStage
    measured_product: MeasuredProduct
    measured_ratios: MeasuredRatios
    rule: ProductTable
    title: TextLine

    @property
    def undefined_ratio(self) -> bool:
        """Whether one of the three ratios is 0/0: a change is zero before the cost is reached."""
        return any(isnan(ratio.value) for ratio in self.last.ratios(self.lesson.chain.nudge))

    def setup(self) -> None:
        """Lay out the stage as it stands after the nudge, and the product of the ratios that will be read off it."""
        super().setup()
        by = self.lesson.chain.nudge
        self.stage = NudgeStage(self.typesetter, self.last, by).nudged()
        self.measured_product = MeasuredProduct(self.typesetter, self.last, by, size=MEASURED_SIZE)
        if self.measured_product.width > RIGHT_WIDTH:
            self.measured_product.scale(min(1.0, ABOVE_HEIGHT / self.measured_product.height))
        kept_inside(self.measured_product.move_to((SAFE_RIGHT, SAFE_TOP, 0), UR))

    @beat(
        N_(
            "Compare neighbours, lens by lens: how far z moved for the nudge to w, "
            "how far a moved for z, and how far the cost moved for a."
        ),
        undefined_ratio=N_(
            "Compare neighbours, lens by lens. Here one change is zero, and so are those after it: "
            "zero over zero is not a number."
        ),
    )
    def three_ratios(self) -> None:
        """Move the lenses aside, and read a ratio off each pair of neighbours."""
        self.play(self.arrive(self.stage))
        self.play(self.stage.step_aside(run_time=MOVE))
        pairs = pairwise(self.stage.lenses.each)
        ratios = self.last.ratios(self.lesson.chain.nudge)
        self.measured_ratios = MeasuredRatios(
            [
                MeasuredRatio(self.typesetter, *each)
                for each in zip(pairs, ratios, self.measured_product.decimals, strict=True)
            ],
            SAFE_RIGHT,
        )
        for ratio in self.measured_ratios.each:
            self.play(ratio.read_off(run_time=2))
            self.add(ratio)

    @beat(
        N_(
            "Multiply the three, and the changes in between cancel. What remains is the change of the cost "
            "over the nudge, {ratio}: exactly what the last lens and the first one give."
        ),
        undefined_ratio=N_(
            "So there is nothing to multiply: this nudge doesn’t get through. "
            "The change of the cost over the nudge is {ratio}."
        ),
    )
    def product(self) -> None:
        """Multiply the ratios, and compare the product with the last change over the first."""
        product = self.measured_product
        self.play(
            self.stage.lenses.heading.animate.set_opacity(0), product.gather(self.measured_ratios.each, run_time=3)
        )
        if not self.undefined_ratio:
            self.play(product.cancel(run_time=3))
        self.add(product)
        self.play(FadeOut(self.measured_ratios), run_time=QUICK)
        first, *_, last = self.stage.lenses.each
        whole = self.last.ratio(self.lesson.chain.nudge)
        ratio = MeasuredRatio(self.typesetter, (first, last), whole, product.whole_decimals)
        self.measured_ratios = MeasuredRatios([ratio], SAFE_RIGHT)
        self.play(ratio.read_off(run_time=2))
        self.add(ratio)
        if not self.undefined_ratio:
            same = (product.value, ratio.value)
            self.play(*(Circumscribe(each, color=self.typesetter.theme.highlight) for each in same), run_time=MOVE)

    @beat(
        N_(
            "Let the nudge shrink, and every ratio becomes a derivative. Their product is the derivative "
            "of the cost with respect to the weight: that’s the chain rule."
        ),
        corner=N_(
            "Each step has its derivative, even the corner, by choice. Their product is the derivative "
            "of the cost with respect to the weight: that’s the chain rule."
        ),
        undefined_ratio=N_(
            "Derivatives have no such trouble: each asks only how its own step responds. Their product is "
            "the derivative of the cost with respect to the weight: that’s the chain rule."
        ),
    )
    def the_rule(self) -> None:
        """Assemble the rule: each symbol comes from the brace below its change."""
        factors, derivative = self.last.factors(), self.last.derivative
        self.rule = rule = ProductTable(self.typesetter, derivative.symbol, [factor_names(self.typesetter, factors)])
        rule.scale(RIGHT_WIDTH / rule.width).move_to((SAFE_RIGHT, RULE_Y, 0), RIGHT)
        self.title = self.typesetter.words(N_("the chain rule"), size=LARGE)
        self.title.scale(min(1.0, RIGHT_WIDTH / self.title.width)).next_to(rule, DOWN, buff=0.6)
        braces = {s: lens.measured for s, lens in zip(self.last.path, self.stage.lenses.each, strict=True)}
        self.play(FadeOut(self.measured_ratios), self.measured_product.animate.set_opacity(DIM), run_time=QUICK)
        for sign, part in zip((*rule.signs, *rule.dots[0], VGroup()), self._derivatives(), strict=True):
            named = {symbol: brace for symbol, brace in braces.items() if part.shows(symbol)}
            self.play(assemble(part, named), FadeIn(sign), run_time=MOVE)
        self.add(rule)
        self.play(FadeIn(self.title, shift=0.2 * UP), run_time=QUICK)

    @beat(
        N_(
            "Take a moment to find each symbol: the weight, the previous activation, the bias; "
            "then the weighted sum, the activation, the desired output, and the cost."
        )
    )
    def which_symbol_is_what(self) -> None:
        """Highlight every symbol once, in the order of the tree, and say what it is called."""
        (w, z, a, C), (b, before, y) = self.last.path, self.last.side
        legend = Legend(self.typesetter, (w, before, b, z, a, y, C), LEGEND_PITCH).move_to(LEGEND_AT)
        self.play(FadeOut(self.stage.lenses, self.measured_product, self.title), run_time=QUICK)
        self.play(
            self.stage.step_back(),
            self.rule.animate.scale_to_fit_width(LARGE_WIDTH).move_to(LARGE_RULE_AT),
            FadeIn(self.title.move_to(TITLE_AT)),
            run_time=MOVE,
        )
        tree = self.stage.tree
        for symbol, (name, words) in legend.entries.items():
            lit = [each.of(symbol) for each in (tree.nodes[symbol], *self._derivatives()) if each.shows(symbol)]
            self.play(
                *(Indicate(part, color=self.typesetter.theme.highlight) for part in lit),
                fly(tree.nodes[symbol], name),
                FadeIn(words),
                run_time=QUICK,
            )
            self.add(tree, self.rule)

    def _derivatives(self) -> list[Formula]:
        """Return the derivatives in the rule, from left to right."""
        return [part for part in (self.rule.left, *self.rule.cells[0]) if isinstance(part, Formula)]
