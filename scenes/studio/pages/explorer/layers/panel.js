"use strict";

/*
 * What the chain rule says of the edge or the neuron that is picked.
 *
 * LayersPanel.create(app, lesson, light(j))  { element, show(name), update({ net, run, y }), mark(j) }; update returns
 *   what is to be read aloud
 */
const LayersPanel = (() => {
  const DISTRIBUTION = "categorical_cross_entropy"; // the cost whose derivative by z is a − y
  const NEARLY = 1e-9;

  function create(app, lesson, light) {
    const { sizes, L } = lesson;
    const element = Draw.html("div", { class: "layers-panel" });
    let parts = [];

    /** Return a name of the core: of a neuron's number, or of one of them if the index is a letter. */
    const named = (letter, l, j) => letter + l + (sizes[l] > 1 ? `[${j}]` : "");
    const partial = (top, bottom) => `∂${top}/∂${bottom}`;
    const indices = (count) => [...Array(count).keys()];
    const said = (symbol, value) => `${app.names.layers.spoken(symbol)} = ${app.print(value, "change")}`;
    const valuesOf = (factors) => factors.map((each) => each.value);

    /** Return the three factors of a derivative, and with softmax outputs the sum that the last one is. */
    function rule(name) {
      const found = (now) => Network.chainRule(now.net, now.run, now.y, name);
      const first = found(sample());
      const product = LayersProduct.create(app, first.symbol, first.factors.map((each) => each.symbol));
      const { l, j } = Network.parameter(lesson, name);
      const sum = first.outputs.length ? overOutputs(l, j) : null;
      const update = (now) => {
        const { value, factors, outputs } = found(now);
        product.update(value, valuesOf(factors));
        sum?.update(now, factors.at(-1).value, outputs);
        return said(first.symbol, value);
      };
      return { elements: [product.element, ...(sum?.elements ?? [])], update, mark: sum?.mark };
    }

    /** Return ∂C0/∂z_j of softmax as the sum over all outputs, and in short. */
    function overOutputs(l, j) {
      const [z, a] = [named("z", l, j), named("a", l, "i")];
      const factors = [partial(a, z), partial("C0", a)];
      const spec = { symbol: partial("C0", z), letter: "i", factors, terms: indices(sizes[l]) };
      const sum = LayersSum.create(app, spec, light);
      const short = lesson.cost === DISTRIBUTION ? difference(l, j) : null;
      return {
        elements: [sum.element, ...(short ? [short.element] : [])],
        update(now, value, outputs) {
          sum.update(value, outputs.map((each) => ({ ...each, factors: valuesOf(each.factors) })));
          short?.update(now, value);
        },
        mark: sum.mark,
      };
    }

    /** Return ∂C0/∂z_j = a_j − y_j, which holds if all y_j make 1. */
    function difference(l, j) {
      const { html } = app.names.layers;
      const [slope, a, y] = [partial("C0", named("z", l, j)), named("a", l, j), `y[${j}]`].map(html);
      const numbers = Draw.html("span", {});
      const made = Draw.html("p", { class: "short" }, slope, " = ", a, " − ", y, " = ", numbers);
      return {
        element: made,
        update({ run, y }, value) {
          made.hidden = Math.abs(y.reduce((sum, each) => sum + each, 0) - 1) > NEARLY;
          const [output, target, result] = [app.print(run.a[l][j]), app.print(y[j]), app.print(value, "change")];
          const sign = Agreement.sign(app, [output, target], (a_j, y_j) => a_j - y_j, result, "change");
          Draw.text(numbers, `${output} − ${target} ${sign} ${result}`);
        },
      };
    }

    /** Return the sum over the paths of a neuron. */
    function paths(l, k) {
      const found = (now) => Network.paths(now.net, now.run, now.y, l, k);
      const first = found(sample());
      const [a, z, next] = [named("a", l, k), named("z", l + 1, "j"), named("a", l + 1, "j")];
      const rest = first.paths[0].outputs.length ? [partial("C0", z)] : [partial(next, z), partial("C0", next)];
      const factors = [partial(z, a), ...rest];
      const spec = { symbol: first.symbol, letter: "j", factors, terms: indices(sizes[l + 1]) };
      const sum = LayersSum.create(app, spec, light);
      const update = (now) => {
        const { value, paths: all } = found(now);
        sum.update(value, all.map((each) => ({ ...each, factors: valuesOf(each.factors) })));
        return said(first.symbol, value);
      };
      return { elements: [sum.element], update, mark: sum.mark };
    }

    /** Return what a neuron is: its z and its a. */
    function state(l, j) {
      const cells = ["z", "a"].map((letter) => Draw.html("span", { "data-of": named(letter, l, j) }));
      const items = ["z", "a"].map((letter, i) =>
        Draw.html("span", {}, app.names.layers.html(named(letter, l, j)), " = ", cells[i]),
      );
      const update = ({ run }) => {
        Draw.text(cells[0], app.print(run.z[l][j]));
        Draw.text(cells[1], app.print(run.a[l][j]));
      };
      return { elements: [Draw.html("p", { class: "state" }, ...items)], update };
    }

    const { x, y } = app.data.layers;
    const sample = () => ({ net: lesson, run: Network.forward(lesson, x), y });

    function partsOf(name) {
      const { letter, l, j } = Network.parameter(lesson, name);
      if (letter === "w") return [rule(name)];
      return [
        ...(l ? [state(l, j)] : []),
        ...(l < L ? [paths(l, j)] : []),
        ...(l ? [rule(named("b", l, j))] : []),
      ];
    }

    function show(name) {
      parts = name ? partsOf(name) : [];
      element.replaceChildren(...parts.flatMap((each) => each.elements));
    }

    return {
      element,
      show,
      update: (now) => parts.flatMap((each) => each.update(now) ?? []),
      mark: (j) => parts.forEach((each) => each.mark?.(j)),
    };
  }

  return Object.freeze({ create });
})();
