"use strict";

/*
 * The terms of a sum as bars that are laid end to end, each to the left or right as its sign says, and under them the
 * sum's own bar from zero.
 *
 * LayersBars.create(app, names, name, light(n))  { element, update(terms, sum), mark(n) }: names are elements that
 *   stand before the terms' bars, name before the sum's; light is called with the term that is pointed at or focused
 */
const LayersBars = (() => {
  const [ROW, LAST, HALF] = [2, 3.5, 0.65]; // heights of rows, and half that of a bar, in rem
  const SMALLEST = 0.25; // part of the width, below which all bars are drawn at another scale

  function create(app, names, name, light) {
    const number = () => Draw.html("span", { class: "number" });
    const rows = names.map((each, n) => {
      const value = number();
      const element = Draw.html("button", { type: "button", class: "barred", "aria-pressed": false }, each, value);
      for (const kind of ["pointerenter", "focus", "click"]) element.addEventListener(kind, () => light(n));
      return { element, value };
    });
    const total = number();
    const last = Draw.html("div", { class: "barred total" }, name, total);
    const height = ROW * names.length + LAST;
    const bars = [...names, name].map(() => Draw.svg("rect", { class: "bar", height: 2 * HALF }));
    const [zero, links] = [Draw.svg("path", { class: "zero" }), Draw.svg("path", { class: "links" })];
    const size = { viewBox: `0 0 100 ${height}`, preserveAspectRatio: "none", "aria-hidden": true };
    const chart = Draw.svg("svg", size, zero, links, ...bars);
    chart.style.height = `${height}rem`;
    const element = Draw.html("div", { class: "bars" }, ...rows.map((row) => row.element), last, chart);
    const middle = (n) => (n < names.length ? ROW * (n + 0.5) : height - LAST / 2);
    let [low, high] = [0, 0];

    /** Choose a scale for numbers: the last one, unless they do not fit or would be short. */
    function fit(numbers) {
      const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
      if (least < low || most > high || most - least < SMALLEST * (high - low)) [low, high] = [least, most];
    }

    /** Return where a number is, in percent; 0 where there is no scale, as all are 0 or one is beyond float64. */
    function place(value) {
      const share = (100 * (value - low)) / (high - low);
      return Number.isFinite(share) ? share : 0;
    }

    function draw(bar, n, from, to) {
      const [start, end] = [place(Math.min(from, to)), place(Math.max(from, to))];
      Draw.set(bar, { x: start, width: end - start, y: middle(n) - HALF });
    }

    function update(terms, sum) {
      const ends = [0];
      for (const term of terms) ends.push(ends.at(-1) + term);
      fit([...ends, sum]);
      terms.forEach((term, n) => {
        Draw.text(rows[n].value, app.print(term, "change", true));
        draw(bars[n], n, ends[n], ends[n + 1]);
      });
      Draw.text(total, app.print(sum, "change", true));
      draw(bars.at(-1), terms.length, 0, sum);
      Draw.set(zero, { d: `M${place(0)} 0V${height}` });
      const link = (end, n) => `M${place(end)} ${middle(n) + HALF}V${middle(n + 1) - HALF}`;
      Draw.set(links, { d: ends.slice(1).map(link).join("") });
    }

    const mark = (lit) => rows.forEach((row, n) => Draw.set(row.element, { "aria-pressed": n === lit }));
    return { element, update, mark };
  }

  return Object.freeze({ create });
})();
