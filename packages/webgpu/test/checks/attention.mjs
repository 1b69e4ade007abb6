import assert from 'node:assert/strict';
import { randomSource } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { create, live } from '../support/create.mjs';
import { evaluate } from '../support/evaluate.mjs';

const backend = await create();
const reference = createReferenceBackend();
const next = randomSource(23);
const float = (...shape) => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * next() - 1),
});
const bool = (...shape) => ({
  shape,
  dtype: 'bool',
  data: Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (next() < 0.6 ? 1 : 0)),
});

/** Attention and its gradient, by the kernels and by the reference. Numbers are below 1, sums of few hundred of them are exact to 1e-5. */
async function agrees({ lead = [2], M, N = M, d = 8, e = d, causal = false, mask, scale = 0.5 }) {
  const inputs = {
    q: float(...lead, M, d),
    k: float(...lead, N, d),
    v: float(...lead, N, e),
    dy: float(...lead, M, e),
    ...(mask ? { mask: bool(...mask) } : {}),
  };
  const build = (ops, { q, k, v, dy, mask }) => ({
    y: ops.attention(q, k, v, { scale, causal }, mask),
    gradient: ops.attentionGradient(dy, q, k, v, { scale, causal }, mask),
  });
  const got = await evaluate(backend, inputs, build);
  const wanted = await evaluate(reference, inputs, build);
  for (const name of ['y', 'gradient']) {
    assert.deepEqual(got[name].shape, wanted[name].shape);
    for (const [i, value] of got[name].data.entries()) {
      const off = Math.abs(value - wanted[name].data[i]);
      assert.ok(
        off <= 1e-5,
        `[${lead}] ${M}×${N}, ${d}, ${e}, ${causal}, [${mask}]: ${name} ${i} is ${value}, not ${wanted[name].data[i]}`,
      );
    }
  }
  assert.deepEqual(await evaluate(backend, inputs, build), got, 'equal runs give equal bits');
}

export async function edgesOfTiles() {
  for (const M of [16, 63, 64, 65, 129]) {
    await agrees({ M, causal: true });
    await agrees({ M, N: 66 });
  }
  await agrees({ M: 20, N: 1 });
  await agrees({ M: 64, N: 64, d: 64, causal: true });
}

export async function widths() {
  for (const [d, e] of [
    [1, 17],
    [66, 64],
  ]) {
    await agrees({ M: 33, d, e, causal: true, scale: 1 / Math.sqrt(d) });
  }
}

export async function masks() {
  const lead = [2, 3];
  await agrees({ lead, M: 40, mask: [3, 1, 40] });
  await agrees({ lead, M: 40, mask: [2, 1, 40, 1], causal: true });
}

export async function manyAndFew() {
  await agrees({ lead: [70], M: 17, causal: true });
  await agrees({ lead: [], M: 18, N: 200 });
  await agrees({ lead: [2, 1, 2], M: 16, causal: true });
}

/** An attention of which nothing else is asked for is computed for its gradient alone. */
export async function gradientAlone() {
  const inputs = { q: float(2, 20, 4), k: float(2, 20, 4), v: float(2, 20, 4), dy: float(2, 20, 4) };
  const build = (ops, { q, k, v, dy }) => ({ g: ops.attentionGradient(dy, q, k, v, { scale: 1, causal: true }) });
  const { g } = await evaluate(backend, inputs, build);
  const wanted = (await evaluate(reference, inputs, build)).g;
  for (const [i, value] of g.data.entries()) assert.ok(Math.abs(value - wanted.data[i]) <= 1e-5, `${i}: ${value}`);
}

/** The same elements in other shapes: nothing is taken for what was computed before. */
export async function operandsInOtherShapes() {
  const inputs = { q: float(2, 32, 4), k: float(2, 32, 4), v: float(2, 32, 4), dy: float(2, 32, 4) };
  const build = (ops, { q, k, v, dy }) => {
    const both = (shape) => {
      const given = [dy, q, k, v].map((x) => ops.reshape(x, shape));
      const options = { scale: 0.5, causal: true };
      return [ops.attention(...given.slice(1), options), ops.attentionGradient(...given, options)];
    };
    const [a, da] = both([2, 32, 4]);
    const [b, db] = both([1, 64, 4]);
    return { a, da, b, db };
  };
  const [got, wanted] = [await evaluate(backend, inputs, build), await evaluate(reference, inputs, build)];
  for (const name of Object.keys(wanted)) {
    assert.deepEqual(got[name].shape, wanted[name].shape);
    for (const [i, value] of got[name].data.entries())
      assert.ok(Math.abs(value - wanted[name].data[i]) <= 1e-5, `${name} ${i}: ${value}`);
  }
}

export async function nothingIsLeft() {
  const before = live(backend);
  await agrees({ M: 70, mask: [70] });
  assert.deepEqual(live(backend), before);
}

export const finish = () => backend.dispose();
