import { type CaseResult, listCases, runSuite } from '@mosa-js/conformance';
import { createTfjsBackend } from '@mosa-js/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';

it('every mutant of the tfjs adapter is killed', async () => {
  const results: CaseResult[] = [];
  const backend = await createTfjsBackend({ lib: tf, backend: 'cpu' });
  await runSuite(backend, await listCases({ filter: 'mutants/', mutants: true }), (result) => results.push(result));
  expect(results.filter(({ status }) => status !== 'pass')).toEqual([]);
  expect(results.length).toBeGreaterThanOrEqual(15);
});
