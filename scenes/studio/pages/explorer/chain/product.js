"use strict";

/*
 * The derivative as the product of its factors, in names and in numbers, and beside it the measured ratio.
 *
 * ChainProduct.create(app, rule)  { element, update(rule, { by, dC, ratio }) }: rule is Network.chainRule's; dC and
 *   ratio are null if there are none
 */
const ChainProduct = (() => {
  /** Return a column: a name or a sign, and below it a number or a sign. */
  const column = (above, below) => Draw.html("div", { class: "column" }, above, below);

  const sign = (text) => Draw.html("span", {}, text);

  const colour = (name) => (Names.letter(name) === "C" ? "of-C" : "");

  function number(name) {
    return Draw.html("span", { class: `number ${colour(name)}`, "data-number": name });
  }

  function create(app, { symbol, factors }) {
    const names = app.names.chain;
    const result = number(symbol);
    const equals = sign("");
    const each = factors.map((factor) => number(factor.symbol));
    const sides = each.flatMap((element, i) => [
      ...(i ? [column(sign("·"), sign("·"))] : []),
      column(names.html(factors[i].symbol), element),
    ]);
    const rule = [column(names.html(symbol), result), column(sign("="), equals), ...sides];
    const ratio = symbol.replaceAll("∂", "Δ");
    const [change, cause, quotient, divided] = [sign(""), sign(""), number(ratio), sign("")];
    change.className = "of-C";
    cause.className = `of-${Names.letter(symbol.split("/")[1])}`;
    const measured = Draw.html("p", { class: "measured" }, app.words.chain_measured, names.html(ratio), "=");
    measured.append(Draw.html("span", { class: "ratio" }, change, cause));
    measured.append(Draw.html("span", { class: "side" }, divided, quotient));
    const formula = Draw.html("div", { class: "rule" }, ...rule);
    const element = Draw.html("div", { class: "chain-product" }, formula, measured);

    function agreement(parts, combine, whole) {
      const printed = parts.map((part) => part.textContent);
      return Agreement.sign(app, printed, combine, whole.textContent, "change");
    }

    function update(found, { by, dC, ratio: value }) {
      const values = found.factors.map((factor) => factor.value);
      each.forEach((element, i) => {
        Draw.text(element, app.print(values[i]));
        element.classList.toggle("bracketed", i > 0 && values[i] < 0);
      });
      Draw.text(result, app.print(found.value, "change"));
      const product = (...printed) => printed.reduce((all, number) => all * number, 1);
      Draw.text(equals, agreement(each, product, result));
      Draw.text(change, dC === null ? "–" : app.print(dC, "change"));
      Draw.text(cause, app.print(by, "change"));
      Draw.text(quotient, value === null ? "–" : app.print(value, "change"));
      Draw.text(divided, value === null ? "=" : agreement([change, cause], (top, bottom) => top / bottom, quotient));
    }
    return { element, update };
  }

  return Object.freeze({ create });
})();
