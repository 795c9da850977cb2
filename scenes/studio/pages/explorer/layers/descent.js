"use strict";

/*
 * A descent of the page's layered network, computed in portions so that the page never freezes.
 *
 * Descent.create(examples, rate, reached)  { start(net), want(steps), at(step), costs() }: start forgets the last
 *   descent; want computes as many steps, and calls reached() after each portion; at is the network after a step, or
 *   after the last one that is computed; costs() has one for each, Infinity where it is beyond float64, and grows as
 *   they are computed
 */
const Descent = (() => {
  const PORTION = 8; // milliseconds

  function create(examples, rate, reached) {
    let [nets, costs, wanted, waiting] = [[], [], 0, null];

    function start(net) {
      nets = [net];
      costs = Network.descend(net, examples, rate, 0).costs;
    }

    function advance() {
      const next = Network.descend(nets.at(-1), examples, rate, 1);
      nets.push(next.nets[1]);
      costs.push(costs.at(-1) === Infinity ? Infinity : next.costs[1]);
    }

    function portion() {
      const end = performance.now() + PORTION;
      while (nets.length <= wanted && performance.now() < end) advance();
      waiting = nets.length <= wanted ? setTimeout(portion) : null;
      reached();
    }

    function want(steps) {
      wanted = steps;
      if (waiting === null && nets.length <= wanted) waiting = setTimeout(portion);
    }

    const at = (step) => nets[Math.min(step, nets.length - 1)];
    return Object.freeze({ start, want, at, costs: () => costs });
  }

  return Object.freeze({ create });
})();
