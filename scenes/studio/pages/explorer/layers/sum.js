"use strict";

/*
 * A derivative as a sum of products: the rule, below its factors the numbers of each term, and the terms as bars that
 * are laid end to end, with the sum's own bar under them.
 *
 * LayersSum.create(app, { symbol, letter, factors, terms }, light(j))  { element, update(value, values), mark(j) }:
 *   factors are names with the letter as index, terms the numbers in its place; values are [{ factors, value }]
 *   with the numbers of each term. Light is called with the number of the term that is pointed at or focused
 */
const LayersSum = (() => {
  function create(app, { symbol, letter, factors, terms }, light) {
    const { html } = app.names.layers;
    const index = (j) => Draw.html("span", { class: "index" }, Draw.html("i", {}, letter), ` = ${j}`);

    const sigma = Draw.html("span", { class: "sigma" }, "Σ", Draw.html("small", {}, Draw.html("i", {}, letter)));
    const dotted = (cells) => cells.flatMap((each, i) => (i ? [Draw.html("td", {}, "·"), each] : [each]));
    const lead = Draw.html("th", { class: "lead" }, html(symbol), " = ", sigma);
    const head = Draw.html("tr", {}, lead, ...dotted(factors.map((name) => Draw.html("td", {}, html(name)))));
    const numbers = terms.map(() => factors.map(() => Draw.html("td", { class: "factor" })));
    const lines = terms.map((j, n) => {
      return Draw.html("tr", {}, Draw.html("th", { scope: "row" }, index(j)), ...dotted(numbers[n]));
    });
    const table = Draw.html("table", { class: "terms" }, Draw.html("tbody", {}, head, ...lines));

    const bars = LayersBars.create(app, terms.map(index), html(symbol), (n) => light(terms[n]));
    lines.forEach((line, n) => line.addEventListener("pointerenter", () => light(terms[n])));

    function update(value, values) {
      values.forEach((term, n) => {
        numbers[n].forEach((each, i) => LayersProduct.factor(app, each, term.factors[i], i));
      });
      bars.update(values.map((term) => term.value), value);
    }

    function mark(lit) {
      bars.mark(terms.indexOf(lit));
      terms.forEach((j, n) => lines[n].classList.toggle("lit", j === lit));
    }

    const element = Draw.html("div", { class: "sum" }, Draw.html("div", { class: "scrolled" }, table), bars.element);
    return { element, update, mark };
  }

  return Object.freeze({ create });
})();
