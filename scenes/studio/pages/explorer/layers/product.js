"use strict";

/*
 * A derivative as a product, as the clips write it: fractions, and below each its number.
 *
 * LayersProduct.create(app, symbol, factors)  { element, update(value, values) }: factors are names of the core, and
 *   values their numbers
 * LayersProduct.factor(app, cell, value, place)  show a factor in a cell: in brackets if negative, but for the first
 */
const LayersProduct = (() => {
  function factor(app, cell, value, place) {
    Draw.text(cell, app.print(value, "change"));
    cell.classList.toggle("bracketed", place > 0 && value < 0);
  }

  function create(app, symbol, factors) {
    const element = Draw.html("div", { class: "product" });
    const column = (name) => {
      const value = Draw.html("span", { "data-of": name });
      element.append(app.names.layers.html(name), value);
      return value;
    };
    const sign = (text) => {
      const below = Draw.html("span", {}, text);
      element.append(Draw.html("span", {}, text), below);
      return below;
    };
    const result = column(symbol);
    const equals = sign("=");
    const cells = factors.map((name, i) => {
      if (i) sign("·");
      return column(name);
    });
    const product = (...numbers) => numbers.reduce((all, number) => all * number, 1);

    function update(value, values) {
      Draw.text(result, app.print(value, "change"));
      cells.forEach((cell, i) => factor(app, cell, values[i], i));
      const printed = cells.map((cell) => cell.textContent);
      Draw.text(equals, Agreement.sign(app, printed, product, result.textContent, "change"));
    }
    return { element, update };
  }

  return Object.freeze({ create, factor });
})();
