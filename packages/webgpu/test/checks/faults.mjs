import assert from 'node:assert/strict';
import { trace } from '@mosa-js/core';
import { createTrainer } from '@mosa-js/core/training';
import { create, live } from '../support/create.mjs';

const side = { shape: [64, 64], dtype: 'float32' };
const x = { ...side, data: new Float32Array(4096).fill(1 / 64) };
const graph = trace((ops, { x }) => ({ y: ops.softmax(ops.matMul(ops.matMul(x, x), x)) }), { inputs: { x: side } });
const backend = await create();
const device = backend.gpuDevice;

/** As a device that has no more memory: buffers of this size and more are errors. */
function withoutMemory(bytes) {
  const own = device.createBuffer;
  device.createBuffer = function (descriptor) {
    return own.call(
      this,
      descriptor.size >= bytes ? { ...descriptor, size: device.limits.maxBufferSize + 4 } : descriptor,
    );
  };
  return () => delete device.createBuffer;
}

export async function noMemoryWhenCompiling() {
  const before = live(backend);
  const { reservedBytes } = backend.memory();
  const restore = withoutMemory(4 * 4096);
  await assert.rejects(backend.compile(graph), { code: 'backend', where: 'webgpu load' });
  restore();
  assert.deepEqual(live(backend), before);
  assert.equal(backend.memory().reservedBytes, reservedBytes);
  await (await backend.compile(graph)).dispose();
}

export async function noMemoryForAnUploadOrAnOutput() {
  const before = live(backend);
  const odd = { shape: [4097], dtype: 'float32', data: new Float32Array(4097) };
  const program = await backend.compile(
    trace((ops, { x }) => ({ y: ops.broadcastTo(x, [5000, 3]) }), { inputs: { x: { shape: [3], dtype: 'float32' } } }),
  );
  const loaded = live(backend);
  const restore = withoutMemory(4 * 4097);
  await assert.rejects(backend.upload(odd), { code: 'backend', where: 'webgpu upload' });
  const given = { shape: [3], dtype: 'float32', data: new Float32Array(3) };
  await assert.rejects(program.run({ x: given }), { code: 'backend', where: 'webgpu run' });
  restore();
  assert.deepEqual(live(backend), loaded);
  (await program.run({ x: given })).y.dispose();
  await program.dispose();
  assert.deepEqual(live(backend), before);
}

/** The state is the one before the step, and the same trainer goes on. */
export async function noMemoryInMidTraining() {
  const model = {
    parameters: { w: [64, 64] },
    inputs: { x: side },
    loss: (ops, { x }, { w }) => ({ loss: ops.sum(ops.mul(ops.matMul(x, w), w), [0, 1]) }),
  };
  const state = {
    step: 0,
    parameters: { w: { ...side, data: Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i)) } },
  };
  const options = { optimizer: { learningRate: 0.01 }, state };
  const trainer = await createTrainer(backend, model, options);
  const held = [];
  const restore = withoutMemory(4 * 4096);
  await assert.rejects(trainer.run({ x }), { code: 'backend' });
  restore();
  assert.equal(trainer.step, 0);
  const losses = [];
  for (let step = 0; step < 3; step++) losses.push((await trainer.run({ x })).loss);
  const again = await createTrainer(backend, model, options);
  for (let step = 0; step < 3; step++) assert.equal((await again.run({ x })).loss, losses[step]);
  for (const tensor of held) tensor.dispose();
  await again.dispose();
  await trainer.dispose();
}

export async function disposeInMidRun() {
  const before = live(backend);
  const program = await backend.compile(graph);
  const running = [program.run({ x }), program.run({ x })];
  const disposing = program.dispose();
  for (const run of running) (await run).y.dispose();
  await disposing;
  await assert.rejects(program.run({ x }), { code: 'disposed' });
  assert.deepEqual(live(backend), before);
}

export async function theBackendIsDisposedInMidRun() {
  const brief = await create();
  const program = await brief.compile(graph);
  const running = program.run({ x });
  const disposing = brief.dispose();
  await running;
  await disposing;
  await assert.rejects(program.run({ x }), { code: 'disposed' });
}

export async function aSharedDeviceThatItsOwnerDestroys() {
  const owner = await create();
  const guest = await create({ device: owner.gpuDevice, name: 'guest' });
  const program = await guest.compile(graph);
  (await program.run({ x })).y.dispose();
  await owner.dispose();
  await owner.gpuDevice.lost;
  await assert.rejects(program.run({ x }), /guest: expected a GPU device in use, got a lost one/);
  await guest.dispose();
}

export const finish = () => backend.dispose();
