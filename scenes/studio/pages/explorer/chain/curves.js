"use strict";

/*
 * The three curves of ThreeDerivatives: z of w, a of z and C of a, each with its point and its tangent.
 *
 * Curves.create(app, functions)  { element, update(curves) }: functions are [[x, y, symbol] …], the core's names of
 *   what is across and up, and of the slope; a curve is { at, slope, f, range }: where its point is, the slope there,
 *   the function, and the least and the greatest number across
 */
const Curves = (() => {
  const POINTS = 120;
  const SIDE = 100; // of a plot, in its own units
  const MARGIN = 0.08; // above and below a curve, as a part of its height

  function sampled({ f, range: [low, high] }) {
    const points = [];
    for (let i = 0; i <= POINTS; i++) {
      const x = low + ((high - low) * i) / POINTS;
      if (Number.isFinite(f(x))) points.push([x, f(x)]);
    }
    return points;
  }

  function heights(points, y) {
    const all = [...points.map((each) => each[1]), ...(Number.isFinite(y) ? [y] : [])];
    const [bottom, top] = [Math.min(...all), Math.max(...all)];
    const room = (top - bottom || 1) * MARGIN;
    return [bottom - room, top + room];
  }

  /** Return the lines of a curve's picture by kind, as data of paths; those beyond float64 are empty. */
  function paths(curve) {
    const { at, slope, f, range } = curve;
    const [low, high] = range;
    const [points, y] = [sampled(curve), f(at)];
    const [bottom, top] = heights(points, y);
    const place = ([x, height]) => [(SIDE * (x - low)) / (high - low), (SIDE * (top - height)) / (top - bottom)];
    const through = (...corners) => {
      const places = corners.map(place);
      return places.flat().every(Number.isFinite) ? `M${places.join("L")}` : "";
    };
    const touching = range.map((x) => [x, y + slope * (x - at)]);
    return {
      axes: `${through([low, 0], [high, 0])}${through([0, bottom], [0, top])}`,
      down: through([at, y], [at, bottom]),
      left: through([at, y], [low, y]),
      curve: through(...points),
      tangent: through(...touching),
      point: through([at, y], [at, y]),
    };
  }

  const stretched = (kind, ...lines) =>
    Draw.svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, preserveAspectRatio: "none", class: kind }, ...lines);

  /** Return the picture of a function's curve; strokes are as wide as they are however the plot is stretched. */
  function plot([x, y]) {
    const [own, others] = [y, x].map((name) => `of-${Names.letter(name)}`);
    const line = (kind) => Draw.svg("path", { class: kind, "vector-effect": "non-scaling-stroke" });
    const within = { axes: line("axes"), down: line(others), left: line(own), curve: line(`curve ${own}`) };
    const lines = { ...within, tangent: line("tangent"), point: line("point") };
    const inside = stretched("plot", ...Object.values(within), lines.tangent);
    const element = Draw.html("div", { class: "plots" }, inside, stretched("over", lines.point));
    const update = (curve) => {
      const found = paths(curve);
      for (const [kind, each] of Object.entries(lines)) Draw.set(each, { d: found[kind] });
    };
    return { element, update };
  }

  function picture(app, [x, y, symbol]) {
    const names = app.names.chain;
    const drawing = plot([x, y]);
    const [across, up, slope, low, high] = ["", "", "", "mark", "mark high"].map((kind) =>
      Draw.html("span", { class: kind }),
    );
    const equation = (name, number) =>
      Draw.html("span", { class: `of-${Names.letter(name)}` }, names.html(name), " = ", number);
    const below = Draw.html("div", { class: "across" }, low, equation(x, across), high);
    const figure = Draw.html("div", { role: "img" }, equation(y, up), drawing.element, below);
    const caption = Draw.html("figcaption", {}, names.html(symbol), " = ", slope);

    function update(curve) {
      drawing.update(curve);
      Draw.text(across, app.print(curve.at));
      Draw.text(up, app.print(curve.f(curve.at)));
      Draw.text(slope, app.print(curve.slope));
      [low, high].forEach((mark, i) => Draw.text(mark, app.print(curve.range[i], "chosen")));
      const numbers = { at: across.textContent, value: up.textContent, slope: slope.textContent };
      const said = { x: names.spoken(x), y: names.spoken(y), ...numbers };
      Draw.set(figure, { "aria-label": Draw.filled(app.words.chain_curve, said) });
    }
    return { element: Draw.html("figure", {}, figure, caption), update };
  }

  function create(app, functions) {
    const pictures = functions.map((each) => picture(app, each));
    const element = Draw.html("div", { class: "chain-curves" }, ...pictures.map((each) => each.element));
    return { element, update: (curves) => curves.forEach((curve, i) => pictures[i].update(curve)) };
  }

  return Object.freeze({ create });
})();
