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
  await agrees(256, 64, 16, every);
  await agrees(64, 192, 48, every);
}

export async function ragged() {
  await agrees(65, 66, 67, every);
  await agrees(132, 36, 20, every);
  await agrees(33, 130, 17, every);
  await agrees(35, 64, 18, every);
}

export async function batches() {
  await agrees(64, 64, 16, { lead: [2, 3], ...every });
  await agrees(40, 33, 19, { lead: [5], ...every });
}

export async function longSumsInParts() {
  await agrees(64, 64, 1000, every);
  await agrees(33, 65, 2050, every);
  await agrees(32, 32, 513, { lead: [2] });
}

export async function nothingIsLeft() {
  const before = live(backend);
  await agrees(64, 33, 700);
  assert.deepEqual(live(backend), before);
}

export const finish = () => backend.dispose();
