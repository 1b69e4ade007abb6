import assert from 'node:assert/strict';
import { trace } from '@mosa-js/core';
import { create } from '../support/create.mjs';

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

/** At its end the process must end although a device is still there. */
export async function aBackendLeftBehindKeepsNoProcessAlive() {
  await create();
}
