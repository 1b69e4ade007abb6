import assert from 'node:assert/strict';
import { createLayer, hostTensor, initWeights, trace } from '@mosa-js/core';
import { nodeGpu } from '@mosa-js/webgpu';
import * as node from 'webgpu';
import { create, live } from '../support/create.mjs';

nodeGpu(node); // sets the globals
const calls = [];
const note = (prototype, name, what) => {
  const own = prototype[name];
  prototype[name] = function (...given) {
    calls.push([name, what?.(...given)]);
    return own.apply(this, given);
  };
};
for (const name of Object.getOwnPropertyNames(GPUDevice.prototype))
  if (name.startsWith('create')) note(GPUDevice.prototype, name);
note(GPUQueue.prototype, 'writeBuffer', (_buffer, _start, data) => data.length);
note(GPUQueue.prototype, 'submit', (list) => list.length);
note(GPUComputePassEncoder.prototype, 'end');
const backend = await create();

const side = { shape: [64, 64], dtype: 'float32' };
const x = { ...side, data: Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i)) };
const graph = trace(
  (ops, { x }) => {
    let y = ops.matMul(x, x);
    for (let step = 0; step < 5; step++) y = ops.softmax(ops.add(ops.exp(ops.neg(ops.transpose(y, [1, 0]))), x));
    return { y, total: ops.sum(y, [1]) };
  },
  { inputs: { x: side } },
);

async function run(program, given) {
  const { y, total } = await program.run({ x: given });
  const results = [...(await y.read()).data, ...(await total.read()).data];
  y.dispose();
  total.dispose();
  return String(results);
}

/** What is done between a call of `run` and its result. */
async function callsOf(program, given) {
  calls.length = 0;
  const outputs = await program.run({ x: given });
  const made = [...calls];
  for (const output of Object.values(outputs)) output.dispose();
  return made;
}

export async function aRepeatedRunWritesItsInputsAndIsOneSubmission() {
  const program = await backend.compile(graph);
  const first = await run(program, x);
  for (let i = 0; i < 3; i++) assert.equal(await run(program, x), first);
  const wanted = [
    ['writeBuffer', 4096],
    ['createCommandEncoder', undefined],
    ['end', undefined],
    ['submit', 1],
  ];
  for (let i = 0; i < 3; i++) assert.deepEqual(await callsOf(program, x), wanted);
  const onDevice = await backend.upload(x);
  for (let i = 0; i < 3; i++) assert.equal(await run(program, onDevice), first);
  assert.deepEqual(await callsOf(program, onDevice), wanted.slice(1));
  onDevice.dispose();
  await program.dispose();
}

/** So that the GPU begins while the host still records. */
export async function aLongProgramIsAFewSubmissions() {
  // One short row: a GPU in software takes some 10 ms for the softmax of 64 rows, and these are 1,414.
  const row = { shape: [8], dtype: 'float32', data: x.data.slice(0, 8) };
  const long = (count) =>
    trace(
      (ops, { x }) => {
        let y = x;
        for (let step = 0; step < count; step++) y = ops.softmax(y);
        return { y };
      },
      { inputs: { x: row } },
    );
  for (const [count, submissions] of [
    [128, 1],
    [129, 2],
    [450, 3],
  ]) {
    const program = await backend.compile(long(count));
    await callsOf(program, row);
    const made = await callsOf(program, row);
    assert.equal(made.filter(([name]) => name === 'submit').length, submissions);
    await program.dispose();
  }
}

export async function otherTensorsAreNotMixedUp() {
  const program = await backend.compile(graph);
  const given = [];
  for (let i = 0; i < 12; i++) given.push(await backend.upload({ ...x, data: x.data.map((value) => value - i / 7) }));
  const first = [];
  for (const tensor of given) first.push(await run(program, tensor));
  assert.equal(new Set(first).size, given.length);
  for (const [i, tensor] of [...given.entries()].reverse()) assert.equal(await run(program, tensor), first[i]);
  for (const tensor of given) tensor.dispose();
  await program.dispose();
}

/** Two inputs and an output in one dispatch: whichever of them changes, it is bound to that one. */
export async function everyTensorOfADispatchIsBoundAnew() {
  const type = { shape: [8], dtype: 'float32' };
  const program = await backend.compile(
    trace((ops, { a, b }) => ({ y: ops.sub(a, b) }), { inputs: { a: type, b: type } }),
  );
  const given = [];
  for (const value of [1, 10, 100])
    given.push(await backend.upload({ ...type, data: new Float32Array(8).fill(value) }));
  for (let round = 0; round < 2; round++) {
    for (const [i, a] of given.entries()) {
      for (const [j, b] of given.entries()) {
        const { y } = await program.run({ a, b });
        assert.equal((await y.read()).data[7], 10 ** i - 10 ** j);
        y.dispose();
      }
    }
  }
  for (const tensor of given) tensor.dispose();
  await program.dispose();
}

export async function outputsThatTheCallerKeepsStayAsTheyWere() {
  const program = await backend.compile(graph);
  const kept = [];
  for (let i = 0; i < 5; i++) kept.push((await program.run({ x: { ...x, data: x.data.map((value) => value * i) } })).y);
  const before = [];
  for (const y of kept) before.push(String((await y.read()).data));
  assert.equal(new Set(before).size, 5);
  await run(program, x);
  for (const [i, y] of kept.entries()) assert.equal(String((await y.read()).data), before[i]);
  for (const y of kept) y.dispose();
  await program.dispose();
}

/** Each run makes all that it hands out: where it left an element out, one of the run before would show. */
export async function nothingIsLeftOfARunBefore() {
  const lookup = trace((ops, { x, i }) => ({ y: ops.scatterAdd(i, ops.gather(x, i), 64), z: ops.setRows(x, i, x) }), {
    inputs: { x: side, i: { shape: [64], dtype: 'int32' } },
  });
  const program = await backend.compile(lookup);
  const rows = (value) => ({ shape: [64], dtype: 'int32', data: new Int32Array(64).fill(value) });
  for (const row of [3, 70, 5]) {
    const { y, z } = await program.run({ x, i: rows(row) });
    const { data } = await y.read();
    const wanted = (i) => (Math.floor(i / 64) === row ? 64 * x.data[i] : 0);
    assert.ok(data.every((value, i) => Math.abs(value - wanted(i)) < 1e-4));
    const changed = (await z.read()).data.filter((value, i) => value !== x.data[i]);
    assert.ok(row < 64 ? changed.length > 0 : changed.length === 0);
    y.dispose();
    z.dispose();
  }
  await program.dispose();
}

export async function manyRunsAndLengthsTakeNoMoreMemory() {
  const start = live(backend);
  const few = { shape: [8], dtype: 'float32', data: new Float32Array(8).fill(1) };
  const program = await backend.compile(
    trace((ops, { few }) => ({ y: ops.softmax(few), total: ops.sum(few, [0]) }), { inputs: { few } }),
  );
  const reserved = [];
  for (let i = 0; i < 1000; i++) {
    const { y, total } = await program.run({ few });
    y.dispose();
    total.dispose();
    if (i === 10 || i === 999) reserved.push(backend.memory().reservedBytes);
  }
  assert.ok(reserved[1] <= reserved[0], `${reserved}`);
  await program.dispose();
  const config = { kind: 'mosa', dModel: 16, dHead: 8, heads: 2, sparsity: 2 };
  const layer = await createLayer(backend, config, initWeights(config, 1));
  const peak = [];
  for (let round = 0; round < 2; round++) {
    for (let length = 2; length < 102; length++) {
      const given = hostTensor(new Float32Array(16 * length).fill(0.5), [1, length, 16]);
      const { y } = await layer.run({ x: given });
      y.dispose();
    }
    peak.push(backend.memory().reservedBytes);
  }
  assert.ok(peak[1] <= 1.1 * peak[0], `${peak}`);
  await layer.dispose();
  assert.deepEqual(live(backend), start);
}

export async function programsGiveTheirMemoryBack() {
  const { reservedBytes } = backend.memory();
  const program = await backend.compile(graph);
  assert.ok(backend.memory().reservedBytes >= reservedBytes + 2 * 64 * 64 * 4);
  await program.dispose();
  assert.equal(backend.memory().reservedBytes, reservedBytes);
}

export async function profilesAddUpWhatRan() {
  const program = await backend.compile(graph);
  if (!backend.features.has('timestamp-query')) {
    await assert.rejects(program.profile({ x }), { code: 'unsupported' });
  } else {
    const parts = await program.profile({ x });
    assert.ok(parts.every(({ milliseconds, bytes }) => milliseconds >= 0 && bytes > 0));
    assert.equal(parts.find(({ op }) => op === 'softmax').dispatches, 5);
  }
  assert.equal(await run(program, x), await run(program, x));
  await program.dispose();
}

/** A counter of [64, 64] that each run adds x to. */
const counting = trace((ops, { x, sum }) => ({ sum: ops.add(sum, x) }), { inputs: { x: side, sum: side } });
const zeros = { ...side, data: new Float32Array(4096) };

export async function whatIsCarriedTakesNoMemoryOfItsOwn() {
  const before = backend.memory().reservedBytes;
  const program = await backend.compile(counting, { carry: { sum: 'sum' }, initial: { sum: zeros } });
  const onDevice = await backend.upload(x);
  for (let i = 0; i < 3; i++) await program.run({ x: onDevice });
  assert.deepEqual([...(await program.state.read('sum')).data], [...x.data.map((value) => value + value + value)]);
  assert.ok(backend.memory().reservedBytes - before <= 2 * 4 * 4096);
  onDevice.dispose();
  await program.dispose();
}

export async function aProfileLeavesWhatIsCarried() {
  const program = await backend.compile(counting, { carry: { sum: 'sum' }, initial: { sum: x } });
  if (backend.features.has('timestamp-query')) await program.profile({ x });
  assert.deepEqual((await program.state.read('sum')).data, x.data);
  await program.run({ x });
  assert.deepEqual([...(await program.state.read('sum')).data], [...x.data.map((value) => 2 * value)]);
  await program.dispose();
}

export const finish = () => backend.dispose();
