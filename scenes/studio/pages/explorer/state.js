"use strict";

/*
 * The state of the page in its address: #view=layers&layers.pick=a1[2]&chain.w3=3
 *
 * State.initial(data)  { view, chain: { values, by }, layers: { values, pick, path, steps }, from }, as in the lesson;
 *   from is the beat of the player from which the page was opened, null if it was not
 * State.write(state, data)  the fragment, with what differs from the lesson
 * State.read(fragment, data)  { state, whole }: what the fragment says; whole is false if it says anything else
 */
const State = (() => {
  const MOST_STEPS = 10000;
  const WHOLE = /^[0-9]{1,5}$/;
  const BEAT = /^[\w-]+\.html#\w+(?:\/\w+)?$/; // of a page in this folder, and of no other

  function initial(data) {
    return {
      view: "chain",
      chain: { values: {}, by: data.chain.nudge },
      layers: { values: {}, pick: data.layers.watch, path: null, steps: 0 },
      from: null,
    };
  }

  function write(state, data) {
    const lesson = initial(data);
    const parts = [`view=${state.view}`];
    for (const view of ["chain", "layers"]) {
      const { values, ...others } = state[view];
      for (const [name, value] of Object.entries(values ?? {})) parts.push(`${view}.${name}=${value}`);
      for (const [name, value] of Object.entries(others)) {
        if (value !== lesson[view][name] && value !== null) parts.push(`${view}.${name}=${value}`);
      }
    }
    if (state.from) parts.push(`from=${encodeURIComponent(state.from)}`);
    return `#${parts.join("&")}`;
  }

  const number = (text) => (text.trim() === "" || !Number.isFinite(Number(text)) ? undefined : Number(text));
  const whole = (text) => (WHOLE.test(text) && Number(text) <= MOST_STEPS ? Number(text) : undefined);

  /** Return how each entry of a view is read: undefined if it cannot be. */
  function readers(data, view) {
    const net = Network.read(data[view].network);
    const [least, most] = Functions.cost(net.cost).interval;
    const known = (text) => Network.parameter(net, text)?.name;
    return {
      by: (text) => number(text) || undefined,
      pick: known,
      path: whole,
      steps: whole,
      value: (name, number) => {
        const target = /^y(?:\[([0-9]+)\])?$/.exec(name);
        if (target) return Number(target[1] ?? 0) < data[view].y.length && number >= least && number <= most;
        return Boolean(known(name)) && (name[0] !== "a" || name[1] === "0");
      },
    };
  }

  function read(fragment, data) {
    const state = initial(data);
    const entries = fragment.replace(/^#/, "").split("&").filter(Boolean);
    let right = true;
    for (const entry of entries) right = take(state, entry, data) && right;
    return { state, whole: right };
  }

  /** Put an entry into the state; return whether it could be. */
  function take(state, entry, data) {
    let text;
    try {
      text = decodeURIComponent(entry);
    } catch {
      return false;
    }
    const [, view, name, value] = /^(?:(chain|layers)\.)?([^=]+)=(.*)$/.exec(text) ?? [];
    if (!name) return false;
    if (!view) {
      const right = name === "view" ? ["chain", "layers"].includes(value) : name === "from" && BEAT.test(value);
      if (right) state[name] = value;
      return right;
    }
    const rules = readers(data, view);
    if (Object.hasOwn(state[view], name) && name !== "values") {
      const taken = rules[name](value);
      if (taken === undefined) return false;
      state[view][name] = taken;
      return true;
    }
    if (number(value) === undefined || !rules.value(name, number(value))) return false;
    state[view].values[name] = number(value);
    return true;
  }

  return Object.freeze({ initial, read, write });
})();
