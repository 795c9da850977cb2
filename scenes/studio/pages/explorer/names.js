"use strict";

/*
 * Names of the core, "w3", "Δz2[1]" or "∂C0/∂w2[1,0]", as the clips write and say them: letters in their colours,
 * ratios as fractions, and layers counted from the last one, (L), (L−1), but for those at the input.
 *
 * Names.create(L, words)  the names of a network of L layers: { html(name), svg(name), spoken(name) }
 *   html is a <span>; svg is an array of <tspan>s for a <text>, not for ratios; spoken is for screen readers
 * Names.letter(name)  the letter whose colour what belongs to the name has: of a change its own, of a ratio the first
 */
const Names = (() => {
  const SYMBOL = /^([Δ∂]?)([wbzayC])([0-9]*)(?:\[([0-9a-z,]+)\])?$/;
  const LETTER = /^[a-zCL]$/;
  const [SMALL, UP, DOWN] = [0.7, -0.4, 0.25]; // size of indices, and where they stand, in em of the letter

  /** Return the parts of a symbol or its change; above is the layer as the clips count it. */
  function parsed(text, L) {
    const [, sign, letter, digits, inner] = SYMBOL.exec(text);
    if (letter === "C") return { sign, letter, above: null, index: digits ? [digits] : [] };
    const layer = digits === "" ? null : Number(digits);
    return { sign, letter, above: layer === null ? null : counted(layer, L), index: inner?.split(",") ?? [] };
  }

  /** Return "L", "L−1" … or, of the input and the first layer, the number, unless these are the last but one. */
  function counted(layer, L) {
    if (layer < Math.min(2, L - 1)) return String(layer);
    return layer === L ? "L" : `L−${L - layer}`;
  }

  /** Return an index or a part of a layer, letters in italics. */
  const written = (text) => (LETTER.test(text) ? Draw.html("i", {}, text) : text);

  /** Return the parts of a layer in brackets; the second, if any, is its letter. */
  const bracketed = (above) => `(${above})`.split(/(L)/);

  function create(L, words) {
    function symbolHtml(text) {
      const { sign, letter, above, index } = parsed(text, L);
      const scripts = [];
      if (above !== null) scripts.push(Draw.html("sup", {}, ...bracketed(above).map(written)));
      if (index.length) scripts.push(Draw.html("sub", {}, ...index.map(written)));
      const made = Draw.html("span", { class: `of-${letter}` }, sign, Draw.html("i", {}, letter));
      if (scripts.length) made.append(Draw.html("span", { class: "scripts" }, ...scripts));
      return made;
    }

    function html(name) {
      const parts = name.split("/").map(symbolHtml);
      const kind = parts.length > 1 ? "name ratio" : "name";
      return Draw.html("span", { class: kind, role: "img", "aria-label": spoken(name) }, ...parts);
    }

    function svg(name) {
      const { sign, letter, above, index } = parsed(name, L);
      let now = 0;
      const piece = (text, at) => {
        const size = at ? SMALL : 1;
        const made = Draw.svg("tspan", { class: `of-${letter}`, dy: `${(at - now) / size}em` }, text);
        Object.assign(made.style, { fontSize: `${size}em`, fontStyle: LETTER.test(text) ? "italic" : "normal" });
        now = at;
        return made;
      };
      const below = [sign, letter].map((text) => piece(text, 0)).concat(index.map((text) => piece(text, DOWN)));
      return above === null ? below : [...below, ...bracketed(above).map((text) => piece(text, UP))];
    }

    function symbolSpoken({ letter, above, index: [j, k] }) {
      if (letter === "C") return j === undefined ? letter : words.said_cost;
      const layer = above?.startsWith("L−") ? Draw.filled(words.said_before, { count: above.slice(2) }) : above;
      const name = layer === null || layer === undefined ? letter : `${letter} ${layer}`;
      if (k !== undefined) return Draw.filled(words.said_weight, { name, j, k });
      return j === undefined ? name : Draw.filled(words.said_neuron, { name, j });
    }

    function spoken(name) {
      const parts = name.split("/").map((text) => parsed(text, L));
      const [top, bottom] = parts.map(symbolSpoken);
      const { sign } = parts[0];
      const ratio = sign === "∂" ? words.said_derivative : words.said_ratio;
      if (bottom !== undefined) return Draw.filled(ratio, { top, bottom });
      return sign ? Draw.filled(words.said_change, { name: top }) : top;
    }

    return Object.freeze({ html, svg, spoken });
  }

  const letter = (name) => name.replace(/^[Δ∂]/, "")[0];

  return Object.freeze({ create, letter });
})();
