import { type CaseResult, listCases, runSuite } from '@mosa-js/conformance';
import { createTfjsBackend } from '@mosa-js/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';

/** `npm run conformance` runs all mutants of this backend; here it is asked who kills them. */
it.each([
  ['ties-to-higher-position', /select\/ties:.*selection\)/],
  ['attention-not-causal', /attention\)/],
  ['products-in-half-precision', /op\/matMul:.* \([^)]*value\)/],
  ['every-run-leaves-a-tensor', /memory\)/],
])('%s of the tfjs adapter is killed by cases of two families', { timeout: 120_000 }, async (name, killer) => {
  const results: CaseResult[] = [];
  const backend = await createTfjsBackend({ lib: tf, backend: 'cpu' });
  const cases = await listCases({ filter: `mutants/${name}`, mutants: true });
  await runSuite(backend, cases, (result) => results.push(result));
  expect(results).toHaveLength(1);
  const [{ status, reason }] = results as [CaseResult];
  expect({ status, reason }).toEqual({ status: 'pass', reason: expect.stringMatching(killer) });
  const killers = /^killed by (\w+)\/.* and (\w+)\/.*$/.exec(reason ?? '');
  expect(killers !== null && killers[1] !== killers[2]).toBe(true);
});
