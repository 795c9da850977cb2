"use strict";

/*
 * A derivative as a sum of products: the rule, below its factors the numbers of each term, and the terms as bars that
 * are laid end to end, with the sum's own bar under them.
 *
 * Sum.create(app, { symbol, letter, factors, terms }, light(j))  { element, update(value, values), mark(j) }: factors are
 *   names with the letter as index, terms the numbers that take its place; values are [{ factors, value }] with the
 *   numbers of each term. Light is called with the number of the term that is pointed at or focused, null for none.
 */
const Sum = (() => {
  function create(app, { symbol, letter, factors, terms }, light) {
    const { html } = app.names.layers;
    const index = (j) => Draw.html("span", { class: "index" }, Draw.html("i", {}, letter), ` = ${j}`);

    /* ---- The rule and the numbers below it ----------------------------------------------------------------------- */

    const sigma = Draw.html("span", { class: "sigma" }, "Σ", Draw.html("small", {}, Draw.html("i", {}, letter)));
    const dotted = (cells) => cells.flatMap((each, i) => (i ? [Draw.html("td", {}, "·"), each] : [each]));
    const lead = Draw.html("th", { class: "lead" }, html(symbol), " = ", sigma);
    const head = Draw.html("tr", {}, lead, ...dotted(factors.map((name) => Draw.html("td", {}, html(name)))));
    const numbers = terms.map(() => factors.map(() => Draw.html("td", { class: "factor" })));
    const lines = terms.map((j, n) => Draw.html("tr", {}, Draw.html("th", { scope: "row" }, index(j)), ...dotted(numbers[n])));
    const table = Draw.html("table", { class: "terms" }, Draw.html("tbody", {}, head, ...lines));

    /* ---- The bars ------------------------------------------------------------------------------------------------ */

    function barred(kind, options, name, of) {
      const number = Draw.html("span", { class: "number", ...(of && { "data-of": of }) });
      const bar = Draw.html("span", { class: "bar" });
      const link = Draw.html("span", { class: "link" });
      const track = Draw.html("span", { class: "track" }, link, bar);
      return { number, bar, link, track, element: Draw.html(kind, options, name, number, track) };
    }
    const rows = terms.map((j) => {
      const made = barred("button", { type: "button", class: "barred", "data-path": j, "aria-pressed": false }, index(j));
      made.element.addEventListener("click", () => light(j));
      return made;
    });
    const total = barred("div", { class: "barred total" }, html(symbol), symbol);
    const bars = Draw.html("div", { class: "bars" }, ...rows.map((each) => each.element), total.element);
    [...rows, ...lines.map((each) => ({ element: each }))].forEach(({ element: each }, n) => {
      for (const kind of ["pointerenter", "focus"]) each.addEventListener(kind, () => light(terms[n % terms.length]));
    });

    const print = (value) => Product.print(app, value, true);

    function update(value, values) {
      const ends = [0];
      for (const term of values) ends.push(ends.at(-1) + term.value);
      const [low, high] = [Math.min(...ends, value), Math.max(...ends, value)];
      const share = (number) => (high > low && Number.isFinite(high - low) ? (100 * (number - low)) / (high - low) : 0);
      const place = ({ bar, link, track }, from, to) => {
        bar.style.left = `${share(Math.min(from, to))}%`;
        bar.style.width = `${Math.abs(share(to) - share(from))}%`;
        link.style.left = `${share(to)}%`;
        track.style.setProperty("--zero", `${share(0)}%`);
      };
      values.forEach((term, n) => {
        numbers[n].forEach((each, i) => Draw.text(each, Product.number(app, term.factors[i], i)));
        Draw.text(rows[n].number, print(term.value));
        place(rows[n], ends[n], ends[n + 1]);
      });
      Draw.text(total.number, print(value));
      place(total, 0, value);
    }

    function mark(lit) {
      terms.forEach((j, n) => {
        Draw.set(rows[n].element, { "aria-pressed": j === lit });
        lines[n].classList.toggle("lit", j === lit);
      });
    }

    return { element: Draw.html("div", { class: "sum" }, Draw.html("div", { class: "scrolled" }, table), bars), update, mark };
  }

  return Object.freeze({ create });
})();
