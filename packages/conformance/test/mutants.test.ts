import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { type CaseResult, listCases, runSuite } from '../src';
import { mutantCases } from '../src/mutants/mutant-cases';
import { exact, inFloat32 } from './narrow';

const backend = () => createReferenceBackend({ kernels: inFloat32(exact), precision: 'float32' });

it('every mutant of a float32 backend is killed, each at the stage that it is wrong in', async () => {
  const results: CaseResult[] = [];
  const cases = await listCases({ golden: 'golden', filter: 'mutants/', mutants: true });
  await runSuite(backend(), cases, (result) => results.push(result));
  expect(results.length).toBeGreaterThanOrEqual(15);
  expect(results.filter(({ status }) => status !== 'pass')).toEqual([]);
  const reasonOf = (name: string) => results.find(({ id }) => id === `mutants/${name}`)?.reason;
  expect(reasonOf('ties-to-higher-position')).toMatch(/^killed by select\/ties:.* \(selection\) and /);
  expect(reasonOf('attention-not-causal')).toMatch(/\(attention\)/);
  expect(reasonOf('products-in-half-precision')).toMatch(/\(value\)/);
  expect(reasonOf('every-run-leaves-a-tensor')).toMatch(/\(memory\)/);
});

it('a mutant that no case notices fails, and the suite is named as the culprit', async () => {
  const few = await listCases({ golden: 'golden', filter: 'op/neg' });
  const results: CaseResult[] = [];
  await runSuite(backend(), mutantCases(few), (result) => results.push(result));
  const survivor = results.find(({ id }) => id === 'mutants/attention-not-causal');
  expect(survivor).toMatchObject({ status: 'fail', stage: 'suite' });
});
