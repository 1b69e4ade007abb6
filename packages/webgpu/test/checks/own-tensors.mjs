import assert from 'node:assert/strict';
import { trace } from '@mosa-js/core';
import { create, live } from '../support/create.mjs';

const backend = await create();
const device = backend.gpuDevice;
const double = trace((ops, { x }) => ({ y: ops.add(x, x) }), { inputs: { x: { shape: [5], dtype: 'float32' } } });
const { STORAGE, COPY_SRC, COPY_DST, VERTEX } = GPUBufferUsage;
const bufferOf = (values, usage = STORAGE | COPY_SRC | COPY_DST) => {
  const buffer = device.createBuffer({ size: 4 * values.length, usage: usage | COPY_DST });
  device.queue.writeBuffer(buffer, 0, Float32Array.from(values));
  return buffer;
};

export async function buffersGoThroughAProgram() {
  const before = live(backend);
  const program = await backend.compile(double);
  const buffer = bufferOf([1, 2, 3, 4, 5]);
  const x = backend.wrap({ buffer, shape: [5], dtype: 'float32' });
  const { y } = await program.run({ x });
  x.dispose();
  const mine = backend.unwrap(y);
  assert.deepEqual([mine.shape, mine.dtype], [[5], 'float32']);
  const again = backend.wrap(mine);
  const { y: z } = await program.run({ x: again });
  assert.deepEqual([...(await z.read()).data], [4, 8, 12, 16, 20]);
  z.dispose();
  again.dispose();
  await program.dispose();
  assert.deepEqual(live(backend), before);
  device.queue.writeBuffer(mine.buffer, 0, new Float32Array(5)); // still there: it is the caller's
  mine.buffer.destroy();
  buffer.destroy();
  await device.queue.onSubmittedWorkDone();
}

/** Nobody else's tensor changes or goes with a buffer that was handed out. */
export async function whatIsHandedOutIsNobodyElses() {
  const before = live(backend);
  const build = (ops, { x }) => {
    const y = ops.add(x, x);
    return { y, again: y, same: ops.reshape(x, [5, 1]) };
  };
  const program = await backend.compile(trace(build, { inputs: { x: { shape: [5], dtype: 'float32' } } }));
  const buffer = bufferOf([1, 2, 3, 4, 5]);
  const x = backend.wrap({ buffer, shape: [5], dtype: 'float32' });
  const { y, again, same } = await program.run({ x });
  const out = [backend.unwrap(y), backend.unwrap(same), backend.unwrap(x)];
  assert.equal(new Set([buffer, ...out.map((one) => one.buffer)]).size, 4);
  for (const { buffer: mine } of out) device.queue.writeBuffer(mine, 0, new Float32Array(5).fill(-1));
  assert.deepEqual([...(await again.read()).data], [2, 4, 6, 8, 10]);
  const kept = backend.wrap({ buffer, shape: [5], dtype: 'float32' });
  assert.deepEqual([...(await kept.read()).data], [1, 2, 3, 4, 5]);
  for (const tensor of [again, kept]) tensor.dispose();
  for (const { buffer: mine } of out) mine.destroy();
  await program.dispose();
  assert.deepEqual(live(backend), before);
  buffer.destroy();
}

export async function refusesWhatIsNoBufferOfElements() {
  for (const given of [undefined, {}, { buffer: {} }, { buffer: bufferOf([1], VERTEX), shape: [1], dtype: 'float32' }])
    assert.throws(() => backend.wrap(given), { code: 'mixed', where: 'webgpu wrap' });
  const buffer = bufferOf([1, 2]);
  assert.throws(() => backend.wrap({ buffer, shape: [3], dtype: 'float32' }), /at least 12 bytes, got 8/);
  assert.throws(() => backend.wrap({ buffer, shape: [2], dtype: 'float16' }), { code: 'dtype' });
  assert.throws(() => backend.wrap({ buffer, shape: [0], dtype: 'float32' }), { code: 'shape' });
}

export async function aDeviceOfTheCallersIsShared() {
  const other = await create({ device, name: 'second' });
  assert.equal(other.gpuDevice, device);
  const x = other.wrap({ buffer: bufferOf([1, 2, 3, 4, 5]), shape: [5], dtype: 'float32' });
  const program = await other.compile(double);
  const { y } = await program.run({ x });
  assert.deepEqual([...(await y.read()).data], [2, 4, 6, 8, 10]);
  await other.dispose();
  const own = await backend.compile(double);
  const { y: still } = await own.run({ x: { shape: [5], dtype: 'float32', data: new Float32Array(5).fill(1) } });
  assert.deepEqual([...(await still.read()).data], [2, 2, 2, 2, 2]);
  still.dispose();
  await own.dispose();
}

export const finish = () => backend.dispose();
