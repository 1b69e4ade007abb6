import { describe, expect, it } from 'vitest';
import { gpuEnvironment, runChecks } from './support/device';

const gpu = await gpuEnvironment();
const reason = 'reason' in gpu ? gpu.reason : '';

describe.skipIf(reason !== '')(`on a GPU${reason && `: skipped, ${reason}`}`, () => {
  // A GPU in software on a busy machine needs its time.
  it.each([
    'select',
    'select-masked',
    'causal-select',
    'integers',
    'mat-mul',
    'many',
    'not-numbers',
    'attention',
    'replay',
    'smallest-limits',
    'faults',
    'own-tensors',
    'half-storage',
    'carried-storage',
    'errors',
    'lost',
  ])('%s', { timeout: 330_000 }, async (name) => {
    const results = await runChecks(new URL(`checks/${name}.mjs`, import.meta.url), 'env' in gpu ? gpu.env : {});
    expect(results.length).toBeGreaterThan(2);
    expect(results.filter(({ error }) => error)).toEqual([]);
  });
});
