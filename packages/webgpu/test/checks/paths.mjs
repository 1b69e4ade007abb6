import assert from 'node:assert/strict';
import { randomSource } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { isSoftware } from '@mosa-js/webgpu';
import { create } from '../support/create.mjs';
import { evaluate } from '../support/evaluate.mjs';
import { casesOfPaths } from '../support/paths.mjs';

const first = await create();
const { names } = first.paths;
const cases = casesOfPaths(isSoftware(first.adapterInfo)).filter(({ path }) => names.includes(path));
const reference = createReferenceBackend();
const next = randomSource(17);

/** Multiples of 1/16 below ½, with which sums and products are exact; row numbers from 0. */
function dataOf({ shape, dtype }, name) {
  const length = shape.reduce((a, b) => a * b, 1);
  const whole = Array.from({ length }, () => Math.floor(16 * next()) - 8);
  if (dtype === 'float32') return Float32Array.from(whole, (value) => value / 16);
  if (dtype === 'bool') return Uint8Array.from(whole, (value) => (value > -4 ? 1 : 0));
  return Int32Array.from(whole, (value) => (name === 'i' ? Math.abs(value) % (length > 4096 ? 1 : 4) : value));
}

/** That a case takes the path it is for shows without a device (lower.test.ts). */
export async function everyCaseOfAPathIsRight() {
  const failed = [];
  for (const { path, inputs, build, carry } of cases) {
    const given = Object.fromEntries(
      Object.entries(inputs).map(([name, type]) => [name, { ...type, data: dataOf(type, name) }]),
    );
    const program = (ops, t) => ({ y: build(ops, t) });
    const { y } = await evaluate(first, given, program, { carry });
    const wanted = (await evaluate(reference, given, program)).y;
    assert.deepEqual(y.shape, wanted.shape);
    const off = wanted.data.findIndex((value, i) => !(Math.abs(y.data[i] - value) <= 1e-6));
    if (off >= 0) failed.push(`${path}: element ${off} is ${y.data[off]}, not ${wanted.data[off]}`);
    if (!first.paths.taken().has(path)) failed.push(`not taken: ${path}`);
  }
  assert.deepEqual(failed, []);
}

export async function everyPathIsNamedHere() {
  const missing = names.filter((name) => !cases.some(({ path }) => path === name));
  assert.deepEqual(missing, []);
}

export async function softwareAndHardwareDifferInPlansAlone() {
  const paths = (software) => casesOfPaths(software).map(({ path }) => path);
  const onlyHardware = paths(false).filter((path) => !paths(true).includes(path));
  assert.deepEqual(onlyHardware, ['dispatch: in several dimensions, a workgroup for each row']);
}

export const finish = () => first.dispose();
