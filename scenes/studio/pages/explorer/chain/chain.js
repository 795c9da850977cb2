"use strict";

/*
 * The lesson's chain: its network, the numbers that can be moved, a nudge of its last weight and what follows, the
 * factors of the derivative beside the measured ratio, and the three curves.
 *
 * ChainView.create(root, app)  { update(state) }, with state.chain: { values, by }; values has what differs from
 *   the lesson, by name: "w3", "b1", "a0", "y"
 */
const ChainView = (() => {
  const STEP = 0.01;

  const valueOf = ({ net, x, y }, name) => (name === "y" ? y[0] : Network.value(net, x, name));

  const passed = ({ net, x, y }) => ({ net, x, y, run: Network.forward(net, x) });

  /** Return the names of what can be moved besides the last weight, in rows. */
  function rows(L) {
    const earlier = [];
    for (let l = L - 1; l > 0; l--) earlier.push([`w${l}`, `b${l}`]);
    return [[`b${L}`, "y"], ...earlier, ["a0"]];
  }

  /** Return ∂z/∂w … as the names of what is across, what is up, and the slope. */
  const functionOf = ({ symbol }) => [...symbol.replaceAll("∂", "").split("/").reverse(), symbol];

  function create(root, app) {
    const names = app.names.chain;
    const lesson = passed(Situation.of(app.data.chain, {}));
    const { L } = lesson.net;
    const { interval } = Functions.cost(lesson.net.cost);
    const scales = ChainScales.create(lesson);
    const rule = Network.chainRule(lesson.net, lesson.run, lesson.y, `w${L}`);
    let state = { values: {} };
    const change = (part) => app.change({ chain: part });

    function line(name) {
      const [low, high] = scales.line(name);
      const mark = (number) => app.print(number, "chosen");
      return { names, name, low, high, mark, text: (number) => app.print(number) };
    }

    function handle(name) {
      const [least, most] = name === "y" ? interval : [-Infinity, Infinity];
      const within = (value) => Math.max(least, Math.min(most, value));
      const set = (value) => change({ values: { ...state.values, [name]: within(value) } });
      return Slider.create(app, { ...line(name), value: valueOf(lesson, name), step: STEP, set });
    }

    const handles = Object.fromEntries([`w${L}`, ...rows(L).flat()].map((name) => [name, handle(name)]));
    const groups = rows(L).map((row) =>
      Draw.html("div", { class: "chain-row" }, ...row.map((name) => handles[name].element)),
    );
    const [z, a, C] = [`z${L}`, `a${L}`, "C0"].map((name) => NumberLine.create(line(name)));
    const nudge = ChainNudge.create(app, L, { w: handles[`w${L}`], z, a, C }, change);
    const diagram = ChainDiagram.create(app, L);
    const product = ChainProduct.create(app, rule);
    const formula = CostFormula.create(app, L);
    const curves = Curves.create(app, rule.factors.map(functionOf));
    root.append(
      diagram.element,
      nudge.element,
      Draw.html("div", { class: "chain-block chain-handles" }, ...groups),
      Draw.html("div", { class: "chain-block chain-derivative" }, product.element, formula.element),
      curves.element,
    );

    function update({ chain }) {
      state = chain;
      const now = passed(Situation.of(app.data.chain, chain.values));
      const { net, x, y, run } = now;
      const cost = Network.cost(net, run, y);
      const pushed = Network.nudge(net, x, y, `w${L}`, chain.by);
      const found = Network.chainRule(net, run, y, `w${L}`);
      for (const [name, each] of Object.entries(handles)) each.move(valueOf(now, name));
      diagram.update(now, cost);
      nudge.update(now, cost, chain.by, pushed);
      product.update(found, pushed ?? { by: chain.by, dC: null, ratio: null });
      formula.update(now, cost);
      curves.update(drawn(now, found.factors));
      const said = [`${names.spoken("C0")} = ${app.print(cost)}`];
      app.tell([...said, `${names.spoken(rule.symbol)} = ${app.print(found.value, "change")}`].join(", "));
    }

    /** Return the three curves of the last neuron. */
    function drawn(now, factors) {
      const { net, y, run } = now;
      const [before, b] = [run.a[L - 1][0], net.b[L][0]];
      const { value } = Functions.cost(net.cost);
      const at = [net.w[L][0][0], run.z[L][0], run.a[L][0]];
      const functions = [
        (w) => w * before + b,
        Functions.activation(net.activations[L]).f,
        (output) => value(output, y[0]),
      ];
      const ranges = scales.curves(now);
      return functions.map((f, i) => ({ f, at: at[i], slope: factors[i].value, range: ranges[i] }));
    }
    return { update };
  }

  return Object.freeze({ create });
})();
