"use strict";

/*
 * The three curves of ThreeDerivatives: z of w, a of z and C of a, each with its point and its tangent.
 *
 * Curves.create(app)  { element, update(curves) }; each curve is { x, y, symbol, at, slope, f, across, up, interval }: the
 *   names of axes and slope, where the point is, the slope there, the function, the letters whose colours the axes
 *   have, and the numbers across that it is defined for, or null
 */
const Curves = (() => {
  const [WIDTH, HEIGHT, MARGIN] = [300, 200, 30]; // of one picture, in its own units
  const POINTS = 120;
  const LEAST = 3; // how far each picture reaches from its point, at least, in units of the number across

  const spread = (low, high) => {
    const room = (high - low || 1) * 0.1;
    return [low - room, high + room];
  };

  function sampled({ at, f, interval }) {
    const reach = Math.max(LEAST, Math.abs(at) * 1.3);
    const [low, high] = interval ?? [-reach, reach];
    const points = [];
    for (let i = 0; i <= POINTS; i++) {
      const x = low + ((high - low) * i) / POINTS;
      const y = f(x);
      if (Number.isFinite(y)) points.push([x, y]);
    }
    return { low, high, points };
  }

  function picture(app, index) {
    const id = `explorer-curve-${index}`;
    const box = { x: MARGIN, y: MARGIN, width: WIDTH - 2 * MARGIN, height: HEIGHT - 2 * MARGIN };
    const line = Draw.svg("path", { class: "curve" });
    const tangent = Draw.svg("line", { class: "tangent" });
    const point = Draw.svg("circle", { class: "point", r: 6 });
    const across = Draw.svg("text", { x: WIDTH - MARGIN, y: HEIGHT - 8, "text-anchor": "end" });
    const up = Draw.svg("text", { x: MARGIN, y: 20 });
    const clip = Draw.svg("clipPath", { id }, Draw.svg("rect", box));
    const frame = Draw.svg("rect", { class: "frame", ...box });
    const inside = Draw.svg("g", { "clip-path": `url(#${id})` }, line, tangent, point);
    const svg = Draw.svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }, clip, frame, inside, across, up);
    const slope = Draw.html("figcaption", {});

    function update(curve) {
      const { low, high, points } = sampled(curve);
      const y = curve.f(curve.at);
      const heights = [...points.map((each) => each[1]), ...(Number.isFinite(y) ? [y] : [])];
      const [bottom, top] = spread(Math.min(...heights), Math.max(...heights));
      const px = (x) => MARGIN + ((x - low) / (high - low)) * box.width;
      const py = (value) => HEIGHT - MARGIN - ((value - bottom) / (top - bottom)) * box.height;
      line.setAttribute("d", points.map(([x, v], i) => `${i ? "L" : "M"}${px(x)} ${py(v)}`).join(""));
      line.style.stroke = `var(--${curve.up})`;
      const drawn = Number.isFinite(y);
      const sloped = drawn && Number.isFinite(curve.slope);
      point.style.display = drawn ? "" : "none";
      tangent.style.display = sloped ? "" : "none";
      if (drawn) {
        point.setAttribute("cx", px(curve.at));
        point.setAttribute("cy", py(y));
      }
      if (sloped) {
        tangent.setAttribute("x1", px(low));
        tangent.setAttribute("x2", px(high));
        tangent.setAttribute("y1", py(y + curve.slope * (low - curve.at)));
        tangent.setAttribute("y2", py(y + curve.slope * (high - curve.at)));
      }
      across.textContent = curve.x;
      across.style.fill = `var(--${curve.across})`;
      up.textContent = curve.y;
      up.style.fill = `var(--${curve.up})`;
      slope.textContent = `${curve.symbol} = ${app.number(curve.slope)}`;
      svg.setAttribute("aria-label", `${curve.y} (${curve.x}): ${slope.textContent}`);
    }
    return { element: Draw.html("figure", {}, svg, slope), update };
  }

  function create(app) {
    const pictures = [0, 1, 2].map((index) => picture(app, index));
    const element = Draw.html("div", { class: "chain-curves" }, ...pictures.map((each) => each.element));
    return { element, update: (curves) => curves.forEach((curve, i) => pictures[i].update(curve)) };
  }

  return Object.freeze({ create });
})();
