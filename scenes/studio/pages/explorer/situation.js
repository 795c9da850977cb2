"use strict";

/*
 * A network of the lesson with some of its numbers changed.
 *
 * Situation.of(part, values)  { net, x, y }: part is what the page knows of a network, values are by the core's
 *   names: "w2[1,0]", "b1", "a0[1]", "y"
 */
const Situation = (() => {
  function of({ network, x, y }, values) {
    let net = Network.read(network);
    for (const [name, value] of Object.entries(values)) {
      const index = Number(/\[([0-9]+)/.exec(name)?.[1] ?? 0);
      if (name.startsWith("a")) x = x.with(index, value);
      else if (name.startsWith("y")) y = y.with(index, value);
      else net = Network.withParameter(net, name, value);
    }
    return { net, x, y };
  }

  return Object.freeze({ of });
})();
