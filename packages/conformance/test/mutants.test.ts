import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { type CaseResult, listCases, runSuite } from '../src';
import { mutantCases } from '../src/mutants/mutant-cases';
import { exact, inFloat32 } from './narrow';

const backend = () => createReferenceBackend({ kernels: inFloat32(exact), precision: 'float32' });

it('a mutant that no case notices fails, and so does one that a single family notices', async () => {
  const few = await listCases({ golden: 'golden', filter: 'op/neg' });
  const results: CaseResult[] = [];
  await runSuite(backend(), mutantCases(few), (result) => results.push(result));
  const of = (name: string) => results.find(({ id }) => id === `mutants/${name}`);
  expect(of('attention-not-causal')).toMatchObject({ status: 'fail', stage: 'suite' });
  expect(of('attention-not-causal')!.reason).toContain('survived');
  expect(of('elementwise-beyond-65536-is-0')!.reason).toMatch(/noticed by op\/neg.* alone/);
});
