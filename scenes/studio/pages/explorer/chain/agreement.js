"use strict";

/*
 * Whether what is printed can be checked by hand: "=" where the printed numbers give the printed result, else "≈".
 *
 * Agreement.sign(app, numbers, combine, result, kind)  numbers and result are printed, combine is what is done to
 *   the numbers, kind the result's, as of Digits.decimals
 */
const Agreement = (() => {
  const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /** Return the number that a reader sees. */
  function read(text) {
    const [mantissa, exponent] = text.replaceAll(/[−⁻]/g, "-").replace(",", ".").split("×10");
    const digits = exponent?.replace(/[^-]/g, (each) => SUPERSCRIPTS.indexOf(each));
    return Number(digits ? `${mantissa}e${digits}` : mantissa);
  }

  const sign = (app, numbers, combine, result, kind) =>
    app.print(combine(...numbers.map(read)), kind) === result ? "=" : "≈";

  return Object.freeze({ sign });
})();
