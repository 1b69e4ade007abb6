import assert from 'node:assert/strict';
import { createLayer, hostTensor, initWeights, trace } from '@mosa-js/core';
import { createTrainer } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { nodeGpu } from '@mosa-js/webgpu';
import * as node from 'webgpu';
import { create } from '../support/create.mjs';

// What a device has unless it is asked for more: the least that WebGPU guarantees.
const adapter = await nodeGpu(node).requestAdapter();
const device = await adapter.requestDevice();
const backend = await create({ device });
const reference = createReferenceBackend();

export async function hasTheLeastThatIsGuaranteed() {
  const { maxStorageBuffersPerShaderStage, maxComputeWorkgroupStorageSize, maxStorageBufferBindingSize } =
    device.limits;
  assert.deepEqual(
    [maxStorageBuffersPerShaderStage, maxComputeWorkgroupStorageSize, maxStorageBufferBindingSize],
    [8, 16384, 2 ** 27],
  );
}

/** Local and fixed heads are made of what dense ones are. */
export async function headsOfEveryMakeRun() {
  const common = { dModel: 64, dHead: 32, heads: 3 };
  const selection = { rule: 'causal', capacity: 40 };
  for (const config of [
    { kind: 'mosa', ...common, sparsity: 2 },
    { kind: 'mosa', ...common, sparsity: 2, selection },
    { kind: 'dense', ...common },
    { kind: 'routing', ...common, sparsity: 4 },
  ]) {
    const weights = initWeights(config, 3);
    const x = hostTensor(
      Float32Array.from({ length: 2 * 80 * 64 }, (_, i) => Math.sin(i * i)),
      [2, 80, 64],
    );
    const results = [];
    for (const on of [backend, reference]) {
      const layer = await createLayer(on, config, weights);
      const { y } = await layer.run({ x });
      results.push((await y.read()).data);
      y.dispose();
      await layer.dispose();
    }
    const off = results[0].findIndex((value, i) => !(Math.abs(value - results[1][i]) < 1e-4));
    assert.equal(off, -1, `${config.kind}: element ${off}`);
  }
}

export async function trainingRuns() {
  const model = {
    parameters: { w: [64, 64], v: [64] },
    inputs: { x: { shape: [64, 64], dtype: 'float32' } },
    loss: (ops, { x }, { w, v }) => {
      const y = ops.sub(ops.add(ops.matMul(x, w), v), x);
      return { loss: ops.sum(ops.mul(y, y), [0, 1]) };
    },
  };
  const tensor = (shape, of) =>
    hostTensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => of(i)),
      shape,
    );
  const x = tensor([64, 64], Math.sin);
  const state = { step: 0, parameters: { w: tensor([64, 64], Math.cos), v: tensor([64], Math.sin) } };
  const losses = [];
  for (const on of [backend, reference]) {
    const trainer = await createTrainer(on, model, { optimizer: { learningRate: 0.01 }, state });
    for (let step = 0; step < 3; step++) losses.push((await trainer.run({ x })).loss);
    await trainer.dispose();
  }
  for (let step = 0; step < 3; step++) assert.ok(Math.abs(losses[step] / losses[step + 3] - 1) < 1e-4, `${losses}`);
}

export async function moreOperandsThanBindingsRunInSeveralPrograms() {
  const names = Array.from({ length: 20 }, (_, i) => `x${i}`);
  const type = { shape: [8], dtype: 'float32' };
  const graph = trace((ops, given) => ({ y: names.reduce((sum, name) => ops.add(sum, given[name]), given.x0) }), {
    inputs: Object.fromEntries(names.map((name) => [name, type])),
  });
  const program = await backend.compile(graph);
  const inputs = Object.fromEntries(names.map((name, i) => [name, { ...type, data: new Float32Array(8).fill(i) }]));
  const { y } = await program.run(inputs);
  assert.deepEqual([...(await y.read()).data], new Array(8).fill(190));
  y.dispose();
  await program.dispose();
}

export async function whatDoesNotFitIsNamed() {
  const type = { shape: [2 ** 25 + 64], dtype: 'float32' };
  const graph = trace((ops, { x }) => ({ y: ops.neg(x) }), { inputs: { x: type } });
  await assert.rejects(backend.compile(graph), /at most 134217728 bytes \(the device's maxStorageBufferBindingSize\)/);
}

export async function finish() {
  await backend.dispose();
  device.destroy();
}
