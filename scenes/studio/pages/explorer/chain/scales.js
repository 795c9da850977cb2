"use strict";

/*
 * The ends of the chain's number lines and curves: round numbers with room for the lesson's.
 *
 * ChainScales.create(lesson)  { line(name), curves({ net, run, y }) } of a Situation: line has the ends for a
 *   parameter, "a0", "y", or what the last layer computes; curves has the ends across for z of w, a of z and C of a
 */
const ChainScales = (() => {
  const RANGE = 3; // lines go from −RANGE to RANGE, and twice as far as the lesson's number if that is more
  const SHAPE = 6; // how far to either side of 0 the shape of a bounded activation function is seen
  const FAR = 1e4; // where an activation function has reached its bounds, if it has any
  const BOUND = 1.5; // what is beyond is no bound

  const around = (number) => [-Math.max(RANGE, 2 * Math.abs(number)), Math.max(RANGE, 2 * Math.abs(number))];

  const within = ([low, high], [least, most]) => [Math.max(low, least), Math.min(high, most)];

  /** Return the ends of a line, or whole numbers beyond them if these values are not on it. */
  const reaching = ([low, high], ...values) => [
    Math.min(low, ...values.map(Math.floor)),
    Math.max(high, ...values.map(Math.ceil)),
  ];

  /** Return the bounds of an activation function, infinite where it has none. */
  function bounds({ f }) {
    const [least, most] = [f(-FAR), f(FAR)];
    return [least > -BOUND ? least : -Infinity, most < BOUND ? most : Infinity];
  }

  function create(lesson) {
    const { net, x, run, y } = lesson;
    const { L } = net;
    const cost = Functions.cost(net.cost);
    const limits = bounds(Functions.activation(net.activations[L]));
    const bounded = limits.every(Number.isFinite);
    const w = around(net.w[L][0][0]);
    const z = reaching([-RANGE, RANGE], ...w.map((end) => end * run.a[L - 1][0] + net.b[L][0]));
    const a = within(z, limits);
    const costs = [...a.map((end) => cost.value(end, y[0])), 2 * Network.cost(net, run, y)].filter(Number.isFinite);
    const last = { [`w${L}`]: w, [`z${L}`]: z, [`a${L}`]: a, C0: reaching([0, 1], ...costs) };

    function line(name) {
      if (name === "y") return within(around(y[0]), cost.interval);
      return last[name] ?? around(Network.value(net, x, name));
    }

    function curves(now) {
      const [weight, sum, output] = [now.net.w[L][0][0], now.run.z[L][0], now.run.a[L][0]];
      const targets = cost.interval.every(Number.isFinite) ? cost.interval : now.y;
      const shape = bounded ? [-SHAPE, SHAPE] : [];
      return [reaching(w, weight), reaching(z, sum, ...shape), reaching(a, output, ...targets)];
    }
    return { line, curves };
  }

  return Object.freeze({ create });
})();
