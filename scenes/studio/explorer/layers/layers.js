"use strict";

/*
 * The layered network: its neurons and edges to pick, what the chain rule says of the one that is picked, and its
 * descent.
 *
 * LayersView.create(root, app)  { update(state) }
 */
const LayersView = (() => {
  const [WIDTH, RADIUS, MARGIN, APART] = [720, 26, 44, 76];
  const [THIN, THICK, DASHES] = [0.8, 5, "7 5"];
  const CURVE = { width: 720, height: 120 };
  const MANY = 10; // steps of the second button

  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  };

  function create(root, app) {
    const { layers, descent: plan } = app.data;
    const written = app.names.layers.html;
    const lesson = Network.read(layers.network);
    const { sizes, L } = lesson;
    const descent = Descent.create(plan.examples, plan.rate, () => app.change({ layers: {} }));
    const change = (part) => app.change({ layers: part });
    const many = (l) => sizes[l] > 1;
    const neuronName = (l, j) => `a${l}${many(l) ? `[${j}]` : ""}`;
    const height = APART * Math.max(...sizes);
    const at = (l, j) => ({
      x: MARGIN + (l * (WIDTH - 2 * MARGIN)) / L,
      y: height / 2 + (j - (sizes[l] - 1) / 2) * APART,
    });
    let [now, steps, handle, current] = [null, 0, null, null];

    /* ---- The drawing ------------------------------------------------------------------------------------------- */

    const [edges, neurons] = [[], []];
    const picture = Draw.svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "group", class: "layers-network" });
    picture.setAttribute("aria-label", app.words.network);

    function pickable(kind, name, ...children) {
      const element = Draw.svg("g", { role: "button", tabindex: -1, class: kind, "data-name": name }, ...children);
      element.addEventListener("click", () => change({ pick: name, path: null }));
      picture.append(element);
      return element;
    }

    for (let l = 1; l <= L; l++) {
      for (let j = 0; j < sizes[l]; j++) {
        for (let k = 0; k < sizes[l - 1]; k++) {
          const [from, to] = [at(l - 1, k), at(l, j)];
          const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
          const [line, touch] = [Draw.svg("line", ends), Draw.svg("line", { ...ends, class: "touch" })];
          const name = Network.parameter(lesson, `w${l}${many(l) || many(l - 1) ? `[${j},${k}]` : ""}`).name;
          edges.push({ name, l, j, k, line, element: pickable("edge", name, touch, line) });
        }
      }
    }
    for (let l = 0; l <= L; l++) {
      for (let j = 0; j < sizes[l]; j++) {
        const { x, y } = at(l, j);
        const disc = Draw.svg("circle", { cx: x, cy: y, r: RADIUS });
        const text = Draw.svg("text", { x, y });
        const name = neuronName(l, j);
        neurons.push({ name, l, j, disc, text, element: pickable("neuron", name, disc, text) });
      }
    }
    const all = [...neurons, ...edges];
    const rove = (to) => all.forEach((each) => each.element.setAttribute("tabindex", each === to ? 0 : -1));
    rove(all[0]);
    picture.addEventListener("focusin", ({ target }) => rove(all.find((each) => each.element === target)));
    picture.addEventListener("keydown", (event) => {
      const i = all.findIndex((each) => each.element === event.target);
      const last = all.length - 1;
      const [next, before] = [i + 1, i - 1];
      const keys = { ArrowRight: next, ArrowDown: next, ArrowLeft: before, ArrowUp: before, Home: 0, End: last };
      const to = keys[event.key];
      if (to !== undefined) all[Math.max(0, Math.min(last, to))].element.focus();
      else if (event.key === "Enter" || event.key === " ") change({ pick: all[i].name, path: null });
      else return;
      event.preventDefault();
    });

    /* ---- The panel and the descent ----------------------------------------------------------------------------- */

    const panel = Draw.html("div", { class: "layers-panel", "aria-live": "polite" });
    const cost = Draw.html("p", { class: "layers-cost" });
    const told = Draw.html("p", { class: "layers-step" });
    const line = Draw.svg("polyline", { class: "cost-line" });
    const dot = Draw.svg("circle", { r: 8, role: "slider", tabindex: 0, "aria-valuemin": 0, class: "cost-dot" });
    dot.setAttribute("aria-label", app.words.time);
    const curve = Draw.svg("svg", { viewBox: `0 0 ${CURVE.width} ${CURVE.height}`, class: "cost-curve" }, line, dot);
    const go = (to) => change({ steps: Math.max(0, to) });
    const computed = () => Math.max(1, descent.costs().length - 1);
    const drag = ({ clientX, buttons }) => {
      const { left, width } = curve.getBoundingClientRect();
      const share = ((clientX - left) / width) * CURVE.width - MARGIN;
      if (buttons) go(Math.min(computed(), Math.round((share / (CURVE.width - 2 * MARGIN)) * computed())));
    };
    curve.addEventListener("pointerdown", (event) => (curve.setPointerCapture(event.pointerId), drag(event)));
    curve.addEventListener("pointermove", drag);
    dot.addEventListener("keydown", (event) => {
      const keys = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: MANY, PageDown: -MANY };
      const by = keys[event.key];
      const ends = { Home: 0, End: computed() };
      const to = ends[event.key] ?? (by && Math.min(computed(), steps + by));
      if (to === undefined) return;
      go(to);
      event.preventDefault();
    });
    const actions = {
      one: () => go(steps + 1),
      ten: () => go(steps + MANY),
      learned: () => go(plan.steps),
      lesson: () => change({ values: null, steps: 0 }),
    };
    const buttons = Object.entries(actions).map(([name, act]) => {
      const button = Draw.html("button", { type: "button", "data-action": name }, app.words[name]);
      button.addEventListener("click", act);
      return button;
    });
    const handles = Draw.html("div", { class: "layers-handle" });
    const choices = Draw.html("div", { class: "layers-buttons" }, ...buttons);
    const seen = Draw.html("div", { class: "scrolled" }, picture);
    root.append(seen, cost, handles, panel, choices, told, curve);

    const value = (number, kind = "change") => Digits.withSuperscripts(app.number(number, kind));
    const head = (...names) => Draw.html("th", { scope: "row" }, ...names);
    const row = (symbol, number) =>
      Draw.html("tr", {}, head(written(symbol)), Draw.html("td", {}, value(number)));

    function edgePanel(net, run, y, pick) {
      const { symbol, factors, value: product, outputs } = Network.chainRule(net, run, y, pick);
      const terms = outputs.flatMap((output) => output.factors.map((factor) => row(factor.symbol, factor.value)));
      const rows = [...factors.map((factor) => row(factor.symbol, factor.value)), ...terms, row(symbol, product)];
      return Draw.html("table", {}, ...rows);
    }

    function pathsPanel(net, run, y, { l, j }) {
      const { symbol, paths, value: total } = Network.paths(net, run, y, l, j);
      const ends = paths.reduce((sums, path) => [...sums, sums.at(-1) + path.value], [0]);
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      const share = (number) => (high > low ? (100 * number) / (high - low) : 0);
      const rows = paths.map((path, i) => {
        const left = Math.min(ends[i], ends[i + 1]) - low;
        const bar = Draw.html("span", { class: path.value < 0 ? "bar negative" : "bar" });
        Object.assign(bar.style, { left: `${share(left)}%`, width: `${share(Math.abs(path.value))}%` });
        const name = path.factors.flatMap((factor, n) => [...(n ? [" · "] : []), written(factor.symbol)]);
        const item = Draw.html("tr", { tabindex: 0, "data-path": path.j }, head(...name));
        item.append(Draw.html("td", {}, value(path.value)), Draw.html("td", { class: "track" }, bar));
        for (const kind of ["pointerenter", "focus"]) item.addEventListener(kind, () => change({ path: path.j }));
        return item;
      });
      return Draw.html("table", {}, ...rows, row(symbol, total));
    }

    /* ---- The handle of what is picked: a weight, an input or a target ------------------------------------------ */

    /** Return the name of the number that a pick changes, if any. */
    function handleOf(pick) {
      const neuron = neurons.find((each) => each.name === pick);
      if (!neuron) return pick;
      return neuron.l === 0 ? pick : neuron.l === L ? `y[${neuron.j}]` : null;
    }

    const held = (name) => {
      if (name.startsWith("y")) return current.y[Number(name.slice(2, -1))];
      return Network.value(current.net, current.x, name);
    };

    /** Change a number; where it is one of the network, this is the network from which the descent starts again. */
    function put(name, number) {
      const { net, values } = current;
      if (!name.startsWith("w") || !steps) return change({ values: { ...values, [name]: number } });
      const all = { ...values };
      for (let l = 1; l <= L; l++) {
        net.b[l].forEach((b, j) => (all[`b${l}${many(l) ? `[${j}]` : ""}`] = b));
      }
      for (const each of edges) all[each.name] = net.w[each.l][each.j][each.k];
      return change({ values: { ...all, [name]: number }, steps: 0 });
    }

    function hold(pick) {
      const name = handleOf(pick);
      if (name !== (handle?.name ?? null)) {
        const text = (number) => value(number, "plain");
        const range = name && Math.max(2, 2 * Math.abs(held(name)));
        const spec = { names: app.names.layers, name, low: -range, high: range, step: 0.01, text, mark: text, set: (to) => put(name, to) };
        handle = name && { name, slider: Slider.create(app, { ...spec, value: held(name) }) };
        handles.replaceChildren(...(handle ? [handle.slider.element] : []));
      }
      if (handle) handle.slider.move(held(name));
    }

    /* ---- What changes ------------------------------------------------------------------------------------------ */

    function shown({ values, steps }) {
      let [start, x, y] = [lesson, layers.x, layers.y];
      for (const [name, number] of Object.entries(values ?? {})) {
        const index = Number(/\[([0-9]+)/.exec(name)?.[1] ?? 0);
        if (name.startsWith("a0")) x = x.with(index, number);
        else if (name.startsWith("y")) y = y.with(index, number);
        else start = Network.withParameter(start, name, number);
      }
      descent.start(start);
      descent.want(steps);
      return { net: descent.at(steps), x, y };
    }

    function drawDescent() {
      const costs = descent.costs();
      const top = Math.max(...costs.filter(Number.isFinite)) || 1;
      const x = (step) => MARGIN + (step / computed()) * (CURVE.width - 2 * MARGIN);
      const y = (C) => CURVE.height - 10 - (Math.min(C, top) / top) * (CURVE.height - 20);
      curve.classList.toggle("begun", costs.length > 1);
      line.setAttribute("points", costs.map((C, step) => `${x(step)},${y(C)}`).join(" "));
      const step = Math.min(steps, costs.length - 1);
      const text = `${app.words.steps} ${step} · C = ${value(costs[step], "plain")}`;
      set(dot, { cx: x(step), cy: y(costs[step]), "aria-valuenow": step });
      set(dot, { "aria-valuemax": computed(), "aria-valuetext": text });
      told.textContent = text;
    }

    function update(state) {
      const { pick, path } = state.layers;
      steps = state.layers.steps;
      const { net, x, y } = shown(state.layers);
      current = { net, x, y, values: state.layers.values ?? {} };
      hold(pick);
      const run = Network.forward(net, x);
      const widest = Math.max(...edges.map(({ l, j, k }) => Math.abs(net.w[l][j][k]))) || 1;
      const picked = neurons.find((each) => each.name === pick);
      for (const { name, l, j, k, line, element } of edges) {
        const w = net.w[l][j][k];
        const lit = name === pick || (picked && path === j && l === picked.l + 1 && k === picked.j);
        const width = THIN + (THICK - THIN) * (Math.abs(w) / widest);
        set(line, { "stroke-width": width, "stroke-dasharray": w < 0 ? DASHES : "none" });
        const said = `${app.words.edge} ${name} = ${value(w, "plain")}`;
        set(element, { "aria-label": said, "aria-pressed": name === pick });
        element.classList.toggle("lit", Boolean(lit));
      }
      for (const { name, l, j, text, element } of neurons) {
        text.textContent = value(run.a[l][j], "plain");
        const said = `${app.words.neuron} ${name} = ${text.textContent}`;
        set(element, { "aria-label": said, "aria-pressed": name === pick });
        element.classList.toggle("lit", name === pick);
      }
      cost.replaceChildren(written("C0"), ` = ${value(Network.cost(net, run, y), "plain")}`);
      const what = JSON.stringify([pick, state.layers.values, Math.min(steps, descent.costs().length - 1)]);
      if (what !== now) {
        now = what;
        const edge = pick && !picked && Network.parameter(net, pick);
        if (edge) panel.replaceChildren(edgePanel(net, run, y, pick));
        else if (picked && picked.l < L) panel.replaceChildren(pathsPanel(net, run, y, picked));
        else panel.replaceChildren(app.words.choose);
      }
      drawDescent();
    }

    return { update };
  }

  return Object.freeze({ create });
})();
