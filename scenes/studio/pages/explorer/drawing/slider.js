"use strict";

/*
 * A number line whose dot is dragged by mouse or finger, or moved by arrow keys, Page Up and Down, Home and End;
 * Enter or a double click opens a field for a number, which need not be on the line.
 *
 * Slider.create(app, { names, name, value, low, high, step, text(value), mark(value), set(value), own })
 *   { element, move(value) }: set is called with what the reader chooses, and move shows a number; own is
 *   { of(value), set(number) } if what is typed is not the value on the line, but the number that this stands for
 */
const Slider = (() => {
  const TAP = 8; // pixels that a finger may move while it taps
  const LARGE = 10; // steps of Page Up and Page Down
  const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: LARGE, PageDown: -LARGE };

  function create(app, { value, step, set, own, ...spec }) {
    const { low, high, text } = spec;
    const { element, axis, said, move: show } = NumberLine.create(spec);
    let current = value;
    const range = { "aria-valuemin": low, "aria-valuemax": high };
    Draw.set(element, { role: "slider", tabindex: 0, "aria-label": said, ...range });

    const inside = (number) => Math.min(high, Math.max(low, number));
    const onStep = (number) => inside(Number((Math.round(number / step) * step).toFixed(10)));

    function move(number) {
      current = number;
      show(number);
      Draw.set(element, { "aria-valuenow": number, "aria-valuetext": text(number) });
    }

    function choose(number) {
      if (number === current || !Number.isFinite(number)) return;
      move(number);
      set(number);
    }

    let [box, start, dragged] = [null, null, false]; // of the line when it was taken hold of, and by what

    function drag(event) {
      choose(onStep(low + ((event.clientX - box.left) / box.width) * (high - low)));
    }

    element.addEventListener("pointerdown", (event) => {
      [box, start] = [axis.getBoundingClientRect(), event];
      element.setPointerCapture(event.pointerId);
      element.focus();
      dragged = event.pointerType !== "touch"; // a finger may be about to scroll the page
      if (dragged) drag(event);
    });
    element.addEventListener("pointermove", (event) => {
      if (!element.hasPointerCapture(event.pointerId)) return;
      const [across, down] = [event.clientX - start.clientX, event.clientY - start.clientY].map(Math.abs);
      dragged ||= across > down;
      if (dragged) drag(event);
    });
    element.addEventListener("pointerup", (event) => {
      if (dragged) return;
      if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < TAP) drag(event);
    });
    element.addEventListener("dblclick", type);
    element.addEventListener("keydown", (event) => {
      const by = KEYS[event.key];
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (by) choose(onStep(current + by * step));
      else if (event.key === "Home") choose(low);
      else if (event.key === "End") choose(high);
      else if (event.key === "Enter") type();
      else return;
      event.preventDefault();
    });

    /** Open a field over the slider. */
    function type() {
      const box = element.getBoundingClientRect();
      const field = Draw.html("input", { class: "line-field", inputmode: "decimal", "aria-label": said });
      field.value = String(own ? own.of(current) : current).replace(".", app.mark);
      field.style.left = `${box.left + scrollX}px`;
      field.style.top = `${box.top + scrollY}px`;
      document.body.append(field);
      field.focus();
      field.select();
      let open = true;
      const close = (taken) => {
        if (!open) return;
        open = false; // as taking the field away blurs it
        const written = field.value.trim().replace(",", ".").replace("\u2212", "-");
        const focused = document.activeElement === field;
        field.remove();
        if (focused) element.focus();
        if (taken && written) (own?.set ?? choose)(Number(written));
      };
      field.addEventListener("blur", () => close(false));
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === "Escape") close(event.key === "Enter");
      });
    }

    move(value);
    return { element, move };
  }

  return Object.freeze({ create });
})();
