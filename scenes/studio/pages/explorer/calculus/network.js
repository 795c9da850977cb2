"use strict";

/*
 * Networks and their derivatives, as backprop_core/calculus computes them, for the page's one example or a batch.
 *
 * Vectors and matrices are arrays, and so is whatever has layers, with null at those that have none:
 * net.w[l][j][k], run.z[l][j], from l = 1; run.a[l][j] from l = 0. Parameters are named as in the core: "w3",
 * "w2[1,0]", "b2[1]", "a0[1]". Nothing that is given is changed.
 *
 * Network.read({ weights, biases, activations, cost })  the network: { L, sizes, w, b, activations, cost }
 * Network.parameter(net, name)  { name, letter, l, j, k }, the name as the core writes it; null if there is none
 * Network.value(net, x, name), Network.withParameter(net, name, value)  of a weight or a bias; value also of an a0
 * Network.forward(net, x)  { z, a }
 * Network.cost(net, run, y)  C_0
 * Network.backward(net, run, y)  { cost, w, b, z, a }: C_0 and its derivatives by each of these
 * Network.gradient(net, examples)  { cost, w, b }: the means over examples { x, y }
 * Network.chainRule(net, run, y, name)  { symbol, factors: [{ symbol, value }], value, outputs } of a weight or bias;
 *   with softmax the last two factors are one, ∂C0/∂z, the sum of outputs: [{ i, factors, value }]; else these are []
 * Network.paths(net, run, y, l, k)  { symbol, paths: [{ j, factors, value, outputs }], value } of a_k^(l), l < L
 * Network.nudge(net, x, y, name, by)  { by, run, dz, da, dC, cost, costAfter, derivative, ratio }: run is the pass
 *   with the nudge, dz and da are the changes by layer, null before the first that changes. The result is null where
 *   the core refuses: the nudge is too small to change the number, or something is beyond float64
 * Network.step(net, examples, rate)  the network after a step of gradient descent; null if it leads beyond float64
 * Network.descend(net, examples, rate, steps)  { costs, nets }, steps + 1 of each; beyond float64 the cost is
 *   Infinity and the network stays. A descent from the last network goes on as if there had been no stop
 */
const Network = (() => {
  const NAME = /^([wba])([0-9]+)(?:\[([0-9]+)(?:, ?([0-9]+))?\])?$/;

  const dot = (u, v) => {
    let total = 0;
    for (let k = 0; k < u.length; k++) total += u[k] * v[k];
    return total;
  };

  /** Return the product of a row and a matrix. */
  const across = (v, M) => {
    const total = new Array(M[0].length).fill(0);
    for (let j = 0; j < M.length; j++) {
      for (let k = 0; k < total.length; k++) total[k] += v[j] * M[j][k];
    }
    return total;
  };

  const finite = (values) => values.flat(Infinity).every(Number.isFinite);

  /* ---- A network and its parameters ---------------------------------------------------------------------------- */

  function read({ weights, biases, activations, cost }) {
    const sizes = [weights[0][0].length, ...biases.map((b) => b.length)];
    const [w, b] = [[null, ...weights], [null, ...biases]];
    return { L: weights.length, sizes, w, b, activations: [null, ...activations], cost };
  }

  const layer = (net, l) => Functions.layer(net.activations[l]);

  function parameter(net, name) {
    const [, letter, layer, ...indices] = NAME.exec(name) ?? [];
    const l = Number(layer);
    if (!(l >= (letter === "a" ? 0 : 1) && l <= net.L)) return null;
    const shape = letter === "w" ? [net.sizes[l], net.sizes[l - 1]] : [net.sizes[l]];
    const given = indices.filter((each) => each !== undefined).map(Number);
    const alone = Math.max(...shape) === 1;
    if (!(alone && !given.length) && given.length !== shape.length) return null;
    if (!given.every((index, i) => index < shape[i])) return null;
    return { name: letter + l + (alone ? "" : `[${given}]`), letter, l, j: given[0] ?? 0, k: given[1] ?? 0 };
  }

  function value(net, x, name) {
    const { letter, l, j, k } = parameter(net, name);
    return letter === "w" ? net.w[l][j][k] : letter === "b" ? net.b[l][j] : x[j];
  }

  function withParameter(net, name, value) {
    const { letter, l, j, k } = parameter(net, name);
    if (letter === "b") return { ...net, b: net.b.with(l, net.b[l].with(j, value)) };
    return { ...net, w: net.w.with(l, net.w[l].with(j, net.w[l][j].with(k, value))) };
  }

  const symbol = (net, letter, l, j) => letter + l + (net.sizes[l] > 1 ? `[${j}]` : "");

  const partial = (top, bottom) => `∂${top}/∂${bottom}`;

  /* ---- Both passes --------------------------------------------------------------------------------------------- */

  /** Continue a forward pass to the last layer. */
  function complete(net, z, a) {
    const run = { z: [...z], a: [...a] };
    for (let l = a.length; l <= net.L; l++) {
      run.z.push(net.w[l].map((row, j) => dot(row, run.a[l - 1]) + net.b[l][j]));
      run.a.push(layer(net, l).f(run.z[l]));
    }
    return run;
  }

  const forward = (net, x) => complete(net, [null], [x]);

  /** Return what the functions of the cost take. */
  const outputs = (net, run, y) => [layer(net, net.L), run.z[net.L], run.a[net.L], y];

  const cost = (net, run, y) => Functions.total(net.cost).value(...outputs(net, run, y));

  /** Return ∂C/∂z and ∂C/∂a of all layers. */
  function errors(net, run, y) {
    const total = Functions.total(net.cost);
    const [z, a] = [[null], []];
    a[net.L] = total.byA(...outputs(net, run, y));
    z[net.L] = total.byZ(...outputs(net, run, y));
    for (let l = net.L; l > 0; l--) {
      a[l - 1] = across(z[l], net.w[l]);
      if (l === 1) break;
      const slopes = layer(net, l - 1).slopes(run.z[l - 1]);
      z[l - 1] = a[l - 1].map((dC_da, k) => dC_da * slopes[k]);
    }
    return { z, a };
  }

  function backward(net, run, y) {
    const { z, a } = errors(net, run, y);
    const w = z.map((z_l, l) => z_l && z_l.map((dC_dz) => run.a[l - 1].map((a_k) => a_k * dC_dz)));
    return { cost: cost(net, run, y), w, b: z, z, a };
  }

  const derivative = (grad, { letter, l, j, k }) => (letter === "w" ? grad.w[l][j][k] : grad[letter][l][j]);

  function gradient(net, examples) {
    const w = net.w.map((w_l) => w_l && w_l.map((row) => new Array(row.length).fill(0)));
    const b = net.b.map((b_l) => b_l && new Array(b_l.length).fill(0));
    let total = 0;
    for (const { x, y } of examples) {
      const run = forward(net, x);
      const { z } = errors(net, run, y);
      total += cost(net, run, y);
      for (let l = 1; l <= net.L; l++) {
        for (let j = 0; j < b[l].length; j++) {
          b[l][j] += z[l][j];
          for (let k = 0; k < w[l][j].length; k++) w[l][j][k] += run.a[l - 1][k] * z[l][j];
        }
      }
    }
    const mean = (sum) => sum / examples.length;
    return {
      cost: mean(total),
      w: w.map((w_l) => w_l && w_l.map((row) => row.map(mean))),
      b: b.map((b_l) => b_l && b_l.map(mean)),
    };
  }

  /* ---- One derivative as a product, or as a sum over paths ----------------------------------------------------- */

  /** Return ∂a_j/∂z_j and ∂C0/∂a_j, or ∂C0/∂z_j if other a depend on z_j too; and the terms of that sum. */
  function fromZ(net, run, y, grad, l, j) {
    const f = layer(net, l);
    const z = symbol(net, "z", l, j);
    const slopes = f.slopes(run.z[l]);
    const byA = (i) => ({ symbol: partial("C0", symbol(net, "a", l, i)), value: grad.a[l][i] });
    const slope = (i, value) => ({ symbol: partial(symbol(net, "a", l, i), z), value });
    if (!f.whole) return { factors: [slope(j, slopes[j]), byA(j)], outputs: [] };
    const terms = Functions.total(net.cost).terms(...outputs(net, run, y));
    return {
      factors: [{ symbol: partial("C0", z), value: grad.z[l][j] }],
      outputs: terms.map((row, i) => ({ i, factors: [slope(i, slopes[i][j]), byA(i)], value: row[j] })),
    };
  }

  function chainRule(net, run, y, name) {
    const p = parameter(net, name);
    const grad = backward(net, run, y);
    const { factors, outputs } = fromZ(net, run, y, grad, p.l, p.j);
    const first = {
      symbol: partial(symbol(net, "z", p.l, p.j), p.name),
      value: p.letter === "w" ? run.a[p.l - 1][p.k] : 1,
    };
    return { symbol: partial("C0", p.name), factors: [first, ...factors], value: derivative(grad, p), outputs };
  }

  function paths(net, run, y, l, k) {
    const grad = backward(net, run, y);
    const a = symbol(net, "a", l, k);
    const paths = net.w[l + 1].map((row, j) => {
      const { factors, outputs } = fromZ(net, run, y, grad, l + 1, j);
      const first = { symbol: partial(symbol(net, "z", l + 1, j), a), value: row[k] };
      return { j, factors: [first, ...factors], value: row[k] * grad.z[l + 1][j], outputs };
    });
    return { symbol: partial("C0", a), paths, value: grad.a[l][k] };
  }

  /* ---- A nudge, each change computed from the one that causes it ----------------------------------------------- */

  function nudge(net, x, y, name, by) {
    const p = parameter(net, name);
    const before = forward(net, x);
    const at = p.letter === "a" ? before.a[p.l][p.j] : value(net, x, name);
    if (at + by === at || !Number.isFinite(at + by)) return null;
    const run =
      p.letter === "a"
        ? complete(net, before.z.slice(0, p.l + 1), [...before.a.slice(0, p.l), before.a[p.l].with(p.j, at + by)])
        : forward(withParameter(net, name, at + by), x);
    const first = p.letter === "a" ? p.l + 1 : p.l;
    const [dz, da] = [new Array(first).fill(null), new Array(first).fill(null)];
    for (let l = first; l <= net.L; l++) {
      dz[l] = l > first ? net.w[l].map((row) => dot(row, da[l - 1])) : firstChange(net, before, p, by);
      da[l] = layer(net, l).change(before.z[l], dz[l]);
    }
    const [f, z, a] = outputs(net, before, y);
    const dC = Functions.total(net.cost).change(f, z, dz[net.L], a, da[net.L], y);
    const grad = backward(net, before, y);
    const costAfter = cost(net, run, y);
    const told = Number.isFinite(dC) || (!Number.isNaN(dC) && grad.cost !== costAfter);
    if (!told || !finite([...run.z.slice(1), ...run.a])) return null;
    return { by, run, dz, da, dC, cost: grad.cost, costAfter, derivative: derivative(grad, p), ratio: dC / by };
  }

  /** Return Δz of the first layer that changes: w_jk Δa_k, a_k Δw_jk or Δb_j. */
  function firstChange(net, run, p, by) {
    if (p.letter === "a") return net.w[p.l + 1].map((row) => row[p.j] * by);
    return run.z[p.l].map((_, j) => (j !== p.j ? 0 : p.letter === "w" ? by * run.a[p.l - 1][p.k] : by));
  }

  /* ---- Gradient descent ---------------------------------------------------------------------------------------- */

  function downhill(net, grad, rate) {
    const w = net.w.map((w_l, l) => w_l && w_l.map((row, j) => row.map((w_jk, k) => w_jk - rate * grad.w[l][j][k])));
    const b = net.b.map((b_l, l) => b_l && b_l.map((b_j, j) => b_j - rate * grad.b[l][j]));
    return finite([...w.slice(1), ...b.slice(1)]) ? { ...net, w, b } : null;
  }

  const step = (net, examples, rate) => downhill(net, gradient(net, examples), rate);

  function descend(net, examples, rate, steps) {
    const [costs, nets] = [[], [net]];
    for (let next = net; next && costs.length <= steps; ) {
      const grad = gradient(next, examples);
      if (!Number.isFinite(grad.cost)) break;
      costs.push(grad.cost);
      next = costs.length <= steps ? downhill(next, grad, rate) : null;
      if (next) nets.push(next);
    }
    while (costs.length <= steps) costs.push(Infinity);
    while (nets.length <= steps) nets.push(nets.at(-1));
    return { costs, nets };
  }

  return Object.freeze({
    read, parameter, value, withParameter, forward, cost, backward, gradient, chainRule, paths, nudge, step, descend,
  });
})();
