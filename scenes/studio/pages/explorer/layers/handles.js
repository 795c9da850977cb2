"use strict";

/*
 * The handles of what is picked: of an edge its weight, of an input its number, of a neuron its bias, and of an
 * output also what is desired of it.
 *
 * LayersHandles.create(app, lesson, put(values))  { element, show(name), update({ net, x, y }) }; put is called with
 *   the numbers that change, by name
 */
const LayersHandles = (() => {
  const [RANGE, STEP] = [2, 0.01]; // lines reach twice as far as the lesson's number if that is more

  function create(app, lesson, put) {
    const { sizes, L } = lesson;
    const { x, y } = app.data.layers;
    const { interval } = Functions.cost(lesson.cost);
    const whole = Functions.layer(lesson.activations[L]).whole;
    const element = Draw.html("div", { class: "layers-handles" });
    let [handles, now] = [[], { net: lesson, x, y }];

    const place = (name) => Number(/\[([0-9]+)/.exec(name)?.[1] ?? 0);
    const held = (from, name) => (name[0] === "y" ? from.y[place(name)] : Network.value(from.net, from.x, name));

    function namesOf(pick) {
      const { letter, l, j } = Network.parameter(lesson, pick);
      const index = sizes[l] > 1 ? `[${j}]` : "";
      if (letter === "w" || l === 0) return [pick];
      return [`b${l}${index}`, ...(l === L ? [`y${index}`] : [])];
    }

    /** Return all numbers that a new one changes: the desired outputs of softmax remain a distribution. */
    function changed(name, wanted) {
      if (name[0] !== "y") return { [name]: wanted };
      const number = Math.max(interval[0], Math.min(interval[1], wanted));
      if (!whole) return { [name]: number };
      const [j, others] = [place(name), 1 - now.y[place(name)]];
      const share = (each) => (others > 0 ? (each / others) * (1 - number) : (1 - number) / (sizes[L] - 1));
      return Object.fromEntries(now.y.map((each, i) => [`y[${i}]`, i === j ? number : share(each)]));
    }

    function handle(name) {
      const lessons = held({ net: lesson, x, y }, name);
      const reach = Math.max(RANGE, 2 * Math.abs(lessons));
      const [least, most] = name[0] === "y" ? interval : [-reach, reach];
      const [low, high] = [Math.max(-reach, least), Math.min(reach, most)];
      const text = (number) => app.print(number);
      const mark = (number) => app.print(number, "chosen");
      const set = (number) => put(changed(name, number));
      const spec = { names: app.names.layers, name, low, high, step: STEP, text, mark, set };
      return { name, slider: Slider.create(app, { ...spec, value: held(now, name) }) };
    }

    function show(pick) {
      handles = pick ? namesOf(pick).map(handle) : [];
      element.replaceChildren(...handles.map((each) => each.slider.element));
    }

    function update(current) {
      now = current;
      for (const { name, slider } of handles) slider.move(held(now, name));
    }

    return { element, show, update };
  }

  return Object.freeze({ create });
})();
