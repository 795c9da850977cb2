"use strict";

/*
 * The lenses of a nudge, all at one scale: each magnifies a change, from a ring where its number was to a dot where
 * it is.
 *
 * Lenses.create(app, names)  { lenses, unit, update(changes) }: lenses are elements, one for each of the names
 *   "Δw3" …, unit is a length of them with its number; a change is null if there is none
 */
const Lenses = (() => {
  const [INSET, ROOM] = [0.06, 0.88]; // where the leftmost ring or dot is in a lens, and the rightmost from there
  const UNITS = 5; // at least so many lengths of the unit in a lens

  /** Return the largest of 1, 2, 5 times a power of ten that is not above a number. */
  function roundBelow(number) {
    const power = Math.floor(Math.log10(number));
    return [5, 2, 1].map((each) => Number(`${each}e${power}`)).find((each) => each <= number);
  }

  function lens(app, name) {
    const number = Draw.html("span", { "data-number": name });
    const [bar, ring, dot] = ["bar", "ring", "dot"].map((kind) => Draw.html("i", { class: kind }));
    const field = Draw.html("div", { class: "lens-field" }, bar, ring, dot);
    const text = Draw.html("div", { class: "lens-text" }, app.names.chain.html(name), " = ", number);
    const element = Draw.html("div", { class: `lens of-${Names.letter(name)}` }, field, text);

    function update(change, at) {
      Draw.text(number, change === null ? "–" : app.print(change, "change", true));
      const drawn = Number.isFinite(change) && change !== null;
      element.classList.toggle("blind", !drawn);
      if (!drawn) return;
      ring.style.left = at(0);
      dot.style.left = at(change);
      bar.style.left = at(Math.min(0, change));
      bar.style.right = `calc(100% - ${at(Math.max(0, change))})`;
    }
    return { element, update };
  }

  function create(app, names) {
    const all = names.map((name) => lens(app, name));
    const length = Draw.html("i", { class: "lens-length" });
    const size = Draw.html("span", {});
    const unit = Draw.html("p", { class: "lens-unit" }, app.words.chain_lens, " ", length, " = ", size);

    function update(changes) {
      const ends = [0, ...changes.filter((each) => each !== null && Number.isFinite(each))];
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      const share = (change) => (high > low ? (ROOM * (change - low)) / (high - low) : ROOM / 2);
      all.forEach((each, i) => each.update(changes[i], (change) => `${100 * (INSET + share(change))}%`));
      unit.hidden = high === low;
      if (unit.hidden) return;
      const step = roundBelow((high - low) / UNITS);
      length.style.width = `${(100 * ROOM * step) / (high - low)}%`;
      Draw.text(size, app.print(step, "chosen"));
    }
    return { lenses: all.map((each) => each.element), unit, update };
  }

  return Object.freeze({ create });
})();
