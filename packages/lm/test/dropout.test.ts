import type { Backend, HostTensor } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import { dropout, dropoutKeys } from '../src/index';
import { keptShare, modulo, prime } from '../src/model/dropout';
import { createBackend, evaluate } from './support/backends';
import { dense, models } from './support/models';

const config = { ...models.dense!, dModel: 48, dropout: 0.2, attention: { ...dense, dModel: 48 } };
const [tokens, h] = [60, 48];

/** Keys of one site and step. */
function keysOf(step: number, site = 0, seed = 1) {
  const { 'dropout.rows': rows, 'dropout.columns': columns } = dropoutKeys(
    config,
    { batch: 1, length: tokens },
    seed,
    step,
  );
  const of = ({ shape: [, , length], data }: HostTensor): HostTensor => ({
    shape: [2, length!],
    dtype: 'float32',
    data: data.slice(site * 2 * length!, (site + 1) * 2 * length!),
  });
  return { rows: of(rows!), columns: of(columns!) };
}

const ones: HostTensor = { shape: [tokens, h], dtype: 'float32', data: new Float32Array(tokens * h).fill(1) };

async function masked(
  rate: number,
  keys = keysOf(1),
  backend: Backend = createReferenceBackend(),
): Promise<HostTensor> {
  const { y } = await evaluate(backend, { x: ones, ...keys }, (ops, { x, rows, columns }) => ({
    y: dropout(ops, x!, { rows: rows!, columns: columns! }, rate),
  }));
  return y!;
}

describe('the residue that masks are made of', () => {
  it.each(Object.keys(createBackend))('%s: is exact for every number that can occur', async (name) => {
    const backend = await createBackend[name]!();
    const size = 4 * prime ** 2;
    const y: HostTensor = { shape: [size], dtype: 'float32', data: Float32Array.from({ length: size }, (_, i) => i) };
    const { rest } = await evaluate(backend, { y }, (ops, t) => ({ rest: modulo(ops, t.y!) }));
    let wrong = 0;
    for (let i = 0; i < size; i++) if (rest!.data[i] !== i % prime) wrong++;
    expect(wrong).toBe(0);
    await backend.dispose();
  });

  it('takes no number out of range', () => {
    for (let step = 1; step < 50; step++) {
      const keys = keysOf(step);
      for (const { data, shape } of [keys.rows, keys.columns]) {
        const length = shape[1]!;
        data.forEach((key, i) => {
          expect(Number.isInteger(key) && key >= (i < length ? 1 : 0) && key < prime).toBe(true);
        });
      }
    }
  });

  it('is kept with exactly the probability that scales it', () => {
    for (const rate of [0, 0.01, 0.1, 0.2, 0.5, 0.9, 0.99]) {
      const { threshold, share } = keptShare(rate);
      let kept = 0;
      for (let a = 0; a < prime; a++) for (let b = 0; b < prime; b++) if ((a * b) % prime < threshold) kept++;
      expect(kept / prime ** 2).toBe(share);
      expect(Math.abs(share - (1 - rate))).toBeLessThan(1 / prime);
    }
  });
});

describe('dropout', () => {
  it('drops the same elements on every backend, and scales the others alike', async () => {
    const expected = await masked(0.2);
    for (const name of ['tfjs-cpu', 'onnxruntime-node']) {
      const backend = await createBackend[name]!();
      const { data } = await masked(0.2, keysOf(1), backend);
      expect(Array.from(data)).toEqual(Array.from(expected.data, Math.fround));
      await backend.dispose();
    }
  });

  it.each([0.1, 0.2, 0.5])(
    'drops a share of %f overall, in rows, columns and pairs, and keeps the mean',
    async (rate) => {
      const [steps, n] = [60, tokens * h];
      let [dropped, sum, pairsInRow, pairsInColumn] = [0, 0, 0, 0];
      const byRow = new Float64Array(tokens);
      const byColumn = new Float64Array(h);
      for (let step = 1; step <= steps; step++) {
        const { data } = await masked(rate, keysOf(step));
        for (let i = 0; i < n; i++) {
          sum += data[i]!;
          if (data[i] !== 0) continue;
          dropped++;
          byRow[Math.floor(i / h)]!++;
          byColumn[i % h]!++;
          if ((i + 1) % h !== 0 && data[i + 1] === 0) pairsInRow++;
          if (i + h < n && data[i + h] === 0) pairsInColumn++;
        }
      }
      const all = steps * n;
      const p = 1 - keptShare(rate).share;
      expect(dropped / all).toBeCloseTo(p, 2);
      expect(sum / all).toBeCloseTo(1, 2);
      expect(pairsInRow / (steps * tokens * (h - 1))).toBeCloseTo(p * p, 2);
      expect(pairsInColumn / (steps * (tokens - 1) * h)).toBeCloseTo(p * p, 2);
      for (const count of byRow) expect(Math.abs(count / (steps * h) - p)).toBeLessThan(0.06);
      for (const count of byColumn) expect(Math.abs(count / (steps * tokens) - p)).toBeLessThan(0.06);
    },
  );

  it('differs from step to step, site to site and seed to seed, and is repeated by none but the same', async () => {
    const masks = [keysOf(1), keysOf(2), keysOf(1, 1), keysOf(1, 0, 2)];
    const results = await Promise.all(masks.map(async (keys) => Array.from((await masked(0.5, keys)).data).join('')));
    expect(new Set(results).size).toBe(4);
    expect(keysOf(3)).toEqual(keysOf(3));
  });
});
