"use strict";

/*
 * A number line as in the clips: the name beside it, marks at both ends and at 0, and a dot with its number above.
 *
 * NumberLine.create({ names, name, low, high, text, mark = text })  { element, axis, said, place(value),
 *   move(value) }: name is one of the core's, which names write and say; text prints the value, mark the ends; axis
 *   is as long as the line is, and place is where on it a value is
 */
const NumberLine = (() => {
  function create({ names, name, low, high, text, mark = text }) {
    const place = (number) => `${(100 * (Math.min(high, Math.max(low, number)) - low)) / (high - low)}%`;
    const value = Draw.html("span", { class: "line-value", "data-number": name });
    const axis = Draw.html("div", { class: "line-axis" }, Draw.html("i", { class: "line-dot" }), value);
    for (const at of low < 0 && high > 0 ? [low, 0, high] : [low, high]) {
      const end = Draw.html("span", { class: "line-mark", "aria-hidden": true }, mark(at));
      end.style.left = place(at);
      axis.append(end);
    }
    const label = Draw.html("span", { class: "line-name" }, names.html(name));
    const element = Draw.html("div", { class: `line of-${Names.letter(name)}` }, label, axis);

    let at = null;

    function move(number) {
      if (number !== at) element.style.setProperty("--at", place(number));
      at = number;
      Draw.text(value, text(number));
    }
    return { element, axis, said: names.spoken(name), place, move };
  }

  return Object.freeze({ create });
})();
