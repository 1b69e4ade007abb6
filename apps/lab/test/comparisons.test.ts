import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AgreeResult, agreement } from '../src/agree/agreement';
import type { PerplexityResult } from '../src/isoflop/result';
import { type MemoryResult, memoryText } from '../src/memory/show';
import type { RunRecord } from '../src/run/record';
import { json, lab, small, temporaryFolder, textFile } from './support/command';

describe('agree', () => {
  it('finds that backends train alike', async () => {
    const folder = temporaryFolder();
    const text = textFile(folder);
    const words = small(text, 6).filter((word, i, all) => word !== '--backend' && all[i - 1] !== '--backend');
    const names = ['--backend', 'tfjs-cpu,onnxruntime-node-cpu'];
    const { code, stdout } = await lab('agree', ...words, ...names, '--out', folder);
    expect(stdout).toMatch(/tfjs-cpu .*equal/);
    expect(code).toBe(0);
    const { backends, unavailable } = json<AgreeResult>(folder, 'agree.json');
    expect(backends.map(({ backend }) => backend)).toEqual(['reference', 'tfjs-cpu', 'onnxruntime-node-cpu']);
    expect(backends.every(({ difference }) => difference <= 1e-4)).toBe(true);
    expect(unavailable).toEqual([]);
  });

  it('finds what is apart, missing or not a number', () => {
    const run = (loss: number[]) =>
      ({ backend: { name: 'b', device: 'd', library: 'l', software: false }, curve: { loss } }) as unknown as RunRecord;
    expect(agreement(run([2, 1.5]), [2, 1.5])).toMatchObject({ agrees: true, difference: 0 });
    expect(agreement(run([2, 1.5, 1.2]), [2, 1.4998, 1.2])).toMatchObject({ agrees: false, step: 2 });
    expect(agreement(run([2]), [2, 1.5])).toMatchObject({ agrees: false });
    expect(agreement(run([2, Number.NaN]), [2, 1.5])).toMatchObject({ agrees: false, step: 2 });
  });
});

describe('isoflop --match perplexity', () => {
  it('finds the fewest heads and what they cost', async () => {
    const folder = temporaryFolder();
    const words = [...small(textFile(folder), 4), '--dense-heads', '4', '--sparse-heads', '0', '--keep-dense', '2'];
    const { code, stdout } = await lab(
      'isoflop',
      '--match',
      'perplexity',
      ...words,
      '--start',
      '1',
      '--pairs',
      '3',
      '--out',
      folder,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/Selection sees the future/);
    const { runs, heads, isSmallest, times } = json<PerplexityResult>(folder, 'isoflop.json');
    const dense = runs[0]!.record!.final!.loss;
    const reached = runs.slice(1).filter(({ record }) => record!.final!.loss <= dense);
    expect(heads).toBe(reached.length === 0 ? undefined : Math.min(...reached.map((run) => run.sparseHeads)));
    expect(isSmallest).toBe(heads !== undefined);
    expect(times?.milliseconds).toBeUndefined(); // only of a real GPU

    const repeat = ['--from', join(folder, 'isoflop.json'), '--pairs', '3', '--json', '-', '--out', join(folder, 'b')];
    const again: PerplexityResult = JSON.parse((await lab('isoflop', ...repeat)).stdout);
    expect(again).toMatchObject({ format: 'mosa-lab-isoflop-perplexity', plan: { start: 1, keepDenseHeads: 2 } });
    expect(again.runs.map(({ record }) => record!.curve)).toEqual(runs.map(({ record }) => record!.curve));
  });
});

describe('memory', () => {
  it.each([
    ['mosa', '2'],
    ['routing', '2'],
    ['mosa', '0'],
  ])('measures a step of %s heads (%s) in both ways', async (sparse, heads) => {
    const folder = temporaryFolder();
    const words = small(textFile(folder)).map((word) => (word === 'reference' ? 'tfjs-cpu' : word));
    const model = ['--sparse', sparse, '--sparse-heads', heads];
    const { code } = await lab('memory', ...words, ...model, '--out', join(folder, 'a'));
    expect(code).toBe(0);
    const result = json<MemoryResult>(folder, 'a', 'memory.json');
    const { ways } = result;
    const [tape, graph] = ways;
    for (const way of ways) expect(way.loss).toBeCloseTo(tape!.loss, 5);
    expect(graph!.peak.tensors).toBeLessThan(tape!.peak.tensors);
    expect(graph!.peak.bytes).toBeGreaterThanOrEqual(graph!.graphBytes!);
    // As on WebGPU, where tfjs's account does not tell of our runtime.
    const unseen = { ...graph!, peak: { tensors: 0, bytes: 0 } };
    const text = memoryText({ ...result, ways: [tape!, unseen] });
    expect(text).toMatch(/^ours: \D*–\s+–\s/m);
    expect(text).not.toContain('100.0 %');
  });
});
