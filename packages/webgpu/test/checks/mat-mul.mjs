import assert from 'node:assert/strict';
import { randomSource } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { create, live } from '../support/create.mjs';
import { evaluate } from '../support/evaluate.mjs';

const backend = await create();
const reference = createReferenceBackend();
const next = randomSource(11);
const matrix = (...shape) => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next() - 0.5),
});

/** Each product of K numbers below ½ may be off by about K roundings of its sum. */
async function agrees(M, N, K, { lead = [], transposes = [[false, false]] } = {}) {
  for (const [transposeA, transposeB] of transposes) {
    const inputs = {
      a: transposeA ? matrix(...lead, K, M) : matrix(...lead, M, K),
      b: transposeB ? matrix(...lead, N, K) : matrix(...lead, K, N),
    };
    const build = (ops, { a, b }) => ({ y: ops.matMul(a, b, transposeA, transposeB) });
    const { y } = await evaluate(backend, inputs, build);
    const wanted = (await evaluate(reference, inputs, build)).y;
    assert.deepEqual(y.shape, [...lead, M, N]);
    const bound = 2 ** -24 * K * 0.25 + 1e-7;
    const what = `[${lead}] ${M}×${N}×${K} ${transposeA} ${transposeB}`;
    for (const [i, value] of y.data.entries()) {
      const off = Math.abs(value - wanted.data[i]);
      assert.ok(off <= bound, `${what}: element ${i} is ${value}, not ${wanted.data[i]}: bound ${bound}`);
    }
    assert.deepEqual((await evaluate(backend, inputs, build)).y, y, 'equal runs give equal bits');
  }
}

const every = { transposes: [false, true].flatMap((a) => [false, true].map((b) => [a, b])) };

export async function wholeTiles() {
  await agrees(128, 128, 32, every);
  await agrees(64, 192, 48);
}

export async function ragged() {
  await agrees(65, 66, 67, every);
  await agrees(33, 130, 17);
  await agrees(35, 64, 18, every);
}

export async function batches() {
  await agrees(64, 64, 16, { lead: [2, 3] });
  await agrees(40, 33, 19, { lead: [5], ...every });
}

export async function longSumsInParts() {
  await agrees(64, 64, 1000);
  await agrees(33, 65, 2050, every);
  await agrees(32, 32, 513, { lead: [2] });
}

/** To the bit: GELU, operands of all shapes, and several results. */
export async function whatGoesOnWithAProductDoesNotChange() {
  const goOn = (ops, product, { x, row, column }) => {
    const number = (value) => ops.constant(Float32Array.of(value), [], 'float32');
    const cube = ops.mul(product, ops.mul(product, product));
    const gelu = ops.mul(product, ops.sigmoid(ops.add(product, ops.mul(number(0.044715), cube))));
    return {
      y: ops.sub(ops.div(ops.add(gelu, ops.mul(row, column)), number(3)), x),
      isHigh: ops.greater(product, column),
    };
  };
  for (const [M, N, K] of [
    [3, 5, 7],
    [3, 4, 300],
    [33, 35, 17],
    [36, 36, 20],
    [40, 36, 600],
  ]) {
    const operands = { a: matrix(M, K), b: matrix(K, N) };
    const others = { x: matrix(M, N), row: matrix(N), column: matrix(M, 1) };
    const { product } = await evaluate(backend, operands, (ops, { a, b }) => ({ product: ops.matMul(a, b) }));
    const apart = await evaluate(backend, { product, ...others }, (ops, given) => goOn(ops, given.product, given));
    const asOne = await evaluate(backend, { ...operands, ...others }, (ops, given) => {
      const made = ops.matMul(given.a, given.b);
      return { ...goOn(ops, made, given), product: made };
    });
    assert.deepEqual(asOne, { ...apart, product }, `${M}×${N}×${K}`);
  }
}

/** To the bit: rows that are read where they lie, some of them often, some of none. */
export async function pickedRowsDoNotChangeAProduct() {
  const count = 7;
  const numbers = (length) => ({
    shape: [length],
    dtype: 'int32',
    data: Int32Array.from({ length }, (_, at) => (at % 11 === 3 ? -1 : at % 13 === 5 ? count : (at * 5) % count)),
  });
  for (const [E, M, N, K, transposeA, transposeB] of [
    [1, 33, 36, 20, false, false],
    [3, 36, 34, 17, true, false],
    [2, 64, 130, 40, true, true],
    [1, 32, 32, 600, false, true],
  ]) {
    const a = transposeA ? [K, M] : [M, K];
    const b = transposeB ? [N, K] : [K, N];
    const inputs = {
      wideA: matrix(count, a[1]),
      wideB: matrix(count, b[1]),
      rowsA: numbers(E * a[0]),
      rowsB: numbers(E * b[0]),
    };
    const rows = (ops, given, name, [length, width]) =>
      ops.reshape(ops.gather(given[`wide${name}`], given[`rows${name}`]), [E, length, width]);
    const build = (ops, given) => ({
      y: ops.matMul(rows(ops, given, 'A', a), rows(ops, given, 'B', b), transposeA, transposeB),
    });
    const { y } = await evaluate(backend, inputs, build);
    // An output is gathered, so this product reads nothing where it lies.
    const apart = await evaluate(backend, inputs, (ops, given) => {
      const gathered = { a: rows(ops, given, 'A', a), b: rows(ops, given, 'B', b) };
      return { ...gathered, y: ops.matMul(gathered.a, gathered.b, transposeA, transposeB) };
    });
    assert.deepEqual(y, apart.y, `${E} × ${M}×${N}×${K} ${transposeA} ${transposeB}`);
  }
}

export async function nothingIsLeft() {
  const before = live(backend);
  await agrees(64, 33, 700);
  assert.deepEqual(live(backend), before);
}

export const finish = () => backend.dispose();
