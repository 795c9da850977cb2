"use strict";

(() => {
  const { lesson: data, words, mark } = JSON.parse(document.getElementById("data").textContent);
  const note = document.getElementById("note");
  const tabs = [...document.querySelectorAll("[role='tab']")];
  const panels = tabs.map((tab) => document.getElementById(tab.getAttribute("aria-controls")));
  const told = document.getElementById("told");
  const REST = 700; // milliseconds without a change until its result is said
  const PAUSE = 400; // milliseconds between two addresses
  let [telling, written, late] = [0, -PAUSE, 0];
  let state = State.initial(data);
  let waiting = false;

  const namesOf = ({ network }) => Names.create(network.weights.length, words);
  const app = {
    data,
    words,
    mark,
    names: { chain: namesOf(data.chain), layers: namesOf(data.layers) },
    number(value, kind = "plain", signed = false) {
      if (Number.isNaN(value)) return "–"; // beyond float64
      return Digits.number(value, Digits.decimals(value, kind, data.decimals), mark, signed);
    },
    tell,
    print: (...number) => Digits.withSuperscripts(app.number(...number)),
    change(part) {
      for (const view of ["chain", "layers"]) state[view] = { ...state[view], ...part[view] };
      state.view = part.view ?? state.view;
      note.textContent = "";
      show();
    },
  };
  const views = { chain: ChainView.create(panels[0], app), layers: LayersView.create(panels[1], app) };

  /** Let a screen reader say what came of a change, once there is no further one; nothing of how the page begins. */
  function tell(text) {
    clearTimeout(telling);
    if (told.textContent === "") told.textContent = "\u00a0";
    else telling = setTimeout(() => (told.textContent = text), REST);
  }

  /** Draw the state before the next picture, once, and write it into the address. */
  function show() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      tabs.forEach((tab, i) => {
        const chosen = tab.id === state.view;
        tab.setAttribute("aria-selected", chosen);
        tab.tabIndex = chosen ? 0 : -1;
        panels[i].hidden = !chosen;
      });
      views[state.view].update(state);
      address();
    });
  }

  /** Write the address, at once or, as browsers allow some hundred changes in half a minute, after a pause. */
  function address() {
    clearTimeout(late);
    const fragment = State.write(state, data);
    const wait = written + PAUSE - performance.now();
    if (wait > 0) late = setTimeout(address, wait);
    else if (fragment !== location.hash) {
      history.replaceState(null, "", fragment);
      written = performance.now();
    }
  }

  /** What was dragged is let go: the address is at once what is seen. */
  function settle() {
    written = -PAUSE;
    address();
  }

  function readAddress() {
    clearTimeout(late);
    const { state: found, whole } = State.read(location.hash, data);
    state = found;
    note.textContent = whole ? "" : words.malformed;
    const back = document.getElementById("back");
    back.hidden = !state.from;
    if (state.from) back.href = state.from;
    show();
  }

  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => app.change({ view: tab.id }));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      const other = tabs[(to + tabs.length) % tabs.length];
      other.focus();
      app.change({ view: other.id });
      event.preventDefault();
    });
  });
  document.addEventListener("pointerup", settle);
  const reset = () => app.change({ ...State.initial(data), view: state.view });
  document.getElementById("reset").addEventListener("click", reset);
  window.addEventListener("hashchange", readAddress);
  readAddress();
})();
