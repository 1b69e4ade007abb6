import assert from 'node:assert/strict';
import { trace } from '@mosa-js/core';
import { evaluate } from '../../../webgpu/test/support/evaluate.mjs';
import { create, lib } from '../support/create.mjs';

const x = { shape: [4], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4) };
const double = (ops, { x }) => ({ y: ops.add(x, x) });
const backend = await create({ name: 'under test' });
const works = async () => assert.deepEqual([...(await evaluate(backend, { x }, double)).y.data], [2, 4, 6, 8]);

export async function theCallersOwnChoicesStay() {
  assert.equal(lib.env().get('WEBGPU_CPU_FORWARD'), true);
  const before = lib.getBackend();
  const other = await create();
  assert.notEqual(other.tfjsName, backend.tfjsName);
  const names = lib.engine().backendNames().length;
  await other.dispose();
  assert.equal(lib.engine().backendNames().length, names - 1);
  assert.equal(lib.getKernelsForBackend(other.tfjsName).length, 0);
  assert.equal(lib.getBackend(), before);
  await works();
}

/** tfjs hands commands over in batches, and takes memory back that it thinks is its own. */
export async function workOfTfjsAndProgramsTakeTurns() {
  await lib.setBackend(backend.tfjsName);
  const program = await backend.compile(trace(double, { inputs: { x: { shape: [4], dtype: 'float32' } } }));
  const start = backend.memory();
  const tensors = lib.memory().numTensors;
  let value = lib.tensor1d([1, 2, 3, 4]);
  for (let round = 0; round < 6; round++) {
    const halved = lib.mul(value, 0.5);
    value.dispose();
    const given = backend.wrap(halved);
    halved.dispose(); // the program's handle keeps its elements
    const { y } = await program.run({ x: given });
    given.dispose();
    const other = lib.mul(lib.ones([4]), 7); // memory that tfjs has free goes to others
    value = backend.unwrap(y);
    other.dispose();
  }
  assert.deepEqual([...(await value.data())], [1, 2, 3, 4]);
  value.dispose();
  const { tensors: live, bytes } = backend.memory();
  assert.deepEqual({ live, bytes }, { live: start.tensors, bytes: start.bytes });
  await program.dispose();
  assert.ok(lib.memory().numTensors <= tensors + 12); // what lib.mul and lib.ones made of scalars
}

export async function dtypesThatTfjsOnlyRenamedAreConverted() {
  await lib.setBackend(backend.tfjsName);
  const whole = lib.mul(lib.tensor1d([1, 2, 3, 4], 'int32'), lib.scalar(3, 'int32'));
  const renamed = lib.cast(whole, 'float32');
  const truths = lib.cast(whole, 'bool');
  const [x, b] = [backend.wrap(renamed), backend.wrap(truths)];
  const build = (ops, { x, b }) => ({ y: ops.add(x, ops.cast(b, 'float32')) });
  const types = { x: { shape: [4], dtype: 'float32' }, b: { shape: [4], dtype: 'bool' } };
  const program = await backend.compile(trace(build, { inputs: types }));
  const { y } = await program.run({ x, b });
  assert.deepEqual([...(await y.read()).data], [4, 7, 10, 13]);
  for (const tensor of [x, b, y]) tensor.dispose();
  for (const tensor of [whole, renamed, truths]) tensor.dispose();
  await program.dispose();
}

/** tfjs would give one buffer back twice. */
export async function whatCameFromTfjsGoesBackAsACopy() {
  await lib.setBackend(backend.tfjsName);
  const given = lib.mul(lib.tensor1d([1, 2, 3, 4]), 2);
  const back = backend.unwrap(backend.wrap(given));
  given.dispose();
  const others = [1, 2, 3].map((value) => lib.mul(lib.ones([4]), value));
  assert.deepEqual([...(await back.data())], [2, 4, 6, 8]);
  back.dispose();
  for (const other of others) other.dispose();
  await works();
}

export async function noAdapter() {
  const none = { requestAdapter: async () => null };
  await assert.rejects(create({ gpu: none }), { code: 'unavailable', actual: 'none' });
}

export const finish = () => backend.dispose();
