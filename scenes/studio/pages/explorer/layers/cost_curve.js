"use strict";

/*
 * The cost after each step of a descent, as a curve with a dot that is dragged through time.
 *
 * CostCurve.create(app, go(step))  { element, update(costs, step, last) }: costs only grow, or are another array; the
 *   axis of steps ends at the last one. However many they are, the curve has some hundred pieces: each goes through
 *   the first, the lowest, the highest and the last cost of as many steps.
 */
const CostCurve = (() => {
  const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [200, 52, 26, 12, 30]; // pixels
  const PIECES = 200; // at least, when there are so many steps
  const TICKS = 4;
  const [ROUND, WHOLE] = [[1, 2, 2.5, 5, 10], [1, 2, 5, 10]];
  const MANY = 10; // steps of Page Up and Page Down

  /** Return a round distance of ticks from 0 to a number. */
  function tick(last, numbers) {
    const power = 10 ** Math.floor(Math.log10(last / TICKS));
    return power * numbers.find((each) => each * power >= (last / TICKS) * (1 - 1e-9));
  }

  /** Return the pieces of a growing array of costs, and the greatest one. */
  function pieces() {
    let [costs, taken, size, made, top] = [null, 0, 1, [], 0];

    function add(C) {
      const last = made.at(-1);
      if (taken % size === 0) made.push({ start: taken, costs: [C, C, C, C] });
      else last.costs = [last.costs[0], Math.min(last.costs[1], C), Math.max(last.costs[2], C), C];
      if (Number.isFinite(C)) top = Math.max(top, C);
      taken += 1;
    }

    function halve() {
      const merged = [];
      for (let i = 0; i < made.length; i += 2) {
        const [{ start, costs: [first, low, high, end] }, next] = [made[i], made[i + 1]];
        const [, nextLow, nextHigh, last] = next?.costs ?? [first, low, high, end];
        merged.push({ start, costs: [first, Math.min(low, nextLow), Math.max(high, nextHigh), last] });
      }
      [made, size] = [merged, 2 * size];
    }

    return {
      take(given) {
        if (given !== costs) [costs, taken, size, made, top] = [given, 0, 1, [], 0];
        while (taken < costs.length) {
          if (taken % size === 0 && made.length === 2 * PIECES) halve();
          add(costs[taken]);
        }
      },
      points: () => made.flatMap(({ start, costs: each }) => (size > 1 ? each : [each[0]]).map((C) => [start, C])),
      top: () => top,
    };
  }

  function create(app, go) {
    const element = Draw.svg("svg", { class: "cost-curve", height: HEIGHT });
    const ticks = Draw.svg("g", { class: "ticks" });
    const axes = Draw.svg("path", { class: "axes" });
    const line = Draw.svg("path", { class: "cost-line" });
    const [touch, disc] = [Draw.svg("circle", { class: "touch", r: 22 }), Draw.svg("circle", { class: "dot", r: 8 })];
    const dot = Draw.svg("g", { role: "slider", tabindex: 0, "aria-valuemin": 0, class: "cost-dot" }, touch, disc);
    dot.setAttribute("aria-label", app.words.time);
    element.append(ticks, axes, line, dot);

    const curve = pieces();
    let [width, shown, drawn] = [0, null, ""];
    const computed = () => Math.max(1, shown.costs.length - 1);
    const x = (step) => LEFT + (step / shown.last) * (width - LEFT - RIGHT);
    const y = (C, top) => HEIGHT - BOTTOM - (Math.min(C, top) / top) * (HEIGHT - TOP - BOTTOM);

    function drawTicks(top, by) {
      const of = (end, step) => [...Array(Math.floor(end / step + 1e-9) + 1).keys()].map((i) => i * step);
      const places = Digits.decimals(by, "chosen", 0);
      const number = (value) => Digits.withSuperscripts(Digits.number(value, places, app.mark));
      const steps = of(shown.last, tick(shown.last, WHOLE)).map((step) =>
        Draw.svg("text", { x: x(step), y: HEIGHT - 8, "text-anchor": "middle" }, String(step)),
      );
      const costs = of(top, by).map((C) =>
        Draw.svg("text", { x: LEFT - 8, y: y(C, top), "text-anchor": "end", dy: "0.35em" }, number(C)),
      );
      ticks.replaceChildren(...steps, ...costs);
      Draw.set(axes, { d: `M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${width - RIGHT}` });
    }

    function draw() {
      const { costs, step } = shown;
      curve.take(costs);
      const by = tick(curve.top() || 1, ROUND);
      const top = by * Math.ceil((curve.top() || 1) / by - 1e-9);
      const what = [costs.length, shown.last, top, width].join();
      if (what !== drawn) {
        drawTicks(top, by);
        const points = curve.points().map(([n, C]) => `${x(n).toFixed(1)} ${y(C, top).toFixed(1)}`);
        Draw.set(line, { d: `M${points.join("L")}` });
        drawn = what;
      }
      const now = Math.min(step, costs.length - 1);
      Draw.set(dot, { transform: `translate(${x(now)} ${y(costs[now], top)})`, "aria-valuenow": now });
      Draw.set(dot, { "aria-valuemax": computed(), "aria-valuetext": shown.text });
    }

    Draw.fitted(element, (wide) => {
      width = wide;
      if (shown) draw();
    });

    const inside = (step) => Math.max(0, Math.min(computed(), step));
    function drag({ clientX }) {
      const at = clientX - element.getBoundingClientRect().left;
      go(inside(Math.round(((at - LEFT) / (width - LEFT - RIGHT)) * shown.last)));
    }
    element.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      if (event.pointerType !== "touch") drag(event); // a finger that only passes scrolls the page
    });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) drag(event);
    });
    element.addEventListener("click", (event) => event.detail && drag(event));
    dot.addEventListener("keydown", (event) => {
      const keys = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: MANY, PageDown: -MANY };
      const to = { Home: 0, End: computed() }[event.key] ?? shown.step + keys[event.key];
      if (Number.isNaN(to)) return;
      go(inside(to));
      event.preventDefault();
    });

    function update(costs, step, last, text) {
      shown = { costs, step, last, text };
      if (width) draw();
    }
    return { element, update };
  }

  return Object.freeze({ create });
})();
