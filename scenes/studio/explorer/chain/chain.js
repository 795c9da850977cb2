"use strict";

/*
 * The lesson's chain: its network, the numbers that can be moved, a nudge of its last weight and what follows, the
 * factors of the derivative beside the measured ratio, and the three curves.
 *
 * ChainView.create(root, app)  { update(state) }, with state.chain: { values, of, by }; values has what differs from
 *   the lesson, by name: "w3", "b1", "a0", "y"
 */
const ChainView = (() => {
  const RANGE = 3; // number lines go from −RANGE to RANGE, and twice as far as the lesson's number if that is more
  const STEP = 0.01;
  const SMALLEST = -6; // powers of ten of the nudge
  const FAR = 1e4; // where an activation function has reached its bounds, if it has any
  const BOUNDS = 1.5; // what is beyond is no bound

  const block = (kind, ...children) => Draw.html("div", { class: `chain-block ${kind}` }, ...children);

  const valueOf = ({ net, x, y }, name) => (name === "y" ? y[0] : name === "a0" ? x[0] : Network.value(net, x, name));

  const reachOf = (value) => Math.max(RANGE, 2 * Math.abs(value));

  /** Return the ends of the number lines of w, z, a and C of the last layer, with room for what w reaches. */
  function ends(app, { net, run, y }) {
    const { L } = net;
    const reach = reachOf(net.w[L][0][0]);
    const farthest = Math.ceil(reach * Math.abs(run.a[L - 1][0]) + Math.abs(net.b[L][0]));
    const z = Math.max(RANGE, farthest);
    const { f } = Functions.activation(net.activations[L]);
    const [least, most] = [f(-FAR), f(FAR)];
    const a = [least > -BOUNDS ? least : -z, most < BOUNDS ? most : z];
    const { value } = Functions.cost(net.cost);
    const costs = [...a.map((end) => value(end, y[0])), 2 * Network.cost(net, run, y)].filter(Number.isFinite);
    return { w: [-reach, reach], z: [-z, z], a, C: [0, Math.ceil(Math.max(...costs)) || 1] };
  }

  function create(root, app) {
    const names = app.names.chain;
    const lesson = Situation.of(app.data.chain, {});
    const { L } = lesson.net;
    const path = [`w${L}`, `z${L}`, `a${L}`, "C0"];
    const [w, z, a, C] = path;
    let state = { values: {}, of: w, by: app.data.chain.nudge };
    const change = (part) => app.change({ chain: { ...state, ...part } });

    const lines = ends(app, lesson);
    const shown = { names, text: (number) => app.print(number), mark: (number) => app.print(number, "chosen") };

    function handle(name, [low, high]) {
      const set = (value) => change({ values: { ...state.values, [name]: value } });
      return Slider.create(app, { ...shown, name, value: valueOf(lesson, name), low, high, step: STEP, set });
    }

    function parameter(name) {
      const reach = reachOf(valueOf(lesson, name));
      const { interval } = Functions.cost(lesson.net.cost);
      return handle(name, name === "y" ? interval.map((end) => Math.max(-reach, Math.min(reach, end))) : [-reach, reach]);
    }

    const rows = [[`b${L}`, "y"]];
    for (let l = L - 1; l > 0; l--) rows.push([`w${l}`, `b${l}`]);
    rows.push(["a0"]);
    const handles = Object.fromEntries(rows.flat().map((name) => [name, parameter(name)]));
    handles[w] = handle(w, lines.w);
    const followers = [z, a, C].map((name) => {
      const [low, high] = lines[Names.letter(name)];
      return NumberLine.create({ ...shown, name, low, high });
    });

    const power = (by) => Math.log10(Math.abs(by));
    const nudge = Slider.create(app, {
      names, name: `Δ${w}`, value: power(state.by), low: SMALLEST, high: 0, step: 1,
      text: (value) => app.print(Math.sign(state.by) * 10 ** value, "change", true),
      mark: (value) => app.print(10 ** value, "chosen"),
      set: (value) => change({ by: Math.sign(state.by) * 10 ** value }),
    });
    const signs = [-1, 1].map((sign) => {
      const label = app.words[sign < 0 ? "chain_down" : "chain_up"];
      const button = Draw.html("button", { type: "button", "aria-label": label }, sign < 0 ? "−" : "+");
      button.addEventListener("click", () => change({ by: sign * Math.abs(state.by) }));
      return { sign, button };
    });

    const diagram = ChainDiagram.create(app, L);
    const formula = CostFormula.create(app, L);
    const lenses = Lenses.create(app, path.map((name) => (name === C ? "ΔC0" : `Δ${name}`)));
    const rule = Network.chainRule(lesson.net, lesson.run, lesson.y, w);
    const product = ChainProduct.create(app, rule);
    const functionOf = (symbol) => [...symbol.replaceAll("∂", "").split("/").reverse(), symbol];
    const curves = Curves.create(app, rule.factors.map(({ symbol }) => functionOf(symbol)));

    const target = Draw.html("i", { class: "line-ring of-y" });
    followers[1].axis.append(target);
    const steps = [handles[w], ...followers].map(({ element }, i) =>
      Draw.html("div", { class: `chain-step ${["first", "", "", "last"][i]}` }, element, lenses.lenses[i]),
    );
    const choice = Draw.html("div", { class: "chain-signs" }, ...signs.map(({ button }) => button));
    const head = Draw.html("div", { class: "chain-step head" }, nudge.element);
    head.append(Draw.html("div", { class: "chain-choice" }, choice, lenses.unit));
    const groups = rows.map((row) =>
      Draw.html("div", { class: "chain-row" }, ...row.map((name) => handles[name].element)),
    );
    root.append(
      diagram.element,
      block("chain-nudge", head, ...steps),
      block("chain-handles", ...groups),
      block("chain-derivative", product.element, formula.element),
      curves.element,
    );

    function update({ chain }) {
      state = chain;
      const now = Situation.of(app.data.chain, chain.values);
      const { net, x, y, run } = now;
      const cost = Network.cost(net, run, y);
      for (const [name, each] of Object.entries(handles)) each.move(valueOf(now, name));
      [run.z[L][0], run.a[L][0], cost].forEach((value, i) => followers[i].move(value));
      target.style.left = followers[1].place(y[0]);
      diagram.update(now, cost);
      formula.update(now, cost);
      nudge.move(power(chain.by));
      for (const { sign, button } of signs) button.setAttribute("aria-pressed", sign === Math.sign(chain.by));
      const pushed = Network.nudge(net, x, y, w, chain.by);
      lenses.update(pushed ? [chain.by, pushed.dz[L][0], pushed.da[L][0], pushed.dC] : [chain.by, null, null, null]);
      const found = Network.chainRule(net, run, y, w);
      product.update(found, pushed ?? { by: chain.by, dC: null, ratio: null });
      const said = [`${names.spoken("C0")} = ${app.print(cost)}`];
      app.tell([...said, `${names.spoken(rule.symbol)} = ${app.print(found.value, "change")}`].join(", "));
      curves.update(drawn(now, found.factors.map(({ value }) => value)));
    }

    /** Return the three curves of the last neuron. */
    function drawn({ net, y, run }, slopes) {
      const [before, b] = [run.a[L - 1][0], net.b[L][0]];
      const { f } = Functions.activation(net.activations[L]);
      const { value, interval } = Functions.cost(net.cost);
      const at = [net.w[L][0][0], run.z[L][0], run.a[L][0]];
      const functions = [(each) => each * before + b, f, (each) => value(each, y[0])];
      const around = (number) => [-reachOf(number), reachOf(number)];
      const costs = [Math.min(lines.a[0], at[2], y[0]), Math.max(lines.a[1], at[2], y[0])];
      const ranges = [around(at[0]), around(at[1]), interval.every(Number.isFinite) ? interval : costs];
      return functions.map((each, i) => ({ f: each, at: at[i], slope: slopes[i], range: ranges[i] }));
    }
    return { update };
  }

  return Object.freeze({ create });
})();
