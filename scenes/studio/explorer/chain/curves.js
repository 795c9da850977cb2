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

  /** Return a line of the plot; its stroke is as wide as it is however the plot is stretched. */
  const stroke = (kind) => Draw.svg("path", { class: kind, "vector-effect": "non-scaling-stroke" });

  function picture(app, [x, y, symbol]) {
    const names = app.names.chain;
    const [own, others] = [y, x].map((name) => `of-${Names.letter(name)}`);
    const [axes, down, left] = ["axes", others, own].map(stroke);
    const [line, tangent, point] = [`${own} curve`, "tangent", "point"].map(stroke);
    const plot = Draw.svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, preserveAspectRatio: "none", class: "plot" });
    plot.append(axes, down, left, line, tangent, point);
    const [across, up, slope] = ["span", "span", "span"].map((tag) => Draw.html(tag));
    const [low, high] = ["low", "high"].map((kind) => Draw.html("span", { class: `mark ${kind}` }));
    const figure = Draw.html("div", { class: "curve-picture", role: "img" });
    const equation = (kind, name, number) =>
      Draw.html("span", { class: `${kind} of-${Names.letter(name)}` }, names.html(name), " = ", number);
    const below = Draw.html("div", { class: "across" }, low, equation("here", x, across), high);
    figure.append(equation("up", y, up), plot, below);
    const caption = Draw.html("figcaption", {}, names.html(symbol), " = ", slope);

    function update(curve) {
      const { at, f, range } = curve;
      const [points, value] = [sampled(curve), f(at)];
      const [bottom, top] = heights(points, value);
      const px = (number) => (SIDE * (number - range[0])) / (range[1] - range[0]);
      const py = (number) => (SIDE * (top - number)) / (top - bottom);
      const to = (number, height) => `${px(number)} ${py(height)}`;
      const onTangent = (number) => to(number, value + curve.slope * (number - at));
      line.setAttribute("d", `M${points.map(([number, height]) => to(number, height)).join("L")}`);
      axes.setAttribute("d", `M0 ${py(0)}H${SIDE}M${px(0)} 0V${SIDE}`);
      const drawn = Number.isFinite(value);
      down.setAttribute("d", drawn ? `M${to(at, value)}V${SIDE}` : "");
      left.setAttribute("d", drawn ? `M${to(at, value)}H0` : "");
      point.setAttribute("d", drawn ? `M${to(at, value)}h0` : "");
      const sloped = drawn && Number.isFinite(curve.slope);
      tangent.setAttribute("d", sloped ? `M${onTangent(range[0])}L${onTangent(range[1])}` : "");
      [across.textContent, up.textContent] = [app.print(at), app.print(value)];
      slope.textContent = app.print(curve.slope);
      [low.textContent, high.textContent] = range.map((end) => app.print(end, "chosen"));
      figure.setAttribute("aria-label", said(app, names, [x, y], [across, up, slope]));
    }
    return { element: Draw.html("figure", {}, figure, caption), update };
  }

  function said(app, names, [x, y], numbers) {
    const [at, value, slope] = numbers.map((each) => each.textContent);
    return Draw.filled(app.words.chain_curve, { x: names.spoken(x), y: names.spoken(y), at, value, slope });
  }

  function create(app, functions) {
    const pictures = functions.map((each) => picture(app, each));
    const element = Draw.html("div", { class: "chain-curves" }, ...pictures.map((each) => each.element));
    return { element, update: (curves) => curves.forEach((curve, i) => pictures[i].update(curve)) };
  }

  return Object.freeze({ create });
})();
