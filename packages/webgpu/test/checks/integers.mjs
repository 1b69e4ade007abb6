import assert from 'node:assert/strict';
import { randomSource } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { create } from '../support/create.mjs';
import { evaluate } from '../support/evaluate.mjs';

const backend = await create();
const reference = createReferenceBackend();
const next = randomSource(3);
const size = (shape) => shape.reduce((a, b) => a * b, 1);
const int = (shape, below = 2 ** 29) => ({
  shape,
  dtype: 'int32',
  data: Int32Array.from({ length: size(shape) }, () => Math.floor((2 * next() - 1) * below)),
});
const bool = (shape) => ({ ...int(shape), dtype: 'bool', data: Uint8Array.from(int(shape).data, (v) => v & 1) });
const index = (shape, below) => ({ ...int(shape), data: Int32Array.from(int(shape).data, (v) => Math.abs(v) % below) });

async function exact(inputs, build) {
  const wanted = (await evaluate(reference, inputs, (ops, t) => ({ y: build(ops, t) }))).y;
  const actual = (await evaluate(backend, inputs, (ops, t) => ({ y: build(ops, t) }))).y;
  assert.deepEqual({ ...actual, data: Array.from(actual.data) }, { ...wanted, data: Array.from(wanted.data) });
}

export async function transposes() {
  for (const x of [int([5, 7]), bool([5, 7]), int([40, 33])])
    await exact({ x }, (ops, { x }) => ops.transpose(x, [1, 0]));
  for (const x of [int([2, 3, 4]), bool([2, 3, 4])]) await exact({ x }, (ops, { x }) => ops.transpose(x, [2, 0, 1]));
  await exact({ x: int([2, 1, 3, 2, 2, 3]) }, (ops, { x }) => ops.transpose(x, [5, 3, 1, 0, 2, 4]));
  await exact({ x: int([2, 2, 1, 2, 2, 2, 2]) }, (ops, { x }) => ops.transpose(x, [6, 3, 1, 0, 2, 4, 5]));
}

export async function reductions() {
  for (const axes of [[0], [1], [2], [0, 2], [0, 1, 2]]) {
    for (const shape of [
      [2, 3, 5],
      [3, 130, 2],
    ]) {
      await exact({ x: int(shape, 2 ** 21) }, (ops, { x }) => ops.sum(x, axes));
      await exact({ x: int(shape) }, (ops, { x }) => ops.max(x, axes, true));
    }
  }
  await exact({ x: int([70000, 2], 2 ** 29) }, (ops, { x }) => ops.sum(x, [1]));
}

export async function arithmetic() {
  const inputs = { a: int([3, 1, 4]), b: int([2, 4]) };
  for (const op of ['add', 'sub', 'maximum', 'minimum', 'greater', 'greaterEqual', 'equal'])
    await exact(inputs, (ops, { a, b }) => ops[op](a, b));
  await exact({ a: int([9], 46340), b: int([9], 46340) }, (ops, { a, b }) => ops.mul(a, b));
  await exact(inputs, (ops, { a }) => ops.neg(a));
  await exact({ a: int([6]) }, (ops, { a }) => ops.equal(a, ops.add(a, ops.constant(Int32Array.of(1), [], 'int32'))));
  await exact({ a: int([2, 300]) }, (ops, { a }) => ops.cumulativeSum(ops.cast(ops.greater(a, ops.neg(a)), 'int32')));
}

export async function casts() {
  await exact({ x: int([5], 2 ** 23) }, (ops, { x }) => ops.cast(x, 'float32'));
  await exact({ x: bool([5]) }, (ops, { x }) =>
    ops.exp(ops.mul(ops.cast(x, 'float32'), ops.constant(Float32Array.of(0), [], 'float32'))),
  );
  await exact({ x: bool([5]) }, (ops, { x }) => ops.cast(x, 'int32'));
  await exact({ x: int([5]) }, (ops, { x }) => ops.cast(x, 'bool'));
}

export async function movement() {
  const x = int([6, 5]);
  await exact({ x, i: index([4, 2], 6) }, (ops, { x, i }) => ops.gather(x, i));
  await exact({ u: int([9, 3], 2 ** 25), i: index([9], 4) }, (ops, { u, i }) => ops.scatterAdd(i, u, 7));
  await exact({ c: bool([5]), x, z: int([6, 1]) }, (ops, { c, x, z }) => ops.where(c, x, z));
  await exact({ x, z: int([6, 2]) }, (ops, { x, z }) => ops.concat([x, z, x], 1));
  await exact({ x: int([3, 1, 1]) }, (ops, { x }) => ops.broadcastTo(x, [2, 3, 4, 5]));
}

/** Many updates of few rows and few of many: equal runs give equal bits, and all updates count. */
export async function floatSumsAreRepeatable() {
  for (const [count, rows] of [
    [500, 3],
    [500, 200],
    [64, 1],
    [65, 1],
  ]) {
    const u = {
      shape: [count, 3],
      dtype: 'float32',
      data: Float32Array.from({ length: 3 * count }, () => next() - 0.5),
    };
    const inputs = { u, i: index([count], rows) };
    const build = (ops, { u, i }) => ({ y: ops.scatterAdd(i, u, rows + 1) });
    const first = (await evaluate(backend, inputs, build)).y;
    const wanted = (await evaluate(reference, inputs, build)).y;
    for (let run = 0; run < 3; run++) assert.deepEqual((await evaluate(backend, inputs, build)).y, first);
    for (const [i, value] of first.data.entries()) assert.ok(Math.abs(value - wanted.data[i]) < 1e-4);
  }
}

export const finish = () => backend.dispose();
