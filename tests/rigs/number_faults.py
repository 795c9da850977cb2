"""Mutants that make a number, or its printed form, false; they must be noticed wherever a clip shows them."""

from tests.rigs.mutant import Mutant


def faults_in(module: str, *faults: tuple[str, str, str, str]) -> list[Mutant]:
    """Return the faults of a module, each given as the function, the words, the old and the new source."""
    return [Mutant(fault, f"{module}:{where}", old, new) for where, fault, old, new in faults]


# The lessons that show a fault of the core, by the first of these words in the fault's name. Their numbers are
# printed with six decimals, so that a thousandth more can be seen.
LESSONS = {
    "tanh": ("plain", "smooth"),
    "softplus": ("plain", "smooth"),
    "leaky_relu": ("leaky", "linear"),
    "relu": ("rectified",),
    "swapped": ("plain",),
    "another layer": ("plain",),
    "Gradient.a": ("sharp", "shallow"),
    "softmax.": ("classes",),
    "entropies.": ("classes",),
    "": ("sharp",),
}


CORE = [
    *faults_in(
        "backprop_core.calculus.forward",
        ("complete", "biases off by 1/1000", "z_l += net.b[l]", "z_l += net.b[l] * 1.001"),
        ("complete", "biases with the wrong sign", "z_l += net.b[l]", "z_l -= net.b[l]"),
        ("complete", "weights off by 1/1000", ".dot(net.w[l].T)", ".dot(net.w[l].T * 1.001)"),
        ("complete", "j and k swapped", ".dot(net.w[l].T)", ".dot(net.w[l])"),
        ("complete", "activations off by 1/1000", ".f(read_only(z_l))", ".f(read_only(z_l)) * 1.001"),
        (
            "complete",
            "the first layer's function everywhere left out",
            ".f(read_only(z_l))",
            ".f(read_only(z_l)) if l > 1 else 1.0 * z_l",
        ),
    ),
    *faults_in(
        "backprop_core.model.activations",
        ("_sigmoid", "off by 1/1000", "1.0 / (", "1.001 / ("),
        ("_sigmoid_derivative", "off by 1/1000", "return e", "return 1.001 * e"),
        ("_sigmoid_derivative", "the denominator not squared", "square *= square", "square *= 1.0"),
        ("_sigmoid_derivative", "the sign flipped", "return e", "return -e"),
        ("_tanh", "off by 1/1000", "np.tanh(z)", "1.001 * np.tanh(z)"),
        ("_tanh_derivative", "that of half of z", "(2.0 * z)", "(z)"),
        ("_tanh_derivative", "off by 1/1000", "4.0 *", "4.004 *"),
        ("_softplus", "off by 1/1000", "+ _bend(z)", "+ 1.001 * _bend(z)"),
        ("_leaky_relu", "another slope below 0", "LEAK * z", "1.01 * LEAK * z"),
        ("_sigmoid_change", "off by 1/1000", "return -np", "return -1.001 * np"),
        ("_sigmoid_change", "the sign flipped", "return -np", "return np"),
        ("_sigmoid_change", "from where it ends", "_sigmoid(-low)", "_sigmoid(-high)"),
        ("_tanh_change", "that of half of z", "(2.0 * z, 2.0 * dz)", "(z, dz)"),
        ("_softplus_change", "off by 1/1000", "np.log1p(", "1.001 * np.log1p("),
        ("_relu_change", "off by 1/1000", "return np", "return 1.001 * np"),
        ("_leaky_relu_change", "off by 1/1000", "return LEAK * dz", "return 0.001 * dz + LEAK * dz"),
        ("_leaky_relu_derivative", "no slope below 0", "1.0, LEAK", "1.0, 0.0"),
        ("_leaky_relu_derivative", "off by 1/1000", "1.0, LEAK", "1.001, LEAK"),
        ("_relu_derivative", "off by 1/1000", "np.heaviside", "1.001 * np.heaviside"),
        ("_relu_derivative", "alive below 0", "np.heaviside(z, 0.0)", "np.ones_like(z)"),
        ("_relu", "alive below 0", "np.maximum(z, 0.0)", "np.abs(z)"),
    ),
    *faults_in(
        "backprop_core.model.costs",
        ("_squares", "the cost halved", "np.add", "0.5 * np.add"),
        ("_squares", "off by 1/1000", "np.add", "1.001 * np.add"),
        ("_squares", "not squared", "error * error", "np.abs(error)"),
        ("_change_of_squares", "the cost halved", "np.add", "0.5 * np.add"),
        ("_change_of_squares", "a straight line", "+ da)", "+ 0.0 * da)"),
        ("_slope_of_squares", "the 2 left out", "2.0 * (a - y)", "1.0 * (a - y)"),
        ("_slope_of_squares", "the sign flipped", "2.0 * (a - y)", "2.0 * (y - a)"),
        ("_slope_of_squares", "off by 1/1000", "2.0 * (a - y)", "2.002 * (a - y)"),
    ),
    *faults_in(
        "backprop_core.model.activation",
        ("Activation.terms", "the last slope left out", "dC_da) * da_dz", "dC_da) * 1.0"),
        ("Activation.terms", "the slope at f(z) instead of z", "self.df(z)", "self.df(self.f(z))"),
        ("Activation.terms", "off by 1/1000", "dC_da) * da_dz", "dC_da) * da_dz * 1.001"),
    ),
    *faults_in(
        "backprop_core.calculus.backward",
        ("Gradient.cost", "one example too many", "/ len(self.costs)", "/ (len(self.costs) + 1)"),
        ("Gradient.a", "off by 1/1000", "@ self.network.w[1]", "@ self.network.w[1] * 1.001"),
        ("Gradient.vector", "biases before weights", "zip(self.w, self.b,", "zip(self.b, self.w,"),
        ("Gradient.vector", "the layers backwards", "for pair in pairs", "for pair in reversed([*pairs])"),
        ("Gradient.of", "j and k swapped", "array[p.index]", "array[p.index[::-1]]"),
        ("Gradient.of", "the sign flipped", "float(", "-float("),
        ("costs_of", "the target of another example", "z[L], run.output, y)", "z[L], run.output, y[..., ::-1])"),
        ("backward", "a hidden slope off by 1/1000", "dC_da * net", "1.001 * dC_da * net"),
        ("backward", "the function instead of its slope", ".df(run.z[l])", ".f(run.z[l])"),
        ("backward", "the slope of another layer", ".df(run.z[l])", ".df(run.z[l - 1 or 1])"),
        ("backward", "on the way back the sign flipped", "dC_dz.dot(", "-dC_dz.dot("),
        ("backward", "on the way back j and k swapped", "dC_dz.dot(net.w[l + 1])", "dC_dz.dot(net.w[l + 1].T)"),
        ("backward", "the weights of another layer", "net.w[l + 1]", "net.w[l]"),
        ("backward", "by weights, off by 1/1000", "each.T.dot(", "1.001 * each.T.dot("),
        ("backward", "by weights, the sign flipped", "each.T.dot(", "-each.T.dot("),
        ("backward", "by weights, j and k swapped", "reshape(N, -1)), N)", "reshape(N, -1)).T.copy(), N)"),
        ("backward", "by weights, activations of another layer", "run.a[l - 1]", "run.a[l]"),
        ("backward", "by weights, the sum instead of the average", "reshape(N, -1)), N)", "reshape(N, -1)), 1)"),
        ("backward", "by biases, off by 1/1000", "np.add.reduce(each)", "1.001 * np.add.reduce(each)"),
        ("backward", "by biases, the sign flipped", "np.add.reduce(each)", "-np.add.reduce(each)"),
        ("backward", "by biases, the sum instead of the average", "(each), N)", "(each), 1)"),
    ),
    *faults_in(
        "backprop_core.model.softmax",
        ("_softmax", "activations off by 1/1000", "    return e", "    return 1.001 * e"),
        ("surprise", "off by 1/1000", "np.log1p(", "1.001 * np.log1p("),
    ),
    *faults_in(
        "backprop_core.model.entropies",
        ("_entropy_of_sigmoid", "off by 1/1000", "np.add.reduce(", "1.001 * np.add.reduce("),
        ("_entropy_slope_by_a", "the sign flipped", "softplus.f(z)) - _times", "softplus.f(z)) + _times"),
        ("_entropy_slope_by_z", "off by 1/1000", "(1.0 - y) *", "1.001 * (1.0 - y) *"),
        ("_entropy_change", "the sign flipped", "softplus.change(z, dz)", "softplus.change(z, -dz)"),
        ("_categorical_of_softmax", "off by 1/1000", "np.add.reduce(", "1.001 * np.add.reduce("),
        ("_categorical_slope_by_z", "the sign flipped", "- y * sum", "+ y * sum"),
        ("_categorical_change_by_z", "off by 1/1000", "np.add.reduce(", "1.001 * np.add.reduce("),
    ),
    *faults_in(
        "backprop_core.calculus.chain_rule",
        ("chain_rule", "in the activation j and k swapped", "[p.index[1]]", "[p.index[0]]"),
        ("chain_rule", "the activation of another layer", "run.a[p.l - 1]", "run.a[p.l]"),
        ("chain_rule", "the activation off by 1/1000", "dz = float(", "dz = 1.001 * float("),
        ("chain_rule", "for a bias, not 1", "else 1.0", "else 1.001"),
        ("chain_rule", "another derivative", "grad.of(p),", "1.001 * grad.of(p),"),
        ("paths", "j and k swapped", "net.w[l][j, k]", "net.w[l][k, j]"),
        ("paths", "weights off by 1/1000", "w = float(", "w = 1.001 * float("),
        ("paths", "the contribution's sign flipped", "w * float(", "-w * float("),
        ("paths", "one path's contribution for all", "grad.z[l][j]", "grad.z[l][0]"),
        ("paths", "the total off by 1/1000", "grad.of(p))", "1.001 * grad.of(p))"),
        ("_Passes.from_z_to_cost", "the slope off by 1/1000", "float(activation", "1.001 * float(activation"),
        ("_Passes.from_z_to_cost", "the slope of another neuron", "(self.run.z[l])[j]", "(self.run.z[l])[-1 - j]"),
        ("_Passes.from_z_to_cost", "by a, off by 1/1000", "float(self.grad.a", "1.001 * float(self.grad.a"),
        ("_Passes.from_z_to_cost", "by a, of another layer", "grad.a[l][j]", "grad.a[l - 1][0]"),
    ),
    *faults_in(
        "backprop_core.calculus.nudge",
        ("nudge", "an activation from the wrong base", "before, p, at + by)", "before, p, by)"),
        ("nudge", "the change off by 1/1000", "float(change[p.index[0]])", "1.001 * float(change[p.index[0]])"),
        ("nudge", "the change of the cost off by 1/1000", "float(cost.change", "1.001 * float(cost.change"),
        ("nudge", "the change of the cost, the sign flipped", "float(cost.change", "-float(cost.change"),
        ("nudge", "the change of the cost by z", "changes[-1][1], y", "changes[-1][0], y"),
        ("_first_change", "the activation of another layer", "run.a[p.l - 1]", "run.a[p.l]"),
        ("_first_change", "a weight's off by 1/1000", "dz[j] = by *", "dz[j] = 1.001 * by *"),
        ("_first_change", "an activation's off by 1/1000", "[:, j] * by", "[:, j] * 1.001 * by"),
        ("_first_change", "an activation's with j and k swapped", "[:, j] * by", "[j] * by"),
        ("_changes", "at a instead of z", ".change(run.z[l]", ".change(run.a[l]"),
        ("Nudge.ratio", "without the nudge's sign and size", "/ self.dw", "/ 0.01"),
        ("Nudge.ratio", "upside down", "self.dC / self.dw", "self.dw / self.dC"),
        ("Nudge.predicted", "off by 1/1000", "* self.dw", "* self.dw * 1.001"),
        ("_hold", "not quite the value", "] = value", "] = value * 1.001"),
    ),
    *faults_in(
        "backprop_core.calculus.descent",
        ("descend", "a cost off by 1/1000", "= grad.cost", "= grad.cost * 1.001"),
        (
            "descend",
            "costs lag behind",
            "= grad.cost",
            "= (grad.cost + costs[max(step - 1, 0)]) / 2 if step else grad.cost",
        ),
        ("descend", "another rate", "_downhill(net, grad, rate)", "_downhill(net, grad, 1.001 * rate)"),
        ("_downhill", "uphill", "w_l - rate", "w_l + rate"),
        ("_downhill", "biases stay", "b_l - rate * dC_db", "b_l - 0.0 * dC_db"),
        ("_downhill", "the gradient halved", "w_l - rate", "w_l - 0.5 * rate"),
    ),
    *faults_in(
        "backprop_core.model.network",
        ("Network.value", "j and k swapped", "[p.index]", "[p.index[::-1]]"),
        ("Network.value", "off by 1/1000", "return float(", "return 1.001 * float("),
        ("Network.replace", "not quite the value", "value, str(p))", "1.001 * value, str(p))"),
        (
            "Network.parameters",
            "column by column",
            "np.ndindex(numbers[l].shape)",
            "[index[::-1] for index in np.ndindex(numbers[l].shape[::-1])]",
        ),
    ),
]

# Faults in the code that prints numbers and names, each with a clip and a lesson that show it.
KIT = {
    ("NudgePropagation", "default"): [
        *faults_in(
            "scenes.kit.text.readout",
            ("Readout.show", "not drawn again", "if text != self.text:", "if not self.text:"),
            ("Readout.show", "not noted", "self._ledger.note(quantity, text)", "pass"),
            ("number_outline", "from right to left", "cursor += advance", "cursor -= advance"),
        ),
        *faults_in(
            "scenes.numbers.chain",
            ("LastLayer.changes", "names swapped", "zip(self.path, values,", "zip(self.path[::-1], values,"),
            ("LastLayer.predicted", "for another nudge", "self._push(by).predicted", "self._push(2 * by).predicted"),
        ),
        *faults_in(
            "scenes.numbers.language",
            ("Language.number", "no minus", "MINUS if value < 0", '"" if value < 0'),
            (
                "Language.number",
                "cut off instead of rounded",
                "self._plain(size, decimals)",
                "self._plain(int(size * 10**decimals) / 10**decimals, decimals)",
            ),
        ),
        *faults_in(
            "scenes.kit.text.typesetter",
            ("Typesetter.readout", "another number", "value, places = quantity", "value, places = 1.01 * quantity"),
            (
                "Typesetter.filled",
                "numbers in each other's places",
                "sentence.format(**written)",
                "sentence.format(**dict(zip(written, [*written.values()][::-1], strict=True)))",
            ),
        ),
        *faults_in(
            "scenes.kit.last_layer_clip",
            (
                "LastLayerClip.spoken",
                "another derivative",
                '"by_w": self.last.derivative',
                '"by_w": self.last.factors()[1]',
            ),
        ),
        *faults_in(
            "scenes.figures.nudges.table",
            ("Table._arrange", "names backwards", "enumerate(self.header)", "enumerate(self.header[::-1])"),
        ),
    ],
    ("LastTwoNeurons", "french"): [
        *faults_in(
            "scenes.numbers.language",
            ("Language._plain", "a point for a comma", "settings(self.code).locale", '"en"'),
        ),
        *faults_in(
            "backprop_core.quantities",
            ("Symbol.layer_name", "another layer", "{self.L - self.layer}", "{self.L - self.layer + 1}"),
        ),
    ],
    ("PreviousActivation", "saturated"): [
        *faults_in(
            "scenes.numbers.language",
            ("Language.number", "an exponent without its minus", ".replace('-', MINUS)", ".replace('-', '')"),
        ),
        *faults_in(
            "scenes.kit.text.typesetter",
            ("Typesetter.formula", "another digit", "number_source(text)", 'number_source(text.replace("1", "7"))'),
        ),
    ],
    ("LayeredChainRule", "sharp"): [
        *faults_in(
            "backprop_core.quantities",
            ("Symbol.typst", "k before j", "map(str, self.index)", "map(str, self.index[::-1])"),
            (
                "Ratio.marked",
                "upside down",
                "{self.top.marked(mark)}, {self.bottom.marked(mark)}",
                "{self.bottom.marked(mark)}, {self.top.marked(mark)}",
            ),
            ("Change.marked", "Δ for ∂", "_SIGN_TYPST[self.sign]", "_SIGN_TYPST['Δ']"),
        ),
        *faults_in(
            "scenes.numbers.layers",
            ("WatchedWeight.derivative", "the first factor", "self._rule.value", "self._rule.factors[0].value"),
        ),
    ],
    ("LayeredNetwork", "sharp"): [
        *faults_in(
            "scenes.numbers.layers",
            (
                "WatchedWeight._activations",
                "neurons backwards",
                "self.run.a[l]",
                "self.run.a[l][::-1]",
            ),
        ),
    ],
    ("GradientDescent", "sharp"): [
        *faults_in(
            "scenes.numbers.descent",
            ("Learning.parameter", "a step too early", "networks[step]", "networks[max(step - 1, 0)]"),
            ("Learning.move", "uphill", "-self.descent.rate", "self.descent.rate"),
        ),
    ],
}
