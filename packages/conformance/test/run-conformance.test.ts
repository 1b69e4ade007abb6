import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type * as Conformance from '../src';

// The built package, both ways that a user can load it: each must find the file that its processes run.
const name: string = '@mosa-js/conformance'; // not a literal: types are checked before this package is built
const esm: typeof Conformance = await import(name);
const cjs: typeof Conformance = createRequire(import.meta.url)(name);
const cwd = fileURLToPath(new URL('.', import.meta.url));

describe.each([
  ['imported', esm],
  ['required', cjs],
])('runConformance, %s', (_, { runConformance }) => {
  test('returns the report and tells the progress', async () => {
    const told: Conformance.Progress[] = [];
    const report = await runConformance({
      backends: ['./fixtures/noisy.mjs'],
      filter: 'op/sigmoid',
      cwd,
      onProgress: (progress) => told.push(progress),
    });
    const [backend] = report.backends;
    expect(backend).toMatchObject({ name: 'noisy', status: 'ran' });
    expect(told.at(-1)).toMatchObject({ done: backend!.cases.length, total: backend!.cases.length, report: backend });
  });

  test('stops when its signal says so', async () => {
    const signal = AbortSignal.timeout(1000);
    const run = runConformance({ backends: ['./fixtures/hangs.mjs'], filter: 'op/neg', cwd, signal });
    await expect(run).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('refuses an unknown backend before anything runs', async () => {
    await expect(runConformance({ backends: ['nothing'], cwd })).rejects.toMatchObject({ code: 'usage' });
  });
});
