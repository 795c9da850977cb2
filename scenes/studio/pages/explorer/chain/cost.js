"use strict";

/*
 * The cost of one output as a formula: in letters, and with its numbers.
 *
 * CostFormula.letters(cost), CostFormula.numbers(cost, a, y)  templates with "{a}", "{y}" and "{z}", of a cost of the
 *   core, and of the same where it is shorter for this desired output; where 1 − a has lost its digits, it is by z
 * CostFormula.create(app, L)  { element, update({ net, run, y }, cost) }
 */
const CostFormula = (() => {
  const LETTERS = {
    squared_error: "({a} − {y})²",
    half_squared_error: "½({a} − {y})²",
    cross_entropy: "−({y} ln {a} + (1 − {y}) ln(1 − {a}))",
    categorical_cross_entropy: "−{y} ln {a}",
  };
  const SURE = ["−ln(1 − {a})", "−ln {a}"]; // for y = 0 and for y = 1
  const SURE_BY_Z = ["ln(1 + e^{z})", "ln(1 + e^{−z})"];
  const NEARLY_ONE = 0.99;

  const letters = (cost) => LETTERS[cost];

  function numbers(cost, a, y) {
    if (cost !== "cross_entropy" || (y !== 0 && y !== 1)) return LETTERS[cost];
    return (a < NEARLY_ONE ? SURE : SURE_BY_Z)[y];
  }

  /** Return the nodes of a template; write returns what stands for a letter, given what is before it. */
  function filled(template, write) {
    let before = "";
    return template.split(/(\^?\{−?[ayz]\}|½)/).map((part) => {
      const [, power, minus, letter] = /^(\^?)\{(−?)([ayz])\}$/.exec(part) ?? [];
      const written = letter ? write(letter, before + minus) : part === "½" ? half() : part;
      before = part;
      return power ? Draw.html("sup", {}, minus, written) : written;
    });
  }

  const half = () => Draw.html("span", { class: "ratio" }, Draw.html("span", {}, "1"), Draw.html("span", {}, "2"));

  function create(app, L) {
    const names = app.names.chain;
    const signs = { a: `a${L}`, y: "y", z: `z${L}` };
    const { cost: kind } = app.data.chain.network;
    const [plugged, sign] = [Draw.html("span", {}), Draw.html("span", {})];
    const result = Draw.html("span", { class: "of-C" });
    const side = (...parts) => Draw.html("span", { class: "side" }, ...parts);
    const rule = Draw.html("span", {}, ...filled(letters(kind), (letter) => names.html(signs[letter])));
    const sides = [side("=", rule), side("=", plugged), side(sign, result)];
    const element = Draw.html("p", { class: "chain-cost" }, names.html("C0"), ...sides);

    function update({ run, y }, cost) {
      const values = { a: run.a[L][0], y: y[0], z: run.z[L][0] };
      const printed = Object.fromEntries(Object.entries(values).map(([letter, value]) => [letter, app.print(value)]));
      const template = numbers(kind, values.a, values.y);
      const nodes = filled(template, (letter, before) => {
        const text = values[letter] < 0 && !before.endsWith("(") ? `(${printed[letter]})` : printed[letter];
        return Draw.html("span", { class: `of-${letter}` }, text);
      });
      plugged.replaceChildren(...nodes);
      Draw.text(result, app.print(cost));
      Draw.text(sign, agreement(template, printed, values.y, result.textContent));
    }

    function agreement(template, { a, y, z }, target, text) {
      const byZ = (number) => Functions.activation("softplus").f(target ? -number : number);
      if (template.includes("z")) return Agreement.sign(app, [z], byZ, text, "plain");
      return Agreement.sign(app, [a, y], Functions.cost(kind).value, text, "plain");
    }
    return { element, update };
  }

  return Object.freeze({ letters, numbers, create });
})();
