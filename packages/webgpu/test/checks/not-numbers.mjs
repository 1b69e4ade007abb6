import assert from 'node:assert/strict';
import { create } from '../support/create.mjs';
import { evaluate } from '../support/evaluate.mjs';

// NaN, infinities and zeros, which WGSL leaves open: alone and in a group, one by one and in vectors.
const backend = await create();
const special = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  3e38,
  -3e38,
  2 ** 127,
  1e-37,
  88.72,
  88.73,
  -87,
  -88.8,
  -103,
  -105,
  1000,
  -1000,
];
const pairs = special.flatMap((a) => special.map((b) => [a, b]));
const float = (values) => ({ shape: [values.length], dtype: 'float32', data: Float32Array.from(values) });
const smallest = 2 ** -126;

/** Equal, or as near as float32 comes; what is below the smallest normal number may be 0. */
function near(actual, wanted) {
  if (!Number.isFinite(wanted)) return Object.is(actual, wanted);
  return Math.abs(actual - wanted) <= Math.max(smallest, 1e-4 * Math.abs(wanted));
}

/** The same ops in the four ways: of lengths that vectors fill and do not, and with more ops around them. */
async function agrees(build, wanted, columns, isBool) {
  for (const length of [columns[0].length, columns[0].length + 4 - (columns[0].length % 4)]) {
    const filled = columns.map((column) => Array.from({ length }, (_, i) => column[i % column.length]));
    const inputs = Object.fromEntries(filled.map((column, i) => ['ab'[i], float(column)]));
    inputs.yes = { shape: [length], dtype: 'bool', data: new Uint8Array(length).fill(1) };
    const around = (ops, y, { yes, a }) => (isBool ? ops.and(yes, ops.not(ops.not(y))) : ops.where(yes, y, a));
    for (const program of [build, (ops, t) => around(ops, build(ops, t), t)]) {
      const { y } = await evaluate(backend, inputs, (ops, t) => ({ y: program(ops, t) }));
      for (let i = 0; i < length; i++) {
        const given = filled.map((column) => Math.fround(column[i]));
        const right = isBool ? Number(wanted(...given)) : Math.fround(wanted(...given));
        assert.ok(near(y.data[i], right), `${build}: of ${given} is ${y.data[i]}, not ${right} (${length} elements)`);
      }
    }
  }
}

const sigmoid = (x) => 1 / (1 + Math.exp(-x));

export async function functionsOfOne() {
  const unary = { exp: Math.exp, log: Math.log, sqrt: Math.sqrt, sigmoid, neg: (x) => -x };
  for (const [name, wanted] of Object.entries(unary)) await agrees((ops, { a }) => ops[name](a), wanted, [special]);
  await agrees((ops, { a }) => ops.isNaN(a), Number.isNaN, [special], true);
  await agrees(
    (ops, { a }) => ops.cast(a, 'bool'),
    (x) => x !== 0,
    [special],
    true,
  );
}

export async function sigmoidIsExactAtTheEnds() {
  const { y } = await evaluate(backend, { a: float([Infinity, -Infinity, 3e38, -3e38]) }, (ops, { a }) => ({
    y: ops.sigmoid(a),
  }));
  assert.deepEqual([...y.data], [1, 0, 1, 0]);
}

export async function arithmetic() {
  const columns = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
  const binary = { add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b };
  for (const [name, wanted] of Object.entries(binary))
    await agrees((ops, { a, b }) => ops[name](a, b), wanted, columns);
  const compare = { greater: (a, b) => a > b, greaterEqual: (a, b) => a >= b, equal: (a, b) => a === b };
  for (const [name, wanted] of Object.entries(compare)) {
    await agrees((ops, { a, b }) => ops[name](a, b), wanted, columns, true);
    await agrees(
      (ops, { a, b }) => ops.not(ops[name](a, b)),
      (a, b) => !wanted(a, b),
      columns,
      true,
    );
  }
  // Where neither is NaN.
  const numbers = pairs.filter((pair) => !pair.some(Number.isNaN));
  const defined = [numbers.map(([a]) => a), numbers.map(([, b]) => b)];
  await agrees((ops, { a, b }) => ops.maximum(a, b), Math.max, defined);
  await agrees((ops, { a, b }) => ops.minimum(a, b), Math.min, defined);
}

export async function constants() {
  for (const value of [NaN, Infinity, -Infinity]) {
    const build = (ops, { a }) => ops.add(a, ops.constant(Float32Array.of(value), [], 'float32'));
    await agrees(build, (a) => a + value, [special]);
  }
}

/** The branch not taken never leaks. */
export async function choices() {
  const columns = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
  const zero = (ops) => ops.constant(Float32Array.of(0), [], 'float32');
  await agrees(
    (ops, { a, b }) => ops.where(ops.isNaN(a), b, a),
    (a, b) => (Number.isNaN(a) ? b : a),
    columns,
  );
  await agrees(
    (ops, { a, b }) => ops.where(ops.isNaN(ops.div(a, b)), zero(ops), ops.div(a, b)),
    (a, b) => (Number.isNaN(a / b) ? 0 : a / b),
    columns,
  );
}

export async function softmaxOfRows() {
  for (const width of [3, 32, 33, 36, 1028, 4100, 1025]) {
    for (const [value, at] of [
      [NaN, 0],
      [NaN, width - 1],
      [Infinity, 1],
      [-Infinity, width - 1],
      [-Infinity, 0],
    ]) {
      const row = Array.from({ length: width }, (_, i) => (i === at ? value : Math.sin(i)));
      const plain = Array.from({ length: width }, (_, i) => Math.sin(i));
      const x = { ...float([...plain, ...row, ...plain]), shape: [3, width] };
      const { y } = await evaluate(backend, { x }, (ops, { x }) => ({ y: ops.softmax(x) }));
      const highest = row.reduce((a, b) => Math.max(a, b));
      const total = row.reduce((sum, v) => sum + Math.exp(v - highest), 0);
      for (let i = 0; i < width; i++) {
        assert.ok(
          near(y.data[width + i], Math.exp(row[i] - highest) / total),
          `${width}, ${value} at ${at}: ${i} is ${y.data[width + i]}`,
        );
        assert.ok(y.data[i] > 0 && y.data[i] < 1 && y.data[i] === y.data[2 * width + i], 'other rows have none of it');
      }
    }
  }
}

/** Of everything that adds up: NaN and infinities stay. */
export async function sums() {
  for (const width of [3, 65, 4097, 524288, 524289]) {
    for (const value of [NaN, Infinity, -Infinity]) {
      const x = { ...float(Array.from({ length: width }, (_, i) => (i === width - 2 ? value : 1))), shape: [1, width] };
      const { all, row, highest } = await evaluate(backend, { x }, (ops, { x }) => ({
        all: ops.sum(x, [0, 1]),
        row: ops.sum(x, [1]),
        highest: ops.max(x, [1]),
      }));
      assert.deepEqual([all.data[0], row.data[0]], [value, value], `${width}`);
      if (!Number.isNaN(value)) assert.equal(highest.data[0], Math.max(1, value));
      if (width > 5000) continue;
      const { y } = await evaluate(backend, { x }, (ops, { x }) => ({ y: ops.cumulativeSum(x) }));
      assert.deepEqual([y.data[width - 3], y.data[width - 2], y.data[width - 1]], [width - 2, value, value]);
    }
  }
  const none = { ...float(new Array(2 * 70).fill(-Infinity)), shape: [2, 70] };
  const { y } = await evaluate(backend, { none }, (ops, { none }) => ({ y: ops.max(none, [1]) }));
  assert.deepEqual([...y.data], [-Infinity, -Infinity]);
}

export async function products() {
  for (const [M, N, K] of [
    [2, 3, 5],
    [2, 3, 300],
    [33, 34, 17],
    [64, 64, 513],
  ]) {
    for (const value of [NaN, Infinity, -Infinity]) {
      const a = { ...float(Array.from({ length: M * K }, (_, i) => (i === K + 1 ? value : 1))), shape: [M, K] };
      const b = { ...float(new Array(K * N).fill(1)), shape: [K, N] };
      const { y } = await evaluate(backend, { a, b }, (ops, { a, b }) => ({ y: ops.matMul(a, b) }));
      const wanted = Array.from({ length: M * N }, (_, i) => (Math.floor(i / N) === 1 ? value : K));
      assert.deepEqual([...y.data], wanted, `${M} × ${N} × ${K}, ${value}`);
    }
  }
}

export async function moves() {
  const x = { ...float(Array.from({ length: 40 * 20 }, (_, i) => special[i % special.length])), shape: [40, 20] };
  const i = { shape: [3], dtype: 'int32', data: Int32Array.of(39, 0, 7) };
  const { turned, rows } = await evaluate(backend, { x, i }, (ops, { x, i }) => ({
    turned: ops.transpose(ops.transpose(x, [1, 0]), [1, 0]),
    rows: ops.gather(x, i),
  }));
  assert.deepEqual([...turned.data], [...x.data]);
  assert.deepEqual(
    [...rows.data],
    [39, 0, 7].flatMap((row) => [...x.data.subarray(20 * row, 20 * row + 20)]),
  );
}

export const finish = () => backend.dispose();
