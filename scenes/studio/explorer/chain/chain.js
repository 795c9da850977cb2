"use strict";

/*
 * The lesson's chain: its network, the numbers that can be moved and those that follow, a nudge and what it changes,
 * the factors of the derivative beside the measured ratio, and the three curves.
 *
 * ChainView.create(root, app)  { update(state) }, with state.chain: { values, of, by }; values has what differs from
 *   the lesson, by name: "w3", "b1", "a0", "y"
 */
const ChainView = (() => {
  const RANGE = 3; // number lines go from −RANGE to RANGE, and twice as far as the lesson's number if that is more
  const STEP = 0.01;
  const SMALLEST = -6; // powers of ten of the nudge
  const WIDE = 1000; // the network's picture, in its own units
  const TALL = 160;
  const RADIUS = 38;
  const THICKEST = 14; // of an edge whose weight is RANGE or more
  const BAR = 50; // half of the width of the bars' field, in percent

  const UPPER = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /** Return a name of the core as the clips write it: "∂C₀/∂w⁽³⁾" of "∂C0/∂w3". */
  const shown = (name) =>
    name.replace(/C0/g, "C₀").replace(/([wbza])([0-9]+)/g, (_, letter, layer) => {
      return `${letter}⁽${[...layer].map((digit) => UPPER[digit]).join("")}⁾`;
    });

  /** Return the network, input and target of a state. */
  function situation(app, values) {
    const { network, x, y } = app.data.chain;
    let net = Network.read(network);
    for (const [name, value] of Object.entries(values)) {
      if (name !== "y" && name !== "a0") net = Network.withParameter(net, name, value);
    }
    const [input, target] = [[values.a0 ?? x[0]], [values.y ?? y[0]]];
    return { net, x: input, y: target, run: Network.forward(net, input) };
  }

  const valueOf = ({ net, x, y }, name) => (name === "y" ? y[0] : name === "a0" ? x[0] : Network.value(net, x, name));

  const print = (app, value, kind, signed) => Digits.withSuperscripts(app.number(value, kind, signed));

  /* ---- The network --------------------------------------------------------------------------------------------- */

  function drawing(app, L) {
    const at = (l) => RADIUS + 12 + (l * (WIDE - 2 * RADIUS - 24)) / L;
    const [edges, discs] = [[], []];
    for (let l = 0; l <= L; l++) {
      const [x1, x2] = [at(l - 1) + RADIUS, at(l) - RADIUS];
      if (l) edges.push(Draw.svg("line", { class: "edge", x1, x2, y1: TALL / 2, y2: TALL / 2 }));
      const disc = Draw.svg("circle", { class: "disc", cx: at(l), cy: TALL / 2, r: RADIUS });
      const value = Draw.svg("text", { class: "value", x: at(l), y: TALL / 2 + 7, "text-anchor": "middle" });
      const name = Draw.svg("text", { class: "a", x: at(l), y: TALL / 2 - RADIUS - 14, "text-anchor": "middle" });
      const weight = Draw.svg("text", { class: "w", x: at(l - 0.5), y: TALL / 2 - 20, "text-anchor": "middle" });
      name.textContent = shown(`a${l}`);
      discs.push({ disc, value, name, weight });
    }
    const svg = Draw.svg("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "img", class: "chain-network" });
    svg.append(...edges, ...discs.flatMap((each) => [each.disc, each.value, each.name, each.weight]));

    function update({ net, run }) {
      discs.forEach(({ disc, value, weight }, l) => {
        disc.style.fillOpacity = Math.max(0, Math.min(1, run.a[l][0])) / 2;
        value.textContent = print(app, run.a[l][0]);
        if (!l) return;
        const w = net.w[l][0][0];
        weight.textContent = `${shown(`w${l}`)} = ${print(app, w)}`;
        edges[l - 1].setAttribute("stroke-width", 1 + THICKEST * Math.min(1, Math.abs(w) / RANGE));
        edges[l - 1].setAttribute("stroke-dasharray", w < 0 ? "12 8" : "none");
      });
      const told = discs.map(({ value, name }) => `${name.textContent} = ${value.textContent}`);
      svg.setAttribute("aria-label", told.join(", "));
    }
    return { element: Draw.html("div", { class: "scrolled", tabindex: 0 }, svg), update };
  }

  /* ---- Rows of a name and a number, with a bar or without -------------------------------------------------------- */

  function row(app, name, letter, barred = false) {
    const value = Draw.html("output", { "data-name": name });
    const label = Draw.html("span", { class: letter });
    label.append(app.names.chain.html(name));
    const bar = Draw.html("i", { class: `bar ${letter}` });
    const parts = barred ? [label, Draw.html("span", { class: "field" }, bar), value] : [label, value];
    const element = Draw.html("div", { class: barred ? "chain-row barred" : "chain-row" }, ...parts);
    return {
      element,
      update(number, kind, signed, scale = 0) {
        value.textContent = number === null ? "–" : print(app, number, kind, signed);
        const share = number === null || !scale ? 0 : Number.isFinite(number) ? Math.abs(number) / scale : 1;
        bar.style.width = `${BAR * share}%`;
        bar.style.left = `${number < 0 ? BAR * (1 - share) : BAR}%`;
      },
    };
  }

  /* ---- Handles ------------------------------------------------------------------------------------------------- */

  function handle(app, lesson, name, change) {
    const value = valueOf(lesson, name);
    const reach = Math.max(RANGE, 2 * Math.abs(value));
    const { interval } = Functions.cost(lesson.net.cost);
    const [least, most] = name === "y" ? interval : [-reach, reach];
    const [low, high] = [Math.max(-reach, least), Math.min(reach, most)];
    const text = (number) => print(app, number);
    return Slider.create(app, { names: app.names.chain, name, value, low, high, step: STEP, text, set: change });
  }

  function create(root, app) {
    const lesson = situation(app, {});
    const { L } = lesson.net;
    let state = { values: {}, of: `w${L}`, by: app.data.chain.nudge };
    const change = (part) => app.change({ chain: { ...state, ...part } });
    const set = (name) => (value) => change({ values: { ...state.values, [name]: value } });

    const layers = [...Array(L).keys()].map((l) => l + 1).reverse();
    const last = [`w${L}`, `b${L}`];
    const others = layers.slice(1).flatMap((l) => [`w${l}`, `b${l}`]);
    const handles = Object.fromEntries(
      [...last, "y", ...others, "a0"].map((name) => [name, handle(app, lesson, name, set(name))]),
    );
    const group = (names) =>
      Draw.html("div", { class: "chain-handles" }, ...names.map((name) => handles[name].element));

    const power = (by) => Math.log10(Math.abs(by));
    const size = Slider.create(app, {
      names: app.names.chain, name: `Δw${L}`,
      value: power(state.by), low: SMALLEST, high: 0, step: 1,
      text: (value) => print(app, Math.sign(state.by) * 10 ** value, "change", true),
      set: (value) => change({ by: Math.sign(state.by) * 10 ** value }),
    });
    const sign = Draw.html("button", { type: "button", class: "chain-sign" });
    sign.textContent = "±";
    sign.setAttribute("aria-label", app.words.chain_sign);
    sign.addEventListener("click", () => change({ by: -state.by }));

    const network = drawing(app, L);
    const follows = [[`z${L}`, "z"], [`a${L}`, "a"], ["C0", "C"]].map(([name, letter]) => row(app, name, letter));
    const changed = [["w", `Δw${L}`], ["z", `Δz${L}`], ["a", `Δa${L}`], ["C", "ΔC0"]];
    const changes = changed.map(([letter, name]) => row(app, name, letter, true));
    const rule = Network.chainRule(lesson.net, lesson.run, lesson.y, `w${L}`);
    const factors = rule.factors.map(({ symbol }) => row(app, symbol, "text"));
    const product = row(app, rule.symbol, "C");
    const measured = row(app, `ΔC0/Δw${L}`, "C");
    const curves = Curves.create(app);
    const block = (...parts) =>
      Draw.html("div", { class: "chain-block" }, ...parts.map((each) => each.element ?? each));
    root.append(
      network.element,
      block(group([...last, "y"]), ...follows),
      block(group([...others, "a0"])),
      block(Draw.html("div", { class: "chain-handles" }, size.element), sign, ...changes),
      block(...factors, product, measured),
      curves.element,
    );

    function update({ chain }) {
      state = chain;
      const now = situation(app, chain.values);
      const { net, x, y, run } = now;
      for (const [name, each] of Object.entries(handles)) each.move(valueOf(now, name));
      size.move(power(chain.by));
      network.update(now);
      const [z, a] = [run.z[L][0], run.a[L][0]];
      [z, a, Network.cost(net, run, y)].forEach((value, i) => follows[i].update(value));
      const nudge = Network.nudge(net, x, y, `w${L}`, chain.by);
      const moved = nudge ? [chain.by, nudge.dz[L][0], nudge.da[L][0], nudge.dC] : [chain.by, null, null, null];
      const scale = Math.max(...moved.filter(Number.isFinite).map(Math.abs));
      moved.forEach((value, i) => changes[i].update(value, "change", true, scale));
      const found = Network.chainRule(net, run, y, `w${L}`);
      found.factors.forEach(({ value }, i) => factors[i].update(value, "plain"));
      product.update(found.value, "change");
      measured.update(nudge && nudge.ratio, "change");
      curves.update(drawn(now, found.factors));
    }

    /** Return the three curves of the last neuron. */
    function drawn({ net, x, y, run }, [byW, byZ, byA]) {
      const [before, b, z, a] = [run.a[L - 1][0], net.b[L][0], run.z[L][0], run.a[L][0]];
      const w = Network.value(net, x, `w${L}`);
      const [f, cost] = [Functions.activation(net.activations[L]), Functions.cost(net.cost)];
      const interval = cost.interval.every(Number.isFinite) ? cost.interval : null;
      const curve = (top, bottom, factor, at, of, within = null) => ({
        x: shown(bottom), y: shown(top), across: bottom[0], up: top[0],
        symbol: shown(factor.symbol), slope: factor.value, at, f: of, interval: within,
      });
      return [
        curve(`z${L}`, `w${L}`, byW, w, (each) => each * before + b),
        curve(`a${L}`, `z${L}`, byZ, z, f.f),
        curve("C0", `a${L}`, byA, a, (each) => cost.value(each, y[0]), interval),
      ];
    }
    return { update };
  }

  return Object.freeze({ create });
})();
