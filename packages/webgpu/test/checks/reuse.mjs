import assert from 'node:assert/strict';
import { trace } from '@mosa-js/core';
import { nodeGpu } from '@mosa-js/webgpu';
import * as node from 'webgpu';
import { create } from '../support/create.mjs';

nodeGpu(node); // sets GPUDevice
const made = { createBindGroup: 0, createBuffer: 0 };
for (const name of Object.keys(made)) {
  const make = GPUDevice.prototype[name];
  GPUDevice.prototype[name] = function (...given) {
    made[name]++;
    return make.apply(this, given);
  };
}
const backend = await create();

const x = { shape: [64, 64], dtype: 'float32', data: Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i)) };
const graph = trace(
  (ops, { x }) => {
    let y = ops.matMul(x, x);
    for (let step = 0; step < 5; step++) y = ops.softmax(ops.add(ops.exp(ops.neg(ops.transpose(y, [1, 0]))), x));
    return { y, total: ops.sum(y, [1]) };
  },
  { inputs: { x } },
);

async function runs(program, count, given) {
  const before = { ...made };
  const results = [];
  for (let run = 0; run < count; run++) {
    const { y, total } = await program.run({ x: given });
    results.push(Array.from((await total.read()).data));
    y.dispose();
    total.dispose();
  }
  return { results, groups: made.createBindGroup - before.createBindGroup };
}

/** Every length takes other buffers, which tfjs keeps; the largest of these is 16 MB. */
export async function tellsWhatIsKeptForReuse() {
  const start = backend.memory();
  for (const rows of [512, 1024, 2048]) {
    const wide = { shape: [rows, 2048], dtype: 'float32', data: new Float32Array(rows * 2048).fill(1) };
    const doubled = trace((ops, { x }) => ({ y: ops.neg(x) }), { inputs: { x: wide } });
    const program = await backend.compile(doubled);
    const { y } = await program.run({ x: wide });
    await y.read();
    y.dispose();
    await program.dispose();
  }
  const end = backend.memory();
  assert.equal(end.bytes, start.bytes);
  assert.ok(end.reservedBytes >= start.reservedBytes + 2048 * 2048 * 4, `${start.reservedBytes}, ${end.reservedBytes}`);
}

export async function equalRunsMakeNoBindGroups() {
  const program = await backend.compile(graph);
  const given = await backend.upload(x);
  const first = await runs(program, 3, given);
  assert.ok(first.groups > 5);
  const later = await runs(program, 10, given);
  assert.equal(later.groups, 0);
  assert.deepEqual(new Set(later.results.map(String)), new Set([String(first.results[0])]));
  given.dispose();
  await program.dispose();
}

export async function otherTensorsAreNotMixedUp() {
  const program = await backend.compile(graph);
  const one = await backend.upload(x);
  const two = await backend.upload({ ...x, data: x.data.map((value) => 1 - value) });
  const [a] = (await runs(program, 1, one)).results;
  const [b] = (await runs(program, 1, two)).results;
  assert.notDeepEqual(a, b);
  assert.deepEqual((await runs(program, 1, one)).results[0], a);
  assert.deepEqual((await runs(program, 1, two)).results[0], b);
  one.dispose();
  two.dispose();
  await program.dispose();
}

export async function uniformsOfOtherBitsAreOthers() {
  const { lib } = await import('../support/create.mjs');
  await lib.setBackend(backend.tfjsName);
  for (const value of [0, -0, 1, -1]) {
    const filled = lib.fill([5], value);
    assert.ok(
      Array.from(await filled.data()).every((got) => Object.is(got, value)),
      `${value}`,
    );
    filled.dispose();
  }
}

export const finish = () => backend.dispose();
