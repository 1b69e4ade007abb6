import { describe, expect, it } from 'vitest';
import {
  forwardFlops,
  type IsoFlopOptions,
  isoFlopHeads,
  kvPairs,
  type ModelShape,
  MosaError,
  paperParameterCount,
} from '../src';

// Paper, section 4 (models) and section 5 (results), as published.
const tiny = { layers: 6, dModel: 512, dHead: 64, seqLen: 1024 };
const small = { ...tiny, layers: 9, dModel: 1024 };
const medium = { ...tiny, layers: 18, dModel: 1024 };
const large = { ...tiny, layers: 27, dModel: 1280 };

describe('forwardFlops', () => {
  it.each([
    ['Tiny', tiny, 9, 54.76],
    ['Small', small, 9, 219.85],
    ['Medium', medium, 9, 439.7], // the paper prints 430.70, a misprint
    ['Large', large, 16, 1130.65],
  ])('gives the paper’s GFLOPs of %s', (_name, sizes, denseHeads, giga) => {
    expect(forwardFlops({ ...sizes, denseHeads }) / 1e9).toBeCloseTo(giga, 2);
  });

  it('stays at or below the baseline for every IsoFLOP model, and one head more exceeds it', () => {
    for (const kind of ['mosa', 'fixed', 'routing'] as const) {
      for (const sparsity of [2, 8, 64]) {
        const sparseHeads = isoFlopHeads(iso(tiny, sparsity, kind));
        const model: ModelShape = { ...tiny, denseHeads: 4, sparseHeads, kind, sparsity };
        const baseline = forwardFlops({ ...tiny, denseHeads: 9 });
        expect(forwardFlops(model)).toBeLessThanOrEqual(baseline);
        expect(forwardFlops({ ...model, sparseHeads: sparseHeads + 1 })).toBeGreaterThan(baseline);
      }
    }
  });
});

describe('isoFlopHeads', () => {
  it.each([
    [2, 13],
    [4, 31],
    [8, 69],
    [16, 142],
    [32, 276],
    [64, 505],
    [128, 848],
    [256, 1277],
  ])('gives Tiny at ρ = %i its %i MoSA heads', (sparsity, heads) =>
    expect(isoFlopHeads(iso(tiny, sparsity))).toBe(heads),
  );

  it.each([
    [2, 11],
    [4, 26],
    [8, 54],
    [16, 109],
    [32, 210],
    [64, 381],
  ])('gives Small at ρ = %i its %i MoSA heads', (sparsity, heads) =>
    expect(isoFlopHeads(iso(small, sparsity))).toBe(heads),
  );

  it('gives 0 where no head fits', () => {
    expect(isoFlopHeads({ ...iso(tiny, 1), baselineDenseHeads: 4 })).toBe(0);
  });
});

describe('paperParameterCount', () => {
  it.each([
    ['Tiny', tiny, 9, 28],
    ['Small', small, 9, 113],
    ['Medium', medium, 9, 210],
    ['Large', large, 16, 516],
  ])('gives %s its parameters', (_name, sizes, denseHeads, millions) => {
    expect(Math.round(paperParameterCount({ ...sizes, denseHeads }) / 1e6)).toBe(millions);
  });
});

describe('kvPairs', () => {
  it.each([
    ['Tiny', tiny, 9, 17, 32, 9216, 4640],
    ['Small', small, 9, 14, 32, 9216, 4544],
    ['Medium', medium, 9, 12, 32, 9216, 4480],
    ['Large', large, 16, 16, 16, 16384, 5120],
  ])('gives %s the paper’s exact pairs per layer', (_name, sizes, baseline, sparseHeads, sparsity, dense, hybrid) => {
    expect(kvPairs({ ...sizes, denseHeads: baseline }).perLayer).toBe(dense);
    const pairs = kvPairs({ ...sizes, denseHeads: 4, sparseHeads, sparsity });
    expect(pairs).toEqual({ perLayer: hybrid, total: hybrid * sizes.layers });
  });
});

it.each([
  ['layers', { layers: 0 }],
  ['denseHeads', { denseHeads: 1.5 }],
  ['sparsity', { sparseHeads: 3 }],
  ['kind', { sparseHeads: 3, sparsity: 2, kind: 'moza' as 'mosa' }],
])('names the field %s that is out of range', (field, change) => {
  const cost = () => forwardFlops({ ...tiny, denseHeads: 4, ...change });
  expect(cost).toThrow(MosaError);
  expect(cost).toThrow(new RegExp(`forwardFlops\\.${field}: expected`));
});

function iso(sizes: typeof tiny, sparsity: number, kind: IsoFlopOptions['kind'] = 'mosa'): IsoFlopOptions {
  return { ...sizes, baselineDenseHeads: 9, keepDenseHeads: 4, kind, sparsity };
}
