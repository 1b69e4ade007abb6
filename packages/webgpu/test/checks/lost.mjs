import assert from 'node:assert/strict';
import { trace } from '@mosa-js/core';
import { createTrainer } from '@mosa-js/core/training';
import { byteTokenizer, createDecoder, generate, initModel } from '@mosa-js/lm';
import { create, live } from '../support/create.mjs';

const side = { shape: [64, 64], dtype: 'float32' };
const x = { ...side, data: new Float32Array(64 * 64).fill(1) };
const products = (ops, { x }) => {
  let y = x;
  for (let i = 0; i < 20; i++) y = ops.matMul(y, x);
  return { y };
};

/** Whatever is under way or comes later rejects, and names the loss; nothing hangs. */
export async function aLostDeviceRejectsAllWork() {
  const backend = await create();
  const program = await backend.compile(trace(products, { inputs: { x: side } }));
  const { y: early } = await program.run({ x });
  const running = program.run({ x });
  const reading = early.read();
  setImmediate(() => backend.gpuDevice.destroy());
  const outcomes = await Promise.allSettled([running, reading, program.run({ x }), program.run({ x })]);
  const later = await Promise.allSettled([program.run({ x }), early.read(), backend.upload(x)]);
  const isLoss = ({ status, reason }) =>
    status === 'rejected' && reason.code === 'backend' && /lost one \(destroyed\)/.test(reason.message);
  assert.ok(isLoss(outcomes.at(-1)), String(outcomes.at(-1).reason ?? 'ran'));
  for (const outcome of outcomes) assert.ok(outcome.status === 'fulfilled' || isLoss(outcome), String(outcome.reason));
  for (const outcome of later) assert.ok(isLoss(outcome), String(outcome.reason ?? 'ran'));
  await backend.dispose();
}

export async function anotherBackendIsUnharmed() {
  const backend = await create();
  const other = await create();
  backend.gpuDevice.destroy();
  await backend.gpuDevice.lost;
  const program = await other.compile(trace(products, { inputs: { x: side } }));
  const { y } = await program.run({ x });
  assert.equal((await y.read()).data[0], 64 ** 20);
  await other.dispose();
  await backend.dispose();
}

/** Training names the loss; what was read before, goes on elsewhere with the same next loss. */
export async function trainingGoesOnFromItsStateOnAnotherDevice() {
  const model = {
    parameters: { w: [64, 64] },
    inputs: { x: side },
    loss(ops, { x }, { w }) {
      const y = ops.mul(ops.matMul(x, w), x);
      return { loss: ops.sum(ops.mul(y, y), [0, 1]) };
    },
  };
  const w = { ...side, data: Float32Array.from({ length: 64 * 64 }, (_, i) => Math.sin(i)) };
  const optimizer = { learningRate: 0.01, clip: 1 };
  const start = { step: 0, parameters: { w } };
  const backend = await create();
  const trainer = await createTrainer(backend, model, { optimizer, state: start });
  await trainer.run({ x });
  const state = await trainer.state();
  const { loss } = await trainer.run({ x });
  backend.gpuDevice.destroy();
  await backend.gpuDevice.lost;
  await assert.rejects(trainer.run({ x }), /lost one \(destroyed\)/);
  assert.equal(trainer.step, 2);
  const other = await create();
  const again = await createTrainer(other, model, { optimizer, state });
  assert.equal((await again.run({ x })).loss, loss);
  await trainer.dispose();
  await backend.dispose();
  await again.dispose();
  await other.dispose();
}

/** Generating names the loss; what the decoder had come to, read before, goes on elsewhere with the same tokens. */
export async function generatingGoesOnFromASnapshotOnAnotherDevice() {
  const selection = { rule: 'causal', capacity: 4 };
  const attention = { kind: 'mosa', dModel: 16, dHead: 8, heads: 2, sparsity: 4, selection };
  const config = { vocabularySize: 256, dModel: 16, layers: 1, attention };
  const state = initModel(config, 1);
  const make = (on) => createDecoder(on, config, state, { positions: 40, chunk: 4, onWarning() {} });
  const options = { tokenizer: byteTokenizer(), temperature: 0, maxNewTokens: 4 };
  const tokensOf = async (decoder, prompt) => {
    const tokens = [];
    for await (const { token } of generate(decoder, prompt, options)) tokens.push(token);
    return tokens;
  };
  const backend = await create();
  const decoder = await make(backend);
  await tokensOf(decoder, 'abc');
  const snapshot = await decoder.snapshot();
  const expected = await tokensOf(decoder, 'd');
  const running = (async () => {
    for await (const _ of generate(decoder, 'e', { ...options, maxNewTokens: 20 })) backend.gpuDevice.destroy();
  })();
  await assert.rejects(running, /lost one \(destroyed\)/);
  await assert.rejects(decoder.step([1]), /lost one \(destroyed\)/);
  const other = await create();
  const again = await make(other);
  await again.restore(snapshot);
  assert.deepEqual(await tokensOf(again, 'd'), expected);
  await decoder.dispose();
  await backend.dispose();
  await again.dispose();
  assert.equal(live(other).tensors, 0);
  await other.dispose();
}

/** At its end the process must end although a device is still there. */
export async function aBackendLeftBehindKeepsNoProcessAlive() {
  await create();
}
