import { type CaseResult, listCases, runSuite } from '@mosa-js/conformance';
import { createTfjsBackend } from '@mosa-js/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';

it('every mutant of the tfjs adapter is killed by cases of two families', { timeout: 600_000 }, async () => {
  const results: CaseResult[] = [];
  const backend = await createTfjsBackend({ lib: tf, backend: 'cpu' });
  await runSuite(backend, await listCases({ filter: 'mutants/', mutants: true }), (result) => results.push(result));
  expect(results.length).toBeGreaterThanOrEqual(150);
  expect(results.filter(({ status }) => status !== 'pass')).toEqual([]);
  for (const { id, reason } of results) {
    const killers = /^killed by (\w+)\/.* and (\w+)\/.*$/.exec(reason ?? '');
    expect([id, killers !== null && killers[1] !== killers[2]]).toEqual([id, true]);
  }
  const reasonOf = (name: string) => results.find(({ id }) => id === `mutants/${name}`)?.reason;
  expect(reasonOf('ties-to-higher-position')).toMatch(/select\/ties:.*selection\)/);
  expect(reasonOf('attention-not-causal')).toMatch(/attention\)/);
  expect(reasonOf('products-in-half-precision')).toMatch(/op\/matMul:.* \([^)]*value\)/);
  expect(reasonOf('every-run-leaves-a-tensor')).toMatch(/memory\)/);
});
