"use strict";

/*
 * Numbers as the clips print them: scenes/numbers/language.py and format.py. A number is rounded half to even as its
 * shortest form is written in decimal.
 *
 * Digits.number(value, decimals, mark, signed = false)  the number as it is printed, with a language's decimal mark:
 *   "−0,219", "1.50×10^−12"
 * Digits.decimals(value, kind, least)  how many decimals a clip prints, where a plain value has `least`: of a "plain"
 *   value, of a "change" (also a ratio or a product), of one that was "chosen", such as a nudge or a rate
 * Digits.withSuperscripts(text)  the same text with its exponent as superscript characters
 */
const Digits = (() => {
  const MINUS = "\u2212";
  const INFINITY = "∞";
  const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  const MILLION = 1e6; // from here on numbers are printed as powers of ten
  const MOST_DIGITS = 7; // the more there are before the point, the fewer after it
  const MOST_DECIMALS = 6;
  const LEAST_DIGITS = 3;
  const HUNDREDTH = -2; // numbers below 10 to this power may be printed as powers of ten
  const TINY = LEAST_DIGITS - 2 - MOST_DECIMALS; // the highest power of ten with less than three digits then

  /** Return a positive number's digits in its shortest form, and the powers of ten of the first and the last one. */
  function written(size) {
    const [mantissa, exponent] = size.toExponential().split("e");
    const digits = mantissa.replace(".", "");
    return { digits, first: Number(exponent), last: Number(exponent) - (digits.length - 1) };
  }

  /** Return a positive number in units of 10^power, rounded half to even, as a whole number's digits. */
  function rounded(size, power) {
    const { digits, last } = written(size);
    if (last >= power) return digits + "0".repeat(last - power);
    const kept = digits.slice(0, Math.max(0, digits.length - (power - last)));
    const dropped = digits.slice(kept.length).padStart(power - last, "0");
    const half = "5".padEnd(dropped.length, "0");
    const up = dropped > half || (dropped === half && BigInt(kept) % 2n === 1n);
    return String(BigInt(kept) + (up ? 1n : 0n));
  }

  /** Return the digits of a positive number's mantissa, rounded to so many decimals, and its exponent. */
  function scientific(size, decimals) {
    const { first } = written(size);
    const digits = rounded(size, first - decimals);
    return { digits: digits.slice(0, decimals + 1), exponent: first + digits.length - (decimals + 1) };
  }

  const exponentOf = (size) => (size ? scientific(size, MOST_DIGITS - 1).exponent : 0);

  /** Return a whole number of units of 10^−decimals, not as a power of ten. */
  function plain(digits, decimals, mark) {
    const padded = digits.padStart(decimals + 1, "0");
    const at = padded.length - decimals;
    return padded.slice(0, at) + (decimals ? mark + padded.slice(at) : "");
  }

  /** Return whether so many decimals leave nothing of a positive number, or a rounded digit of a small one. */
  function tooSmall(size, decimals) {
    const { first, last } = written(size);
    const digit = last < -decimals && first <= -Math.max(decimals, -TINY);
    return digit || !BigInt(rounded(size, -decimals));
  }

  function number(value, decimals, mark, signed = false) {
    const sign = value < 0 ? MINUS : signed && value > 0 ? "+" : "";
    const size = Math.abs(value);
    if (size === Infinity) return sign + INFINITY;
    const capped = Math.max(0, Math.min(decimals, MOST_DIGITS - 1 - Math.max(0, exponentOf(size))));
    if (size === 0) return plain("0", capped, mark);
    if (size < MILLION && !tooSmall(size, capped)) return sign + plain(rounded(size, -capped), capped, mark);
    const mantissa = scientific(size, LEAST_DIGITS - 1);
    if (HUNDREDTH <= mantissa.exponent && mantissa.exponent < 0) {
      const places = LEAST_DIGITS - 1 - mantissa.exponent;
      return sign + plain(rounded(size, -places), places, mark);
    }
    const exponent = String(mantissa.exponent).replace("-", MINUS);
    return `${sign}${plain(mantissa.digits, LEAST_DIGITS - 1, mark)}×10^${exponent}`;
  }

  /** Return the decimals that print a number as it was written. */
  function exact(value) {
    if (!value || !Number.isFinite(value)) return 0;
    return Math.min(Math.max(0, -written(Math.abs(value)).last), MOST_DECIMALS);
  }

  /** Return the decimals of a change: for three digits, and none where it is zero or printed as a power of ten. */
  function forThreeDigits(value, least) {
    if (value === 0) return 0;
    const exponent = Number.isFinite(value) ? exponentOf(Math.abs(value)) : LEAST_DIGITS;
    return exponent <= TINY ? 0 : Math.max(least, LEAST_DIGITS - 1 - exponent);
  }

  function decimals(value, kind, least) {
    if (kind === "chosen") return exact(value);
    return kind === "change" ? forThreeDigits(value, least) : least;
  }

  function withSuperscripts(text) {
    const [mantissa, exponent = ""] = text.split("^");
    return mantissa + exponent.replace(MINUS, "⁻").replace(/[0-9]/g, (digit) => SUPERSCRIPTS[digit]);
  }

  return Object.freeze({ number, decimals, withSuperscripts });
})();
