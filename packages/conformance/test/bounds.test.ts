import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { type CaseResult, listCases, runSuite } from '../src';
import { exact, inFloat32, primitivesOnly } from './narrow';

// Of both runs, since cases keep the expected values that they evaluated.
const cases = await listCases({ golden: 'golden' });

it.each([
  ['with fused kernels', inFloat32(exact)],
  ['from primitives alone', primitivesOnly(inFloat32(exact))],
])('an honest float32 backend passes every case within its bounds, %s', async (_name, kernels) => {
  const backend = createReferenceBackend({ name: 'float32', kernels, precision: 'float32' });
  const results: CaseResult[] = [];
  await runSuite(backend, cases, (result) => results.push(result));
  // The emulation names no code paths, so that the last case has nothing to say.
  const others = results.filter(({ id }) => id !== 'paths/every-one-is-taken');
  expect(others.filter(({ status }) => status !== 'pass' && status !== 'unsupported')).toEqual([]);
  expect(results.length).toBeGreaterThan(300);
  // The bounds are no slack: rounding alone comes within a factor of ten of some of them.
  const ratios = results.map(({ error = 0, bound = 0 }) => (error > 0 ? error / bound : 0));
  expect(Math.max(...ratios)).toBeGreaterThan(0.1);
});
