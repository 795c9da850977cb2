"use strict";

/*
 * The layered network: its picture, the handles of what is picked there and what the chain rule says of it, and its
 * descent.
 *
 * LayersView.create(root, app)  { update(state) }, with state.layers: { values, pick, path, steps }; values has what
 *   differs from the lesson, by name: "w2[0,1]", "b1[0]", "a0[2]", "y[1]"
 */
const LayersView = (() => {
  const MANY = 10; // steps of the second button, and of the axis at least
  const WALK = 900; // milliseconds on the way to a later step

  function create(root, app) {
    const { layers, descent: plan } = app.data;
    const lesson = Network.read(layers.network);
    const change = (part) => app.change({ layers: part });
    const light = (path) => change({ path });
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    let [state, current, values, start, marked] = [{ pick: null, steps: 0 }, null, null, null, null];
    let [step, walked, waiting] = [0, null, false]; // the step that is seen; since when, and from where, it moves

    const diagram = LayersDiagram.create(app, lesson, (name) => change({ pick: name, path: null }));
    const handles = LayersHandles.create(app, lesson, put);
    const panel = LayersPanel.create(app, lesson, light);
    const descent = Descent.create(plan.examples, plan.rate, drawSoon);
    const curve = CostCurve.create(app, (steps) => {
      walked = null;
      change({ steps });
    });
    const cost = Draw.html("span", { "data-of": "C0" });
    const costs = Draw.html("p", { class: "layers-cost" }, app.names.layers.html("C0"), " = ", cost);
    const told = Draw.html("p", { class: "layers-step" });

    const walk = (steps) => {
      walked = still.matches ? null : { from: step, start: performance.now() };
      change({ steps });
    };
    const actions = {
      one: () => walk(state.steps + 1),
      ten: () => walk(state.steps + MANY),
      learned: () => walk(Math.max(plan.steps, state.steps)),
    };
    const buttons = Object.entries(actions).map(([name, act]) => {
      const button = Draw.html("button", { type: "button", "data-action": name }, app.words[name]);
      button.addEventListener("click", act);
      return button;
    });
    const choices = Draw.html("div", { class: "layers-buttons" }, ...buttons);
    root.append(
      Draw.html("div", { class: "layers-picture" }, diagram.element, costs, Draw.html("p", {}, app.words.choose)),
      Draw.html("div", { class: "layers-picked" }, handles.element, panel.element),
      Draw.html("div", { class: "layers-descent" }, choices, told, curve.element),
    );

    /** Change numbers; where one is of the network, this is the network from which the descent starts again. */
    function put(numbers) {
      const ofNetwork = Object.keys(numbers).some((name) => Network.parameter(lesson, name)?.l > 0);
      if (!ofNetwork || !state.steps) return change({ values: { ...state.values, ...numbers } });
      return change({ values: { ...state.values, ...parameters(current.net), ...numbers }, steps: 0 });
    }

    /** Return all weights and biases by name. */
    function parameters(net) {
      const found = diagram.edges.map(({ name, l, j, k }) => [name, net.w[l][j][k]]);
      for (const { name, l, j } of diagram.neurons) if (l) found.push([name.replace("a", "b"), net.b[l][j]]);
      return Object.fromEntries(found);
    }

    function update({ layers: wanted }) {
      if (wanted.pick !== marked?.pick) {
        handles.show(wanted.pick);
        panel.show(wanted.pick);
      }
      if (wanted.pick !== marked?.pick || wanted.path !== marked.path) {
        diagram.light(wanted.pick, wanted.path);
        panel.mark(wanted.path);
        marked = wanted;
      }
      state = wanted;
      if (state.values !== values) {
        const before = JSON.stringify(start?.net);
        values = state.values;
        start = Situation.of(layers, values);
        if (!state.steps || JSON.stringify(start.net) !== before) descent.start(start.net);
      }
      descent.want(state.steps);
      draw();
    }

    function drawSoon() {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        draw();
      });
    }

    /** Go on to the step that is wanted, as far as it is computed: at once, or in many pictures. */
    function advance(computed) {
      const to = Math.min(state.steps, computed);
      const share = walked ? Math.min(1, (performance.now() - walked.start) / WALK) : 1;
      step = walked?.from < to ? Math.ceil(walked.from + share * (to - walked.from)) : to;
      if (share < 1) drawSoon();
      else if (to === state.steps) walked = null;
    }

    function draw() {
      const { x, y } = start;
      const computed = descent.costs();
      advance(computed.length - 1);
      const net = descent.at(step);
      const run = Network.forward(net, x);
      current = { net, run, x, y };
      handles.update(current);
      diagram.update(current);
      const said = panel.update(current);
      Draw.text(cost, app.print(Network.cost(net, run, y)));
      const text = `${app.words.steps} ${step} · C = ${app.print(computed[step])}`;
      Draw.text(told, text);
      curve.update(computed, step, Math.max(MANY, state.steps, computed.length - 1), text);
      const learning = state.steps ? [text] : [];
      app.tell([...learning, `${app.names.layers.spoken("C0")} = ${cost.textContent}`, ...said].join(", "));
    }

    return { update };
  }

  return Object.freeze({ create });
})();
