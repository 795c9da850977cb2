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

  function create(root, app) {
    const { layers, descent: plan } = app.data;
    const lesson = Network.read(layers.network);
    const change = (part) => app.change({ layers: part });
    const light = (path) => change({ path });
    let [state, current, values, start, marked] = [{ pick: null, steps: 0 }, null, null, null, null];

    const diagram = LayersDiagram.create(app, lesson, (name) => change({ pick: name, path: null }));
    const handles = LayersHandles.create(app, lesson, put);
    const panel = LayersPanel.create(app, lesson, light);
    const descent = Descent.create(plan.examples, plan.rate, () => requestAnimationFrame(draw));
    const curve = CostCurve.create(app, (step) => change({ steps: step }));
    const cost = Draw.html("span", { "data-of": "C0" });
    const costs = Draw.html("p", { class: "layers-cost" }, app.names.layers.html("C0"), " = ", cost);
    const told = Draw.html("p", { class: "layers-step", role: "status" });

    const actions = {
      one: () => change({ steps: state.steps + 1 }),
      ten: () => change({ steps: state.steps + MANY }),
      learned: () => change({ steps: Math.max(plan.steps, state.steps) }),
    };
    const buttons = Object.entries(actions).map(([name, act]) => {
      const button = Draw.html("button", { type: "button", "data-action": name }, app.words[name]);
      button.addEventListener("click", act);
      return button;
    });
    const choices = Draw.html("div", { class: "layers-buttons" }, ...buttons);
    root.append(
      Draw.html("div", { class: "layers-picture" }, diagram.element, costs),
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

    function draw() {
      const { x, y } = start;
      const net = descent.at(state.steps);
      const run = Network.forward(net, x);
      current = { net, run, x, y };
      handles.update(current);
      diagram.update(current);
      panel.update(current);
      Draw.text(cost, app.print(Network.cost(net, run, y)));
      app.tell(`${app.names.layers.spoken("C0")} = ${cost.textContent}`);
      const computed = descent.costs();
      const step = Math.min(state.steps, computed.length - 1);
      const text = `${app.words.steps} ${step} · C = ${app.print(computed[step])}`;
      Draw.text(told, text);
      curve.update(computed, step, Math.max(MANY, state.steps, computed.length - 1), text);
    }

    return { update };
  }

  return Object.freeze({ create });
})();
