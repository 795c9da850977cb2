"use strict";

/*
 * A derivative as a product, as the clips write it: fractions, and below each its number.
 *
 * Product.create(app, symbol, factors)  { element, update(value, values) }: factors are names of the core, and values
 *   their numbers
 * Product.number(app, value, place)  a factor's number as it stands in a product: a negative one in brackets, but for
 *   the first
 */
const Product = (() => {
  const print = (app, value, signed) => Digits.withSuperscripts(app.number(value, "change", signed));

  function number(app, value, place) {
    const text = print(app, value);
    return place && value < 0 ? `(${text})` : text;
  }

  function create(app, symbol, factors) {
    const element = Draw.html("div", { class: "product" });
    const column = (name) => {
      const value = Draw.html("span", { "data-of": name });
      element.append(app.names.layers.html(name), value);
      return value;
    };
    const sign = (text) => element.append(...[0, 1].map(() => Draw.html("span", { class: "sign" }, text)));
    const result = column(symbol);
    const cells = factors.map((name, i) => {
      sign(i ? "·" : "=");
      return column(name);
    });

    function update(value, values) {
      Draw.text(result, print(app, value));
      cells.forEach((cell, i) => Draw.text(cell, number(app, values[i], i)));
    }
    return { element, update };
  }

  return Object.freeze({ create, number, print });
})();
