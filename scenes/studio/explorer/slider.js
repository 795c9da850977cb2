"use strict";

/*
 * A number on its number line: its dot is dragged by mouse or finger, or moved by arrow keys, Page Up and Down, Home
 * and End; Enter or a double click opens a field for a number, which need not be on the line.
 *
 * Slider.create(app, { names, name, value, low, high, step, text(value), set(value) })  { element, move(value) }: an
 *   <svg> whose <g> is the slider; name is one of the core's, which names write and say; set is called with what the
 *   reader chooses, and move shows a number
 */
const Slider = (() => {
  const [WIDE, TALL, MARGIN, LINE] = [360, 60, 20, 42];
  const LARGE = 10; // steps of Page Up and Page Down

  function create(app, { names, name, value, low, high, step, text, set }) {
    let current = value;
    const said = names.spoken(name);
    const label = Draw.svg("text", { class: "slider-label", x: MARGIN, y: 20 }, ...names.svg(name));
    const shown = Draw.svg("text", { class: "slider-value", x: WIDE - MARGIN, y: 20, "text-anchor": "end" });
    const line = Draw.svg("line", { class: "slider-line", x1: MARGIN, x2: WIDE - MARGIN, y1: LINE, y2: LINE });
    const touch = Draw.svg("rect", { class: "slider-touch", width: WIDE, height: TALL });
    const dot = Draw.svg("circle", { class: "slider-dot", cy: LINE, r: 9 });
    const handle = Draw.svg("g", { role: "slider", tabindex: 0, "aria-label": said }, touch, line, dot, label, shown);
    handle.setAttribute("aria-valuemin", low);
    handle.setAttribute("aria-valuemax", high);
    const size = { viewBox: `0 0 ${WIDE} ${TALL}`, width: WIDE, height: TALL };
    const element = Draw.svg("svg", { class: "slider", ...size }, handle);

    const inside = (number) => Math.min(high, Math.max(low, number));
    const onStep = (number) => inside(Number((Math.round(number / step) * step).toFixed(10)));

    function move(number) {
      current = number;
      dot.setAttribute("cx", MARGIN + ((inside(number) - low) / (high - low)) * (WIDE - 2 * MARGIN));
      shown.textContent = text(number);
      handle.setAttribute("aria-valuenow", number);
      handle.setAttribute("aria-valuetext", text(number));
    }

    function choose(number) {
      if (number === current || !Number.isFinite(number)) return;
      move(number);
      set(number);
    }

    function drag(event) {
      const box = element.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * WIDE;
      choose(onStep(low + ((x - MARGIN) / (WIDE - 2 * MARGIN)) * (high - low)));
    }

    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.focus();
      drag(event);
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) drag(event);
    });
    handle.addEventListener("dblclick", type);
    handle.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: LARGE, PageDown: -LARGE }[event.key];
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
      const field = Draw.html("input", { class: "slider-field", inputmode: "decimal", "aria-label": said });
      field.value = String(current).replace(".", app.language === "fr" ? "," : ".");
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
        if (focused) handle.focus();
        if (taken && written) choose(Number(written));
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
