import assert from 'node:assert/strict';
import { createLayer, initWeights } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { create, lib } from '../support/create.mjs';

const backend = await create();
const config = { kind: 'mosa', dModel: 16, dHead: 8, heads: 2, sparsity: 2 };
const weights = initWeights(config, 1);
const data = Float32Array.from({ length: 320 }, (_, i) => Math.sin(i));

export async function goThroughALayerOnTheGpu() {
  await lib.setBackend(backend.tfjsName);
  const before = lib.memory().numTensors;
  const x = lib.tidy(() => lib.mul(lib.tensor3d(data, [1, 20, 16]), 2)); // made on the GPU
  const layer = await createLayer(backend, config, weights);
  const input = backend.wrap(x);
  const { y } = await layer.run({ x: input });
  input.dispose();
  const result = backend.unwrap(y);
  const actual = await lib.mul(result, 3).data();
  const reference = createReferenceBackend();
  const wanted = await (await createLayer(reference, config, weights)).run({
    x: { shape: [1, 20, 16], dtype: 'float32', data: data.map((value) => 2 * value) },
  });
  const expected = (await wanted.y.read()).data;
  for (const [i, value] of actual.entries()) assert.ok(Math.abs(value - 3 * expected[i]) < 1e-4, `${i}`);
  result.dispose();
  x.dispose();
  await layer.dispose();
  assert.equal(lib.memory().numTensors - before, 1); // lib.mul(result, 3)
}

export async function refusesOneOfAnotherDevice() {
  const second = await create();
  await lib.setBackend(second.tfjsName);
  const elsewhere = lib.tensor1d([1, 2]);
  assert.throws(
    () => backend.wrap(elsewhere),
    /expected a tensor made while '.*' is tfjs's backend, got one of another/,
  );
  elsewhere.dispose();
  await second.dispose();
}

export async function finish() {
  await lib.setBackend(backend.tfjsName);
  await backend.dispose();
}
