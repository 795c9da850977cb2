"use strict";

/*
 * The layered network as the clips draw it: discs as bright as their activations, with their numbers; edges as wide
 * as their weights are large, dashed where these are negative; and rings with the desired outputs. Neurons and edges
 * are picked by mouse, finger or keyboard; what the cost does not depend on through the pick is dimmed.
 *
 * LayersDiagram.create(app, lesson, pick(name))  { element, neurons, edges, update({ net, run, y }),
 *   light(name, path) }: neurons are [{ name, l, j }], edges [{ name, l, j, k }]; path is the index of the
 *   neuron that a path goes through
 */
const LayersDiagram = (() => {
  const WIDE = { radius: 26, row: 64, desired: 32, type: 14 }; // pixels
  const NARROW = { radius: 20, row: 50, desired: 10, type: 12 };
  const WIDE_FROM = 480;
  const [HEAD, MARGIN] = [36, 4]; // above the neurons, and around them
  const ROOM = 1.84; // of a number in its disc, in radii
  const [FINEST, WIDEST, DASHES] = [0.8, 6, "9 6"];
  const NEAR = 14; // how far from an edge it may be picked

  /** Return the distance of a point from the line between two others. */
  function distance(x, y, { x1, y1, x2, y2 }) {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const share = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
  }

  /** Return the layer of the first edges on the way from a neuron or an edge to the cost. */
  const first = (pick) => (pick.letter === "a" ? pick.l + 1 : pick.l);

  /** Return what an edge is when a neuron or an edge is picked: "lit", "on" its way to the cost, or "dim". */
  function part(edge, pick, path) {
    if (!pick) return "on";
    const [from, through] = pick.letter === "a" ? [pick.j, path] : [pick.k, pick.j];
    const passes = (index) => through === null || index === through;
    if (edge.l === first(pick)) return edge.k === from && passes(edge.j) ? "lit" : "dim";
    return edge.l > first(pick) + 1 || (edge.l > first(pick) && passes(edge.k)) ? "on" : "dim";
  }

  function create(app, lesson, pick) {
    const { sizes, L } = lesson;
    const { shades, layers, decimals } = app.data;
    const names = app.names.layers;
    const many = (l) => sizes[l] > 1;
    const element = Draw.svg("svg", { role: "group", class: "layers-network", "aria-label": app.words.network });
    const [edges, neurons, targets, heads] = [[], [], [], []];

    function pickable(kind, name, ...children) {
      const attributes = { role: "button", tabindex: -1, class: kind, "data-name": name };
      return { element: Draw.svg("g", attributes, ...children), said: names.spoken(name), shown: null };
    }

    /* ---- Its parts -------------------------------------------------------------------------------------------- */

    for (let l = 1; l <= L; l++) {
      for (let j = 0; j < sizes[l]; j++) {
        for (let k = 0; k < sizes[l - 1]; k++) {
          const name = `w${l}${many(l) || many(l - 1) ? `[${j},${k}]` : ""}`;
          const [halo, line] = [Draw.svg("line", { class: "halo" }), Draw.svg("line")];
          edges.push({ name, l, j, k, halo, line, ...pickable("edge", name, halo, line) });
        }
      }
    }
    for (let l = 0; l <= L; l++) {
      for (let j = 0; j < sizes[l]; j++) {
        const name = `a${l}${many(l) ? `[${j}]` : ""}`;
        const [disc, text] = [Draw.svg("circle"), Draw.svg("text")];
        neurons.push({ name, l, j, disc, text, ...pickable("neuron", name, disc, text) });
      }
      heads.push(Draw.svg("text", { class: "head" }, ...names.svg(`a${l}`)));
    }
    for (let j = 0; j < sizes[L]; j++) {
      const [ring, text] = [Draw.svg("circle"), Draw.svg("text")];
      targets.push({ ring, text, element: Draw.svg("g", { class: "desired" }, ring, text) });
    }
    heads.push(Draw.svg("text", { class: "head" }, ...names.svg("y")));
    element.append(...[...edges, ...neurons, ...targets].map((each) => each.element), ...heads);

    /* ---- Its layout, in pixels, so that type has one size ----------------------------------------------------- */

    let [size, digit, shown, found] = [WIDE, 8, null, null];

    function layOut(width) {
      size = width < WIDE_FROM ? NARROW : WIDE;
      const { radius, row, desired, type } = size;
      const height = HEAD + row * Math.max(...sizes);
      const right = width - MARGIN - radius;
      const last = right - 2 * radius - desired;
      const at = (l, j) => ({
        x: MARGIN + radius + (l / L) * (last - MARGIN - radius),
        y: HEAD + (height - HEAD) / 2 + (j - (sizes[l] - 1) / 2) * row,
      });
      Draw.set(element, { width, height, viewBox: `0 0 ${width} ${height}`, "font-size": type });
      for (const each of edges) {
        const [from, to] = [at(each.l - 1, each.k), at(each.l, each.j)];
        each.ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
        Draw.set(each.line, each.ends);
        Draw.set(each.halo, each.ends);
      }
      const put = (circle, text, x, y) => {
        Draw.set(circle, { cx: x, cy: y, r: radius });
        Draw.set(text, { x, y });
      };
      for (const each of neurons) {
        const { x, y } = at(each.l, each.j);
        Object.assign(each, { x, y, shown: null });
        put(each.disc, each.text, x, y);
      }
      targets.forEach(({ ring, text }, j) => put(ring, text, right, at(L, j).y));
      heads.forEach((head, l) => {
        const { x, y } = l > L ? { x: right, y: at(L, 0).y } : at(l, 0);
        Draw.set(head, { x, y: y - radius - 11 });
      });
      digit = digitWidth();
      if (shown) update(shown);
    }

    function digitWidth() {
      const sample = Draw.svg("text", {}, "0000000000");
      element.append(sample);
      const width = sample.getComputedTextLength() / 10;
      sample.remove();
      return width;
    }

    Draw.fitted(element, layOut);

    /* ---- Picking ---------------------------------------------------------------------------------------------- */

    /** Return what is drawn at a point, or the nearest edge. */
    function nearest(event) {
      const box = element.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      const disc = neurons.find((each) => Math.hypot(x - each.x, y - each.y) <= size.radius + 2);
      if (disc) return disc;
      const far = edges.map(({ ends }) => distance(x, y, ends));
      const least = Math.min(...far);
      return least <= NEAR ? edges[far.indexOf(least)] : null;
    }

    function hover(over) {
      if (over === found) return;
      found?.element.classList.remove("near");
      over?.element.classList.add("near");
      element.classList.toggle("over", Boolean(over));
      found = over;
    }

    element.addEventListener("click", (event) => {
      // assistive technology clicks an element, not a point
      const name = event.detail ? nearest(event)?.name : event.target.closest("[data-name]")?.dataset.name;
      if (name) pick(name);
    });
    element.addEventListener("pointermove", (event) => event.pointerType === "mouse" && hover(nearest(event)));
    element.addEventListener("pointerleave", () => hover(null));

    // Up and down go to the next element, right and left to the next column of neurons or edges.
    const columns = [...Array(2 * L + 1).keys()].map((i) =>
      i % 2 ? edges.filter(({ l }) => 2 * l - 1 === i) : neurons.filter(({ l }) => 2 * l === i),
    );
    const all = columns.flat();
    const rove = (to) => all.forEach((each) => Draw.set(each.element, { tabindex: each === to ? 0 : -1 }));
    rove(all[0]);
    element.addEventListener("focusin", ({ target }) => rove(all.find((each) => each.element === target)));
    element.addEventListener("keydown", (event) => {
      const i = all.findIndex((each) => each.element === event.target);
      const column = columns.findIndex((each) => each.includes(all[i]));
      const [next, before] = [columns[column + 1]?.[0], columns[column - 1]?.[0]];
      const keys = { ArrowDown: all[i + 1], ArrowUp: all[i - 1], ArrowRight: next, ArrowLeft: before };
      const to = { ...keys, Home: all[0], End: all.at(-1) };
      if (event.key in to) to[event.key]?.element.focus();
      else if (event.key === "Enter" || event.key === " ") pick(all[i].name);
      else return;
      event.preventDefault();
    });

    /* ---- What changes ----------------------------------------------------------------------------------------- */

    /** Return a number with so many decimals, or as many as there is room for in a disc, or nothing. */
    function fitting(value, most) {
      if (Number.isNaN(value)) return "–"; // beyond float64
      const room = (ROOM * size.radius) / digit + 0.5; // as a decimal sign is narrower than a digit
      for (let places = most; places >= 0; places--) {
        const text = Digits.number(value, places, app.mark);
        if (text.length <= room) return text;
      }
      return "";
    }

    const label = ({ said }, value) => `${said} = ${app.print(value)}`;

    function update(now) {
      shown = now;
      const { net, run, y } = now;
      for (const each of edges) {
        const w = net.w[each.l][each.j][each.k];
        if (w === each.shown) continue;
        each.shown = w;
        const width = Math.max(FINEST, WIDEST * Math.min(1, Math.abs(w) / (layers.widest || 1)));
        Draw.set(each.line, { "stroke-width": width, "stroke-dasharray": w < 0 ? DASHES : "none" });
        Draw.set(each.element, { "aria-label": label(each, w) });
      }
      for (const each of neurons) {
        const a = run.a[each.l][each.j];
        if (a === each.shown) continue;
        each.shown = a;
        const { fill, ink } = Shade.of(shades, layers.brightness[each.l], a);
        Draw.set(each.disc, { fill });
        each.text.style.fill = ink;
        Draw.text(each.text, fitting(a, decimals));
        Draw.set(each.element, { "aria-label": label(each, a) });
      }
      const exact = Math.max(...y.map((y_j) => Digits.decimals(y_j, "chosen", decimals)));
      targets.forEach(({ text }, j) => Draw.text(text, fitting(y[j], Math.min(exact, decimals))));
    }

    function light(name, path) {
      const pick = name && Network.parameter(lesson, name);
      for (const each of edges) {
        const kind = part(each, pick, path);
        Draw.set(each.element, { class: `edge ${kind}`, "aria-pressed": each.name === name });
      }
      for (const each of neurons) {
        const passed = pick && each.j === path && each.l === Math.min(first(pick), L);
        const kind = each.name === name || passed ? "neuron lit" : "neuron";
        Draw.set(each.element, { class: kind, "aria-pressed": each.name === name });
      }
    }

    return { element, neurons, edges, update, light };
  }

  return Object.freeze({ create });
})();
