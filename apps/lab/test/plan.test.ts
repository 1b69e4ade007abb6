import { forwardFlops } from '@mosa-js/core';
import { describe, expect, it } from 'vitest';
import { plannedRuns } from '../src/isoflop/plan';
import { modelCosts } from '../src/model/costs';
import { presetOf } from '../src/settings/presets';
import type { Sparse } from '../src/settings/settings';

const base = presetOf('isoflop-books').settings;
const tiny = { ...base, layers: 6, dModel: 512, dHead: 64, length: 1024, denseHeads: 9 };
const small = { ...tiny, layers: 9, dModel: 1024 };

const plan = { keepDenseHeads: 4, kinds: ['mosa'] as Sparse[], sparsities: [2, 4, 8, 16, 32, 64], seeds: [1] };
const heads = (settings: typeof tiny, sparsities: number[]) =>
  plannedRuns({ ...plan, settings, sparsities })
    .filter(({ kind }) => kind === 'mosa')
    .map((run) => run.settings.sparseHeads);

describe('plannedRuns', () => {
  it('gives the paper’s Tiny and Small their heads', () => {
    expect(heads(tiny, [2, 4, 8, 16, 32, 64, 128, 256])).toEqual([13, 31, 69, 142, 276, 505, 848, 1277]);
    expect(heads(small, [2, 4, 8, 16, 32, 64])).toEqual([11, 26, 54, 109, 210, 381]);
  });

  it('never exceeds the FLOPs of the dense baseline', () => {
    const runs = plannedRuns({ ...plan, settings: base, kinds: ['mosa', 'fixed', 'routing'] });
    const flops = runs.map(({ settings }) => modelCosts(settings, 256).forwardFlops);
    const { layers, dModel, dHead, length, denseHeads } = base;
    expect(flops[0]).toBe(forwardFlops({ layers, dModel, dHead, seqLen: length, denseHeads }));
    for (const other of flops) expect(other).toBeLessThanOrEqual(flops[0]!);
  });

  it('puts dense and MoSA of every seed first, and leaves out what does not fit', () => {
    const settings = { ...base, denseHeads: 5 };
    const kinds: Sparse[] = ['routing', 'fixed', 'mosa'];
    const ids = plannedRuns({ settings, keepDenseHeads: 4, kinds, sparsities: [2], seeds: [1, 2] }).map(({ id }) => id);
    const all = ['dense-s1', 'mosa-r2-s1', 'dense-s2', 'mosa-r2-s2', 'fixed-r2-s1', 'routing-r2-s1'];
    expect(ids).toEqual([...all, 'fixed-r2-s2', 'routing-r2-s2']);
    const none = plannedRuns({ settings, keepDenseHeads: 4, kinds: ['mosa'], sparsities: [1], seeds: [1] });
    expect(none.map(({ id }) => id)).toEqual(['dense-s1']);
  });

  it('gives every model of a seed the same batches and steps', () => {
    for (const { settings } of plannedRuns({ ...plan, settings: base })) {
      const { denseHeads, sparseHeads, sparse, sparsity, ...rest } = settings;
      const { denseHeads: _, sparseHeads: __, sparse: ___, sparsity: ____, ...own } = base;
      expect(rest).toEqual(own);
    }
  });
});
