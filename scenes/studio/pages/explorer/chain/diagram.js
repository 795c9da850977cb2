"use strict";

/*
 * The chain as in the clips: neurons as bright as their activations, edges between them, and the cost at the end.
 *
 * ChainDiagram.create(app, L)  { element, update({ net, run }, cost) }; circles have room for few decimals
 */
const ChainDiagram = (() => {
  const DECIMALS = 3; // at most, inside of a circle
  const LONG = 6; // characters of a number that is printed smaller
  const MANY = 3; // layers beyond which there is no room for numbers at the edges on a phone

  function create(app, L) {
    const names = app.names.chain;
    const { shades, chain } = app.data;
    const numbers = []; // { name, element, value({ net, run }, cost) }

    function number(name, value, print = app.print) {
      const element = Draw.html("span", { class: "printed" });
      numbers.push({ name, element, value, print });
      return element;
    }

    function inside(value) {
      const decimals = Math.min(DECIMALS, app.data.decimals);
      return Digits.withSuperscripts(Digits.number(value, decimals, app.mark));
    }

    function neuron(l) {
      const disc = Draw.html("span", { class: "disc" }, number(`a${l}`, ({ run }) => run.a[l][0], inside));
      return { disc, element: Draw.html("div", { class: "node" }, names.html(`a${l}`), disc) };
    }

    function edge(l) {
      const stroke = Draw.html("i", { class: "stroke" });
      const value = number(`w${l}`, ({ net }) => net.w[l][0][0]);
      return Draw.html("div", { class: "edge of-w" }, names.html(`w${l}`), stroke, value);
    }

    const neurons = [neuron(0)];
    const parts = [neurons[0].element];
    for (let l = 1; l <= L; l++) {
      const edged = edge(l);
      neurons.push(neuron(l));
      parts.push(edged, neurons[l].element);
    }
    const box = Draw.html("span", { class: "box" }, number("C0", (_, cost) => cost));
    parts.push(Draw.html("div", { class: "edge to-cost" }, Draw.html("i", { class: "stroke" })));
    parts.push(Draw.html("div", { class: "node to-cost of-C" }, names.html("C0"), box));
    const kind = L > MANY ? "chain-network many" : "chain-network";
    const picture = Draw.html("div", { class: kind, role: "img" }, ...parts);

    function update(now, cost) {
      const said = numbers.map(({ name, element, value, print }) => {
        const text = print(value(now, cost));
        Draw.text(element, text);
        element.classList.toggle("long", text.length > LONG);
        return `${names.spoken(name)} = ${text}`;
      });
      Draw.set(picture, { "aria-label": said.join(", ") });
      neurons.forEach(({ disc }, l) => {
        const { fill, ink } = Shade.of(shades, chain.brightness[l], now.run.a[l][0]);
        Object.assign(disc.style, { background: fill, color: ink });
      });
    }

    return { element: Draw.html("div", { class: "scrolled", tabindex: 0 }, picture), update };
  }

  return Object.freeze({ create });
})();
