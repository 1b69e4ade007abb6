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
  return hostTensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + shape[0]) * 3 ** ((i % 21) - 13)),
    shape,
  );
};

export async function everyPattern() {
  const before = live(backend);
  for (const storage of formats) {
    const exponents = storage === 'float16' ? 5 : 8;
    const fraction = 15 - exponents;
    const bias = 2 ** (exponents - 1) - 1;
    const numberOf = (bits) => {
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
    const all = Float32Array.from({ length: 2 ** 16 }, (_, bits) => numberOf(bits));
    const expected = (value) => (Number.isNaN(value) ? 'NaN' : Object.is(value, -0) ? '-0' : value);
    const shape = [2 ** 16];
    const held = await backend.upload(hostTensor(all, shape), { storage });
    assert.deepEqual(Array.from((await held.read()).data, expected), Array.from(all, expected));
    // Read in vectors, and one by one after the first.
    const graph = trace((ops, _, { w }) => ({ all: w, rest: ops.slice(w, [1], [2 ** 16 - 1]) }), {
      inputs: {},
      weights: { w: float(...shape) },
    });
    const program = await backend.compile(graph, { weights: { w: held } });
    const { all: same, rest } = await program.run({});
    assert.deepEqual(Array.from((await same.read()).data, expected), Array.from(all, expected));
    assert.deepEqual(Array.from((await rest.read()).data, expected), Array.from(all.slice(1), expected));
    for (const one of [same, rest, held]) one.dispose();
    await program.dispose();
  }
  assert.deepEqual(live(backend), before);
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

export async function aLayer() {
  const config = attentionConfig({ kind: 'mosa', dModel: 20, dHead: 6, heads: 3, sparsity: 3 });
  const weights = initWeights(config, 3);
  const x = numbers(2, 37, 20);
  for (const storage of formats) {
    const known = {};
    for (const [name, weight] of Object.entries(weights)) known[name] = await rounded(weight, storage);
    const before = live(backend);
    const made = [];
    for (const [given, options] of [
      [weights, { storage }],
      [known, {}],
    ]) {
      const layer = await createLayer(backend, config, given, options);
      const { bytes } = live(backend);
      const { y } = await layer.run({ x });
      made.push({ y: bitsOf(await y.read()), bytes: bytes - before.bytes });
      y.dispose();
      await layer.dispose();
    }
    const [half, whole] = made;
    assert.deepEqual(half.y, whole.y, storage);
    assert.equal(2 * half.bytes, whole.bytes);
    assert.deepEqual(live(backend), before);
  }
}

export async function finish() {
  await backend.dispose();
}
