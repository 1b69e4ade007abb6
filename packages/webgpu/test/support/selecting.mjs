import assert from 'node:assert/strict';
import { randomSource } from '@mosa-js/core/training';
import { evaluate } from './evaluate.mjs';
import { selectByRule } from './select-rule.mjs';

/** Seeded, so that every run checks the same. */
const next = randomSource(7);
const size = (shape) => shape.reduce((a, b) => a * b, 1);
export const tensor = (shape, value) => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: size(shape) }, () => value(next)),
});
export const mask = (shape, share) => ({
  shape,
  dtype: 'bool',
  data: Uint8Array.from({ length: size(shape) }, () => (next() < share ? 1 : 0)),
});

async function select(backend, logits, k, valid, options) {
  const inputs = valid ? { logits, valid } : { logits };
  const { y } = await evaluate(backend, inputs, (ops, t) => ({ y: ops.selectIndices(t.logits, k, t.valid) }), options);
  return y;
}

/** Element of `valid` for each element of a shape that it broadcasts to. */
function validity(valid, shape) {
  const lead = shape.length - valid.shape.length;
  return (flat) => {
    let at = 0;
    let step = 1;
    for (let axis = shape.length - 1; axis >= lead; axis--) {
      const length = valid.shape[axis - lead];
      at += length === 1 ? 0 : (flat % shape[axis]) * step;
      step *= length;
      flat = Math.floor(flat / shape[axis]);
    }
    return valid.data[at] === 1;
  };
}

/** Throws unless the backend selects as the rule does. */
export async function agrees(backend, logits, k, valid, options) {
  const width = logits.shape.at(-1);
  const result = await select(backend, logits, k, valid, options);
  assert.deepEqual(result.shape, [...logits.shape.slice(0, -1), k]);
  const isValid = valid ? validity(valid, logits.shape) : () => true;
  for (let row = 0; row < logits.data.length / width; row++) {
    const data = logits.data.subarray(row * width, (row + 1) * width);
    const wanted = selectByRule(data, k, (i) => isValid(row * width + i));
    const got = Array.from(result.data.subarray(row * k, (row + 1) * k));
    const what = `row ${row} of [${logits.shape}], k = ${k}, valid ${valid?.shape}`;
    assert.ok(
      wanted.every((position, i) => position === got[i]),
      `${what}: ${got.slice(0, 20)}, not ${wanted.slice(0, 20)}`,
    );
  }
}
