// What is carried in 16 bits: what float32 gives of the rounded values, to the bit, in half the memory.
import assert from 'node:assert/strict';
import { attentionStep, cacheTypes, emptyCache, hostTensor, initWeights, range, trace } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { create, live } from '../support/create.mjs';

const backend = await create();
const reference = createReferenceBackend();
const formats = ['float16', 'bfloat16'];
const float = (...shape) => ({ shape, dtype: 'float32' });
const int = (...shape) => ({ shape, dtype: 'int32' });
const told = (value) => (Number.isNaN(value) ? 'NaN' : Object.is(value, -0) ? '-0' : value);

/** Numbers around every place where rounding to a format decides, in all sizes that it has, and beyond. */
function places(format) {
  const shift = format === 'float16' ? 13 : 16;
  const words = new Uint32Array(2 ** 14);
  const random = (i) => Math.imul(i + 1, 2654435761) >>> 0;
  for (let i = 0; i < words.length; i++) {
    // Half of the last place, a little less, a little more, nothing, and anything.
    const low = [2 ** (shift - 1), 2 ** (shift - 1) - 1, 2 ** (shift - 1) + 1, 0, random(i) % 2 ** shift][i % 5];
    const high = random(i ^ 0x5555) >>> shift;
    words[i] = (high << shift) | low;
  }
  // Of float16 the subnormal numbers, and the largest, too, from exponents that have them.
  if (format === 'float16')
    for (let i = 0; i < 4096; i++) words[i] = (words[i] & 0x807fffff) | ((i % 2 ? 98 + (i % 17) : 141 + (i % 3)) << 23);
  // WGSL may take subnormal float32 numbers for 0.
  return new Float32Array(words.buffer).map((value) => (Math.abs(value) < 2 ** -126 ? 0 : value));
}

/** What a program carries on from nothing, on a backend. */
async function carriedOn(on, graph, types, inputs, storage, initial) {
  const state = await on.createState(types, { initial, storage });
  const program = await on.compile(graph, {
    state,
    carry: Object.fromEntries(Object.keys(types).map((name) => [name, `next/${name}`])),
  });
  const outputs = [];
  for (const one of inputs) {
    const made = await program.run(one);
    const read = {};
    for (const [name, tensor] of Object.entries(made)) {
      assert.equal(tensor.storage, 'float32');
      read[name] = Array.from((await tensor.read()).data, told);
      tensor.dispose();
    }
    outputs.push(read);
  }
  const left = {};
  for (const name of Object.keys(types)) left[name] = Array.from((await state.read(name)).data, told);
  await program.dispose();
  await state.dispose();
  return { outputs, left };
}

async function isThatOfTheReference(graph, types, inputs, storage, initial) {
  const before = live(backend);
  const actual = await carriedOn(backend, graph, types, inputs, storage, initial);
  assert.deepEqual(actual, await carriedOn(reference, graph, types, inputs, storage, initial));
  assert.deepEqual(live(backend), before);
}

const zeros = (...shape) => hostTensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);

export async function everyRounding() {
  // Rows of 4 are written in vectors, rows of 1 and 3 one by one.
  for (const format of formats) {
    const values = places(format);
    for (const width of [4, 1, 3]) {
      const rows = Math.floor(values.length / width);
      const x = hostTensor(values.slice(0, rows * width), [rows, width]);
      // The operand comes in, so that nothing is computed before it is written.
      const graph = trace((ops, { c, x, at }) => ({ 'next/c': ops.setRows(c, at, x) }), {
        inputs: { c: float(rows, width), x, at: int(rows) },
      });
      const at = hostTensor(
        Int32Array.from({ length: rows }, (_, i) => (i * 4097 + 1) % rows),
        [rows],
        'int32',
      );
      const initial = { c: zeros(rows, width) };
      await isThatOfTheReference(graph, { c: float(rows, width) }, [{ x, at }], { c: format }, initial);
    }
  }
}

/** Small whole numbers with a fraction that neither format holds, so that sums of them are exact in float32 before they are rounded. */
const odd = (seed, ...shape) =>
  hostTensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => {
      return ((i * 37 + seed * 101) % 4001) / 4 - 500 + 2 ** -9;
    }),
    shape,
  );

export async function neighboursOfOneWord() {
  // Odd rows that share words with their neighbours, few and many, set where they lie, some of them twice and some out of range.
  for (const format of formats) {
    for (const count of [7, 101]) {
      const types = { c: float(count, 5), d: float(count, 1), e: float(count, 8) };
      const M = count === 7 ? 5 : 90;
      const graph = trace(
        (ops, { c, d, e, at, u, v, w }) => ({
          'next/c': ops.setRows(c, at, u),
          'next/d': ops.setRows(d, at, v),
          'next/e': ops.setRows(e, at, w),
        }),
        { inputs: { ...types, at: int(M), u: float(M, 5), v: float(M, 1), w: float(M, 8) } },
      );
      const runs = [1, 2, 3].map((run) => ({
        at: hostTensor(
          Int32Array.from({ length: M }, (_, i) => ((i * 3 + run * 5) % (count + 2)) - 1),
          [M],
          'int32',
        ),
        ...{ u: odd(run, M, 5), v: odd(run + 4, M, 1), w: odd(run + 8, M, 8) },
      }));
      const initial = { c: odd(20, count, 5), d: odd(21, count, 1), e: odd(22, count, 8) };
      const storage = { c: format, d: format, e: format };
      await isThatOfTheReference(graph, types, runs, storage, initial);
    }
  }
}

export async function whoeverComputesIt() {
  // By an elementwise group that goes on with it, a product, a sum of rows, a part of a tensor, what is turned, and what is joined;
  // read in the same run; with a second name; as it came in, and in exchange for another.
  const types = {
    ...{ sum: float(6, 5), product: float(6, 6), row: float(6), part: float(3, 5), turned: float(5, 6) },
    ...{ joined: float(9, 5), same: float(6, 5), a: float(2, 3), b: float(2, 3), fixed: float(2, 3) },
  };
  const graph = trace(
    (ops, t) => {
      const sum = ops.add(t.sum, t.x);
      const product = ops.matMul(t.x, t.x, false, true);
      const row = ops.sum(t.sum, [1]);
      const part = ops.slice(sum, [2, 0], [3, 5]);
      const next = {
        ...{ sum, product, row, part, turned: ops.transpose(ops.sub(t.x, t.sum), [1, 0]) },
        ...{ joined: ops.concat([part, t.x], 0), same: t.same, a: t.b, b: t.a },
        fixed: ops.constant(Float32Array.of(1.1, 2.2, 3.3, 4.4, 5.5, 6.6), [2, 3], 'float32'),
      };
      const twice = ops.add(sum, sum);
      return {
        ...Object.fromEntries(Object.entries(next).map(([name, value]) => [`next/${name}`, value])),
        ...{
          again: sum,
          twice,
          of: ops.add(product, product),
          rows: ops.add(row, row),
          reshaped: ops.reshape(sum, [30]),
        },
      };
    },
    { inputs: { ...types, x: float(6, 5) } },
  );
  const initial = Object.fromEntries(Object.entries(types).map(([name, { shape }], i) => [name, odd(i, ...shape)]));
  // Sums of products must be exact: whole numbers that float32 holds, though float16 and bfloat16 do not.
  const whole = (seed, middle = 0) =>
    hostTensor(
      Float32Array.from({ length: 30 }, (_, i) => ((i * 7 + seed) % 83) - 41 + middle),
      [6, 5],
    );
  for (const format of formats) {
    const storage = Object.fromEntries(Object.keys(types).map((name) => [name, format]));
    const start = { ...initial, sum: whole(5, 3000), same: whole(6) };
    await isThatOfTheReference(graph, types, [{ x: whole(1) }, { x: whole(2) }], storage, start);
    const some = { ...storage, a: 'float32', part: 'float32', row: 'float32' };
    await isThatOfTheReference(graph, types, [{ x: whole(3) }], some, start);
    await isThatOfTheReference(graph, types, [{ x: whole(4) }], { part: format, b: format }, start);
  }
}

export async function cachesOfALayer() {
  const sizes = { dModel: 8, heads: 2 };
  const parts = [
    { kind: 'mosa', ...sizes, dHead: 6, sparsity: 4, selection: { rule: 'causal', capacity: 4 } },
    { kind: 'dense', ...sizes, dHead: 3 },
    { kind: 'local', ...sizes, dHead: 4, window: 3 },
    { kind: 'fixed', ...sizes, dHead: 5, sparsity: 3 },
  ];
  const config = { kind: 'sum', parts };
  const size = { batch: 1, positions: 24 };
  const types = cacheTypes(config, size);
  const weights = initWeights(config, 3);
  const stepOf = (t) =>
    trace(
      (ops, { x, start, ...cache }, weights) => {
        const valid = ops.greaterEqual(ops.reshape(range(ops, t), [1, t]), range(ops, 1));
        const lengths = ops.constant(Int32Array.of(t), [1], 'int32');
        const step = attentionStep(ops, x, weights, config, cache, { start, lengths, valid, positions: 24 });
        return { y: step.y, ...Object.fromEntries(Object.entries(step.cache).map(([name, v]) => [`next/${name}`, v])) };
      },
      { inputs: { x: float(1, t, 8), start: int(1), ...types }, weights },
    );
  const isPair = (name) => /(keys|values)$/.test(name);
  const bytes = {};
  for (const format of ['float32', ...formats]) {
    const before = live(backend);
    const storage = Object.fromEntries(
      Object.keys(types)
        .filter(isPair)
        .map((name) => [name, format]),
    );
    const state = await backend.createState(types, { initial: emptyCache(config, size), storage });
    bytes[format] = live(backend).bytes - before.bytes;
    const carry = Object.fromEntries(Object.keys(types).map((name) => [name, `next/${name}`]));
    for (const [t, start] of [
      [5, 0],
      [1, 5],
      [1, 6],
    ]) {
      const program = await backend.compile(stepOf(t), { weights, state, carry });
      const { y } = await program.run({ x: odd(t + start, 1, t, 8), start: hostTensor([start], [1], 'int32') });
      y.dispose();
      await program.dispose();
      assert.equal(live(backend).bytes - before.bytes, bytes[format], `after a run, ${format}`);
    }
    await state.dispose();
    assert.deepEqual(live(backend), before);
  }
  const elements = (isWanted) =>
    Object.entries(types)
      .filter(([name]) => isWanted(name))
      .reduce((sum, [, { shape }]) => sum + shape.reduce((a, b) => a * b, 1), 0);
  for (const format of formats) assert.equal(bytes.float32 - bytes[format], 2 * elements(isPair));
}

export async function finish() {
  await reference.dispose();
  await backend.dispose();
}
