import assert from 'node:assert/strict';
import { randomSource } from '@mosa-js/core/training';
import { isSoftware } from '@mosa-js/webgpu';
import { create } from '../support/create.mjs';
import { evaluate } from '../support/evaluate.mjs';

// More rows, columns and batches than one dimension of a dispatch holds (65,535), and long rows, against plain loops.
const backend = await create();
const next = randomSource(5);
const size = (shape) => shape.reduce((a, b) => a * b, 1);
// Multiples of 1/64 below ½: sums of fewer than 2^18 of them are exact in any order.
const float = (shape, value = () => Math.floor(64 * next() - 32) / 64) => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: size(shape) }, value),
});
const int = (shape, value = () => Math.floor((next() - 0.5) * 1000)) => ({
  shape,
  dtype: 'int32',
  data: Int32Array.from({ length: size(shape) }, value),
});

async function check(inputs, build, wanted, tolerance = 0) {
  const { y } = await evaluate(backend, inputs, (ops, t) => ({ y: build(ops, t) }));
  assert.equal(y.data.length, wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    const off = Math.abs(y.data[i] - wanted[i]);
    assert.ok(off <= tolerance * Math.max(1, Math.abs(wanted[i])), `element ${i} is ${y.data[i]}, not ${wanted[i]}`);
  }
}

function rowsOf({ shape, data }, compute) {
  const width = shape.at(-1);
  const results = [];
  for (let start = 0; start < data.length; start += width)
    results.push(...compute(data.subarray(start, start + width)));
  return results;
}

const softmaxOf = (row) => {
  const highest = row.reduce((a, b) => Math.max(a, b));
  const powers = Array.from(row, (value) => Math.exp(value - highest));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / total);
};
const runningSum = (row) => {
  let sum = 0;
  return Array.from(row, (value) => (sum += value));
};
const falling = (k) => (row) =>
  Array.from(row)
    .sort((a, b) => b - a)
    .slice(0, k);

const rowCounts = [65535, 65536, 65537, 66050, 73728];
const mostRows = 66050;
// Workgroups that meet at many barriers: minutes for so many rows in software.
const inHardware = (...shapes) => (isSoftware(backend.adapterInfo) ? [] : shapes);

export async function softmaxOfManyRows() {
  for (const rows of rowCounts) {
    for (const width of [1, 3]) {
      const x = float([rows, width]);
      await check({ x }, (ops, { x }) => ops.softmax(x), rowsOf(x, softmaxOf), 1e-6);
    }
  }
  // More workgroups than 65,535 of 64 invocations each.
  const x = float([64 * 65535 + 130, 1]);
  await check({ x }, (ops, { x }) => ops.softmax(x), new Array(x.data.length).fill(1));
}

export async function softmaxOfManyLongerRows() {
  for (const width of [33, ...inHardware(36, 1025)]) {
    const x = float([mostRows, width]);
    await check({ x }, (ops, { x }) => ops.softmax(x), rowsOf(x, softmaxOf), 1e-6);
  }
}

export async function softmaxOfLongRows() {
  for (const width of [32, 33, 64, 1024, 1025, 4096, 4097, 4100, 65537, 70000]) {
    const x = float([3, width], () => 40 * next() - 20);
    await check({ x }, (ops, { x }) => ops.softmax(x), rowsOf(x, softmaxOf), 1e-5);
  }
}

export async function reductions() {
  for (const shape of [[mostRows, 2], ...inHardware([mostRows, 65]), [2, 65], [3, 4096], [3, 4097], [2, 70001]]) {
    for (const x of [float(shape), int(shape)]) {
      await check(
        { x },
        (ops, { x }) => ops.sum(x, [1]),
        rowsOf(x, (row) => [row.reduce((a, b) => a + b, 0)]),
      );
      const below = { ...x, data: x.data.map((value) => value - 2000) };
      const maxima = rowsOf(below, (row) => [row.reduce((a, b) => Math.max(a, b))]);
      await check({ x: below }, (ops, { x }) => ops.max(x, [1]), maxima);
    }
  }
}

export async function reductionsOverOtherAxes() {
  for (const shape of [
    [2, 66000],
    [66000, 2],
    [130, 17, 3],
  ]) {
    for (const x of [float(shape), int(shape)]) {
      const inner = size(shape) / shape[0];
      const sums = new Float64Array(inner);
      for (const [i, value] of x.data.entries()) sums[i % inner] += value;
      await check({ x }, (ops, { x }) => ops.sum(ops.reshape(x, [shape[0], inner]), [0]), sums);
      await check({ x }, (ops, { x }) => ops.reshape(ops.sum(x, [0]), [inner]), sums);
    }
  }
}

/** Of one sign, so that an element that is dropped shows. */
export async function sumsOfEverything() {
  for (const length of [65537, 524288, 524289, 1000001, 1048580]) {
    const x = float([length], () => 1 + Math.floor(8 * next()) / 8);
    const total = x.data.reduce((a, b) => a + b, 0);
    await check({ x }, (ops, { x }) => ops.sum(x, [0]), [total], 2 ** -24);
    await check({ x }, (ops, { x }) => ops.sum(x, [0], true), [total], 2 ** -24);
  }
}

export async function runningSums() {
  for (const shape of [[mostRows, 3], ...inHardware([mostRows, 33]), [2, 32], [2, 256], [2, 257], [2, 70001]]) {
    const x = int(shape);
    await check({ x }, (ops, { x }) => ops.cumulativeSum(x), rowsOf(x, runningSum));
    const y = { ...float(shape), data: Float32Array.from(x.data) };
    await check({ y }, (ops, { y }) => ops.cumulativeSum(y), rowsOf(y, runningSum));
  }
}

export async function largestOfRows() {
  for (const [shape, k] of [
    [[70000, 3], 2],
    [[70000, 1], 1],
    [[3, 32], 32],
    [[3, 33], 5],
    [[300, 64], 64],
    [[2, 2048], 300],
    [[2, 2049], 2049],
    [[2, 5000], 3000],
    [[2, 20000], 7],
    ...inHardware([[mostRows, 40], 3]),
  ]) {
    const x = float(shape, () => Math.floor((next() - 0.5) * 5000) / 7);
    await check({ x }, (ops, { x }) => ops.topKValues(x, k), rowsOf(x, falling(k)));
  }
}

export async function transposes() {
  for (const shape of [
    [16, 17],
    [70, 33],
    ...inHardware([65537, 16], [16, 65537]),
    [3000, 16],
    [3, 66000],
    [66000, 3],
    [70, 17, 40],
  ]) {
    const [rows, columns] = shape.slice(-2);
    const batches = size(shape) / rows / columns;
    const order = [...shape.keys()];
    order.push(...order.splice(-2).reverse());
    for (const x of [float(shape), int(shape, () => Math.floor((next() - 0.5) * 2 ** 31))]) {
      const wanted = new Array(x.data.length);
      for (let i = 0; i < wanted.length; i++) {
        const [row, column] = [Math.floor(i / columns) % rows, i % columns];
        wanted[Math.floor(i / rows / columns) * rows * columns + column * rows + row] = x.data[i];
      }
      assert.equal(batches * rows * columns, wanted.length);
      await check({ x }, (ops, { x }) => ops.transpose(x, order), wanted);
    }
  }
}

export async function transposesOfManyTiles() {
  for (const [lead] of inHardware([66000])) {
    const x = int([lead, 16, 16], (_, i) => i);
    const wanted = Array.from(x.data, (_, i) => Math.floor(i / 256) * 256 + (i % 16) * 16 + (Math.floor(i / 16) % 16));
    await check({ x }, (ops, { x }) => ops.transpose(x, [0, 2, 1]), wanted);
  }
}

function product(a, b, [M, N, K], transposeA, transposeB) {
  const batches = a.data.length / M / K;
  const results = new Array(batches * M * N).fill(0);
  for (let i = 0; i < results.length; i++) {
    const [batch, m, n] = [Math.floor(i / M / N), Math.floor(i / N) % M, i % N];
    for (let k = 0; k < K; k++) {
      const left = a.data[batch * M * K + (transposeA ? k * M + m : m * K + k)];
      results[i] += left * b.data[batch * K * N + (transposeB ? n * K + k : k * N + n)];
    }
  }
  return results;
}

export async function products() {
  for (const [lead, M, N, K] of [
    [[65537], 1, 2, 3],
    [[2, 33000], 2, 1, 2],
    [[65535], 1, 1, 1],
    [[], 66000, 3, 5],
    [[], 3, 66000, 5],
    [[], 3, 2, 70001],
    [[2], 1, 1, 300],
    [[], 31, 33, 2000],
    [[3], 33, 31, 17],
    [[5], 4, 4, 4],
    [[64], 33, 33, 15],
  ]) {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const a = float([...lead, ...(transposeA ? [K, M] : [M, K])]);
        const b = float([...lead, ...(transposeB ? [N, K] : [K, N])]);
        const wanted = product(a, b, [M, N, K], transposeA, transposeB);
        const build = (ops, { a, b }) => ops.matMul(a, b, transposeA, transposeB);
        await check({ a, b }, build, wanted);
      }
    }
  }
}

/** More tiles than one dimension holds. */
export async function productsOfManyTiles() {
  for (const [lead] of inHardware([65537])) {
    const [a, b] = [float([lead, 32, 16]), float([lead, 16, 32])];
    const wanted = product(a, b, [32, 32, 16], false, false);
    await check({ a, b }, (ops, { a, b }) => ops.matMul(a, b), wanted);
  }
}

export async function elementsBeyondOneDimension() {
  const length = 4 * 64 * 65535 + 4;
  const x = int([length], (_, i) => i);
  await check(
    { x },
    (ops, { x }) => ops.slice(ops.add(x, x), [length - 9], [9]),
    [...x.data.slice(-9)].map((v) => 2 * v),
  );
  await check({ x }, (ops, { x }) => ops.sum(ops.cast(ops.equal(x, x), 'int32'), [0]), [length]);
}

export async function rowsByNumber() {
  const x = int([70000, 65], (_, i) => i);
  const i = int([66050], (_, j) => (j * 7919) % 70000);
  const rows = Array.from(i.data, (row) => row * 65 + 64);
  await check({ x, i }, (ops, { x, i }) => ops.slice(ops.gather(x, i), [0, 64], [66050, 1]), rows);
  for (const dtype of ['int32', 'float32']) {
    const updates = {
      shape: [66050, 3],
      dtype,
      data: dtype === 'int32' ? new Int32Array(3 * 66050).fill(1) : new Float32Array(3 * 66050).fill(1),
    };
    const wanted = new Array(3 * 70000).fill(0);
    for (const row of i.data) for (let column = 0; column < 3; column++) wanted[3 * row + column]++;
    await check({ i, updates }, (ops, { i, updates }) => ops.scatterAdd(i, updates, 70000), wanted);
    const one = int([66050], () => 2);
    await check(
      { one, updates },
      (ops, { one, updates }) => ops.scatterAdd(one, updates, 4),
      [0, 0, 0, 0, 0, 0, 66050, 66050, 66050, 0, 0, 0],
    );
  }
}

export const finish = () => backend.dispose();
