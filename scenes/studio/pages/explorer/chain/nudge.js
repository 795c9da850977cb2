"use strict";

/*
 * A nudge of the last weight: its size and its sign, the number lines of w, z, a and C, and a lens on each.
 *
 * ChainNudge.create(app, L, { w, z, a, C }, change)  { element, update({ run, y }, cost, by, nudge) }: w is the
 *   handle of the weight, the others are number lines; change is called with { by }, and nudge is Network.nudge's
 */
const ChainNudge = (() => {
  const SMALLEST = -6; // powers of ten

  /** Return the handle of the size of the nudge, in powers of ten; by() is the nudge. */
  function sizes(app, L, by, change) {
    const sized = (power) => Math.sign(by()) * (Number.isInteger(power) ? Number(`1e${power}`) : 10 ** power);
    const power = () => Math.log10(Math.abs(by()));
    const slider = Slider.create(app, {
      names: app.names.chain,
      name: `Δw${L}`,
      ...{ value: power(), low: SMALLEST, high: 0, step: 1 },
      text: (value) => app.print(sized(value), "change", true),
      mark: (value) => app.print(10 ** value, "chosen"),
      set: (value) => change({ by: sized(value) }),
      own: { of: sized, set: (number) => Number.isFinite(number) && number && change({ by: number }) },
    });
    return { element: slider.element, update: () => slider.move(power()) };
  }

  /** Return the choice of the sign of the nudge. */
  function signs(app, by, change) {
    const buttons = ["−", "+"].map((sign) => {
      const label = app.words[sign === "+" ? "chain_up" : "chain_down"];
      const button = Draw.html("button", { type: "button", "aria-label": label }, sign);
      button.addEventListener("click", () => change({ by: Math.abs(by()) * (sign === "+" ? 1 : -1) }));
      return button;
    });
    const update = () => buttons.forEach((each, i) => each.setAttribute("aria-pressed", by() > 0 === Boolean(i)));
    return { element: Draw.html("div", { class: "chain-signs" }, ...buttons), update };
  }

  function create(app, L, lines, change) {
    let current = app.data.chain.nudge;
    const by = () => current;
    const controls = [sizes(app, L, by, change), signs(app, by, change)];
    const [size, sign] = controls.map((each) => each.element);
    const path = [lines.w, lines.z, lines.a, lines.C];
    const lenses = Lenses.create(app, [`Δw${L}`, `Δz${L}`, `Δa${L}`, "ΔC0"]);
    const target = Draw.html("i", { class: "line-ring of-y" });
    lines.a.axis.append(target);

    const head = Draw.html("div", { class: "chain-step head" }, size);
    head.append(Draw.html("div", { class: "chain-choice" }, sign, lenses.unit));
    const steps = path.map((line, i) => Draw.html("div", { class: "chain-step" }, line.element, lenses.lenses[i]));
    const element = Draw.html("div", { class: "chain-block chain-nudge" }, head, ...steps);

    function update({ run, y }, cost, wanted, nudge) {
      current = wanted;
      controls.forEach((each) => each.update());
      [run.z[L][0], run.a[L][0], cost].forEach((value, i) => path[i + 1].move(value));
      target.style.left = lines.a.place(y[0]);
      lenses.update([wanted, ...(nudge ? [nudge.dz[L][0], nudge.da[L][0], nudge.dC] : [null, null, null])]);
    }
    return { element, update };
  }

  return Object.freeze({ create });
})();
