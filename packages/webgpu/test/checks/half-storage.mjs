// Weights that are held in 16 bits: what float32 storage of the rounded values gives, to the bit.
import assert from 'node:assert/strict';
import { attentionConfig, createLayer, hostTensor, initWeights, trace } from '@mosa-js/core';
import { create, live } from '../support/create.mjs';

const backend = await create();
const formats = ['float16', 'bfloat16'];
const float = (...shape) => ({ shape, dtype: 'float32' });
const bitsOf = ({ data }) => Array.from(new Uint32Array(data.buffer, data.byteOffset, data.length));

/** What a backend holds of a tensor in a format. */
async function rounded(tensor, storage) {
  const held = await backend.upload(tensor, { storage });
  const values = await held.read();
  held.dispose();
  return values;
}

/** Outputs of a graph by name, its weights held as they are said to be. */
async function outputs(graph, inputs, options) {
  const program = await backend.compile(graph, options);
  const made = await program.run(inputs);
  const values = {};
  for (const [name, tensor] of Object.entries(made)) {
    values[name] = bitsOf(await tensor.read());
    tensor.dispose();
  }
  await program.dispose();
  return values;
}

async function isTheSame(graph, inputs, weights) {
  for (const storage of formats) {
    const known = {};
    for (const [name, weight] of Object.entries(weights)) known[name] = await rounded(weight, storage);
    const half = await outputs(graph, inputs, { weights, storage });
    assert.deepEqual(half, await outputs(graph, inputs, { weights: known }), storage);
  }
}

const numbers = (...shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return hostTensor(Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + shape[0]) * 3 ** ((i % 21) - 13)), shape);
};

export async function everyPattern() {
  const before = live(backend);
  for (const storage of formats) {
    const exponents = storage === 'float16' ? 5 : 8;
    const fraction = 15 - exponents;
    const bias = 2 ** (exponents - 1) - 1;
    const valueOf = (bits) => {
      const exponent = (bits >> fraction) & (2 ** exponents - 1);
      const low = bits & (2 ** fraction - 1);
      const size =
        exponent === 2 ** exponents - 1
          ? low === 0
            ? Number.POSITIVE_INFINITY
            : Number.NaN
          : exponent === 0
            ? low * 2 ** (1 - bias - fraction)
            : (2 ** fraction + low) * 2 ** (exponent - bias - fraction);
      return bits & 0x8000 ? -size : size;
    };
    const all = Float32Array.from({ length: 2 ** 16 }, (_, bits) => valueOf(bits));
    const expected = (value) => (Number.isNaN(value) ? 'NaN' : Object.is(value, -0) ? '-0' : value);
    const shape = [2 ** 16];
    const held = await backend.upload(hostTensor(all, shape), { storage });
    assert.deepEqual(Array.from((await held.read()).data, expected), Array.from(all, expected));
    // Read in vectors, and one by one after the first.
    const graph = trace((ops, _, { w }) => ({ all: w, rest: ops.slice(w, [1], [2 ** 16 - 1]) }), { inputs: {}, weights: { w: float(...shape) } });
    const program = await backend.compile(graph, { weights: { w: held } });
    const { all: same, rest } = await program.run({});
    assert.deepEqual(Array.from((await same.read()).data, expected), Array.from(all, expected));
    assert.deepEqual(Array.from((await rest.read()).data, expected), Array.from(all.slice(1), expected));
    for (const one of [same, rest, held]) one.dispose();
    await program.dispose();
  }
  assert.deepEqual(live(backend), before);
}

export async function products() {
  for (const [rows, inner, columns] of [[1, 7, 5], [1, 64, 64], [70, 33, 65], [70, 64, 128], [3, 512, 130], [2, 1, 1]]) {
    const graph = trace((ops, { x }, { w, v }) => ({ y: ops.matMul(x, w), z: ops.matMul(x, v, false, true) }), {
      inputs: { x: float(rows, inner) },
      weights: { w: float(inner, columns), v: float(columns, inner) },
    });
    await isTheSame(graph, { x: numbers(rows, inner) }, { w: numbers(inner, columns), v: numbers(columns, inner) });
  }
}

export async function partsOfWeights() {
  // Views begin at any element that 256 bytes end before: 127 is none of them in 16 bits.
  for (const start of [0, 1, 64, 127, 128, 191, 256]) {
    const graph = trace((ops, { x }, { w }) => ({ y: ops.exp(ops.mul(x, ops.slice(w, [start], [65]))) }), {
      inputs: { x: float(65) },
      weights: { w: float(331) },
    });
    await isTheSame(graph, { x: numbers(65) }, { w: numbers(331) });
  }
}

export async function layers() {
  const common = { dModel: 20, dHead: 6, heads: 3 };
  for (const config of [
    { kind: 'mosa', ...common, sparsity: 3 },
    { kind: 'mosa', ...common, dModel: 64, dHead: 16, sparsity: 4, selection: { rule: 'causal', capacity: 4 } },
  ]) {
    const own = attentionConfig(config);
    const weights = initWeights(own, 3);
    const x = numbers(2, 37, own.dModel);
    for (const storage of formats) {
      const known = {};
      for (const [name, weight] of Object.entries(weights)) known[name] = await rounded(weight, storage);
      const before = live(backend);
      const results = [];
      const bytes = [];
      for (const layer of [await createLayer(backend, own, weights, { storage }), await createLayer(backend, own, known)]) {
        bytes.push(backend.memory().bytes - before.bytes - bytes.reduce((a, b) => a + b, 0));
        const { y } = await layer.run({ x });
        results.push(bitsOf(await y.read()));
        y.dispose();
        await layer.dispose();
      }
      assert.deepEqual(results[0], results[1], `${own.kind} ${storage}`);
      assert.deepEqual(live(backend), before);
    }
  }
}

export async function finish() {
  await backend.dispose();
}
