"use strict";

/*
 * Activation functions and costs, with the formulas of backprop_core/model, so that each number has the digits that
 * it has there: slopes of saturated neurons, changes without cancellation, softmax and both cross-entropies by z.
 *
 * Functions.activation(name)  of one neuron, not softmax: { f(z), slope(z), change(z, dz), kinks }
 * Functions.layer(name)  of layers, softmax too: { whole, f(z), slopes(z), back(z, dC_da), change(z, dz) };
 *   z, dz and dC_da are arrays; slopes are ∂a_j/∂z_j of each neuron, of softmax the rows ∂a_i/∂z_j
 * Functions.cost(name)  of one output, for curves and tangents: { value(a, y), slope(a, y), interval }; the interval
 *   has the least and the greatest target
 * Functions.total(name)  of all outputs of a layer f: { value, byA, byZ, terms } of (f, z, a, y), and
 *   change(f, z, dz, a, da, y); terms are the rows ∂C/∂a_i ∂a_i/∂z_j, of softmax only
 */
const Functions = (() => {
  const LEAK = 0.01; // the slope of leaky_relu below 0

  const sum = (values) => {
    let total = 0;
    for (const each of values) total += each;
    return total;
  };

  /* ---- One neuron's functions ---------------------------------------------------------------------------------- */

  const sigmoid = (z) => 1 / (1 + Math.exp(-z));

  function sigmoidSlope(z) {
    const e = Math.exp(-Math.abs(z)); // σ(1 − σ) would be 0 from z = 37 on
    return e / ((1 + e) * (1 + e));
  }

  function sigmoidChange(z, dz) {
    const low = Math.min(z, z + dz);
    const high = Math.max(z, z + dz);
    return -Math.sign(dz) * Math.expm1(-Math.abs(dz)) * sigmoid(high) * sigmoid(-low);
  }

  const relu = (z) => Math.max(z, 0);

  const reluChange = (z, dz) => (z > 0 ? Math.max(dz, -z) : Math.max(z + dz, 0));

  /** Return softplus(z) − relu(z). */
  const bend = (z) => Math.log1p(Math.exp(-Math.abs(z)));

  const softplus = (z) => Math.max(z, 0) + bend(z);

  function softplusChange(z, dz) {
    if (Math.abs(dz) < 1) return Math.log1p(sigmoid(z) * Math.expm1(dz));
    return reluChange(z, dz) + bend(z + dz) - bend(z);
  }

  const ACTIVATIONS = {
    sigmoid: { f: sigmoid, slope: sigmoidSlope, change: sigmoidChange, kinks: [] },
    relu: { f: relu, slope: (z) => (z > 0 ? 1 : 0), change: reluChange, kinks: [0] },
    leaky_relu: {
      f: (z) => Math.max(z, LEAK * z),
      slope: (z) => (z > 0 ? 1 : LEAK),
      change: (z, dz) => LEAK * dz + (1 - LEAK) * reluChange(z, dz),
      kinks: [0],
    },
    tanh: {
      f: Math.tanh,
      slope: (z) => 4 * sigmoidSlope(2 * z), // tanh z = 2σ(2z) − 1
      change: (z, dz) => 2 * sigmoidChange(2 * z, 2 * dz),
      kinks: [],
    },
    softplus: { f: softplus, slope: sigmoid, change: softplusChange, kinks: [] },
    identity: { f: (z) => z, slope: () => 1, change: (_, dz) => dz, kinks: [] },
  };

  /* ---- A layer's functions ------------------------------------------------------------------------------------- */

  /** Return ∂C/∂a · ∂a/∂z, which is 0 where f is flat, even if ∂C/∂a is infinite. */
  const through = (dC_da, da_dz) => (da_dz === 0 ? 0 : dC_da * da_dz);

  const ofEachNeuron = ({ f, slope, change }) => ({
    whole: false,
    f: (z) => z.map((z_j) => f(z_j)),
    slopes: (z) => z.map((z_j) => slope(z_j)),
    back: (z, dC_da) => z.map((z_j, j) => through(dC_da[j], slope(z_j))),
    change: (z, dz) => z.map((z_j, j) => change(z_j, dz[j])),
  });

  /** Return the sum of all values but the one at each place: of a_j, 1 − a_j with all its digits. */
  function ofOthers(values) {
    const after = new Array(values.length).fill(0);
    for (let j = values.length - 2; j >= 0; j--) after[j] = after[j + 1] + values[j + 1];
    let before = 0;
    return values.map((value, j) => {
      const others = before + after[j];
      before += value;
      return others;
    });
  }

  function softmax(z) {
    const greatest = Math.max(...z);
    const e = z.map((z_j) => Math.exp(z_j - greatest));
    const total = sum(e);
    return e.map((e_j) => e_j / total);
  }

  /** Return −ln a_i, with all its digits, also where a_i rounds to 0 or 1. */
  function surprise(z) {
    const greatest = Math.max(...z);
    const at = z.indexOf(greatest);
    const rest = Math.log1p(sum(z.map((z_j, j) => (j === at ? 0 : Math.exp(z_j - greatest)))));
    return z.map((z_j) => rest - (z_j - greatest));
  }

  /** Return e^(x + dx) − e^x, also where e^x underflows. */
  const exponentialChange = (x, dx) => Math.exp(x + Math.max(dx, 0)) * -Math.expm1(-Math.abs(dx)) * Math.sign(dx);

  /** Return the change of −ln a_i: ln Σ_k a_k e^(dz_k − dz_i). */
  function surpriseChange(z, dz) {
    const log = surprise(z).map((each) => -each);
    return dz.map((dz_i) => {
      const steps = dz.map((dz_k) => dz_k - dz_i);
      const exponents = log.map((log_k, k) => log_k + steps[k]);
      const greatest = Math.max(...exponents);
      const whole = Math.log(sum(exponents.map((each) => Math.exp(each - greatest)))) + greatest;
      if (!(Math.abs(whole) < 0.5)) return whole;
      const changes = log.map((log_k, k) => exponentialChange(log_k, Math.min(steps[k], 1 - log_k)));
      return Math.log1p(Math.max(sum(changes), -1));
    });
  }

  function softmaxSlopes(z) {
    const a = softmax(z);
    const others = ofOthers(a);
    return a.map((a_i, i) => a.map((a_j, j) => (i === j ? a_i * others[i] : -a_i * a_j)));
  }

  const softmaxTerms = (z, dC_da) => softmaxSlopes(z).map((row, i) => row.map((slope) => through(dC_da[i], slope)));

  const columnSums = (rows) => rows[0].map((_, j) => sum(rows.map((row) => row[j])));

  const LAYERS = {
    ...Object.fromEntries(Object.entries(ACTIVATIONS).map(([name, neuron]) => [name, ofEachNeuron(neuron)])),
    softmax: {
      whole: true,
      f: softmax,
      slopes: softmaxSlopes,
      back: (z, dC_da) => columnSums(softmaxTerms(z, dC_da)),
      change(z, dz) {
        const by = surpriseChange(z, dz);
        return surprise(z).map((s_i, i) => exponentialChange(-s_i, -by[i])); // a_i is e^(−s)
      },
    },
  };

  /* ---- Costs --------------------------------------------------------------------------------------------------- */

  /** Return y times a value, which is 0 for y = 0 even if the value is infinite. */
  const times = (y, value) => (y === 0 ? 0 : y * value);

  /** Return y e^power, which is 0 for y = 0, and finite also where only the power of e is too large. */
  const timesExp = (y, power) => (y === 0 ? 0 : Math.exp(power + Math.log(y)));

  /** Return y/a, which is 0 for y = 0 even at a = 0. */
  const over = (y, a) => (y === 0 ? 0 : y / a);

  /** Return the cost that is a share of Σ_j (a_j − y_j)². */
  function squares(share) {
    const value = (a, y) => share * (a - y) * (a - y);
    const slope = (a, y) => 2 * share * (a - y);
    const byA = (f, z, a, y) => a.map((a_j, j) => slope(a_j, y[j]));
    return {
      interval: [-Infinity, Infinity],
      value,
      slope,
      total: {
        value: (f, z, a, y) => sum(a.map((a_j, j) => value(a_j, y[j]))),
        byA,
        byZ: (f, z, a, y) => f.back(z, byA(f, z, a, y)),
        terms: (f, z, a, y) => softmaxTerms(z, byA(f, z, a, y)),
        change: (f, z, dz, a, da, y) => share * sum(a.map((a_j, j) => da[j] * (2 * (a_j - y[j]) + da[j]))),
      },
    };
  }

  const COSTS = {
    squared_error: squares(1),
    half_squared_error: squares(0.5),
    cross_entropy: {
      interval: [0, 1],
      value: (a, y) => -(times(y, Math.log(a)) + times(1 - y, Math.log(1 - a))),
      slope: (a, y) => over(1 - y, 1 - a) - over(y, a),
      total: { // of sigmoid outputs: −ln σ(z) = softplus(−z), and −ln(1 − σ(z)) = softplus(z)
        value: (f, z, a, y) => sum(z.map((z_j, j) => y[j] * softplus(-z_j) + (1 - y[j]) * softplus(z_j))),
        byA: (f, z, a, y) => z.map((z_j, j) => timesExp(1 - y[j], softplus(z_j)) - timesExp(y[j], softplus(-z_j))),
        byZ: (f, z, a, y) => z.map((z_j, j) => (1 - y[j]) * sigmoid(z_j) - y[j] * sigmoid(-z_j)),
        change: (f, z, dz, a, da, y) =>
          sum(z.map((z_j, j) => y[j] * softplusChange(-z_j, -dz[j]) + (1 - y[j]) * softplusChange(z_j, dz[j]))),
      },
    },
    categorical_cross_entropy: {
      interval: [0, 1],
      value: (a, y) => -times(y, Math.log(a)),
      slope: (a, y) => -over(y, a),
      total: { // of softmax outputs
        value: (f, z, a, y) => sum(surprise(z).map((s_j, j) => times(y[j], s_j))),
        byA: (f, z, a, y) => surprise(z).map((s_j, j) => -timesExp(y[j], s_j)),
        byZ(f, z, a, y) {
          const [others, otherTargets] = [ofOthers(a), ofOthers(y)];
          return a.map((a_j, j) => a_j * otherTargets[j] - y[j] * others[j]);
        },
        terms(f, z, a, y) {
          const others = ofOthers(a);
          return y.map((y_i, i) => a.map((a_j, j) => (i === j ? -y_i * others[i] : y_i * a_j)));
        },
        change: (f, z, dz, a, da, y) => sum(surpriseChange(z, dz).map((each, j) => times(y[j], each))),
      },
    },
  };

  return Object.freeze({
    activation: (name) => ACTIVATIONS[name],
    layer: (name) => LAYERS[name],
    cost: (name) => COSTS[name],
    total: (name) => COSTS[name].total,
  });
})();
