"use strict";

/*
 * Names of the core, "w3", "Δz2[1]" or "∂C0/∂w2[1,0]", as the clips write and say them: letters in their colours,
 * ratios as fractions, and layers counted from the last one, (L), (L−1), but for those at the input.
 *
 * Names.create(L, words)  the names of a network of L layers: { html(name), svg(name), spoken(name) }
 *   html is a <span>; svg is an array of <tspan>s for a <text>, with ratios on one line; spoken is for screen readers
 * Names.letter(name)  the letter whose colour what belongs to the name has: of a change its own, of a ratio the first
 */
const Names = (() => {
  const SYMBOL = /^([Δ∂]?)([wbzayC])([0-9]*)(?:\[([0-9,]+)\])?$/;
  const [SMALL, UP, DOWN] = [0.7, -0.4, 0.25]; // size of indices, and where they stand, in em of the letter

  /** Return the parts of a symbol or its change; above is the layer as the clips count it. */
  function parsed(text, L) {
    const [, sign, letter, digits, inner] = SYMBOL.exec(text);
    if (letter === "C") return { sign, letter, above: null, index: digits ? [digits] : [] };
    const layer = digits === "" ? null : Number(digits);
    return { sign, letter, above: layer === null ? null : counted(letter, layer, L), index: inner?.split(",") ?? [] };
  }

  /** Return "L", "L−1" … or, at the input, the number of a layer; the last layer's input is of L−1 in any case. */
  function counted(letter, layer, L) {
    const early = layer < Math.min(2, L) && !(letter === "a" && layer === L - 1);
    if (early) return String(layer);
    return layer === L ? "L" : `L−${L - layer}`;
  }

  const layerHtml = (above) => {
    const [early, back] = above.split("L");
    return back === undefined ? [`(${early})`] : ["(", Draw.html("i", {}, "L"), `${back})`];
  };

  function create(L, words) {
    function symbolHtml(text) {
      const { sign, letter, above, index } = parsed(text, L);
      const scripts = [];
      if (above !== null) scripts.push(Draw.html("sup", {}, ...layerHtml(above)));
      if (index.length) scripts.push(Draw.html("sub", {}, index.join("")));
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
      let now = 0;
      const piece = (letter, text, at = 0, style = "normal") => {
        const size = at ? SMALL : 1;
        const made = Draw.svg("tspan", { class: `of-${letter}`, dy: `${(at - now) / size}em` }, text);
        made.style.fontSize = `${size}em`;
        made.style.fontStyle = style;
        now = at;
        return made;
      };
      return name.split("/").flatMap((text, i) => {
        const { sign, letter, above, index } = parsed(text, L);
        const pieces = [piece(letter, sign), piece(letter, letter, 0, "italic")];
        if (index.length) pieces.push(piece(letter, index.join(""), DOWN));
        if (above !== null) pieces.push(piece(letter, `(${above})`, UP));
        return i ? [piece("ratio", "/"), ...pieces] : pieces;
      });
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
