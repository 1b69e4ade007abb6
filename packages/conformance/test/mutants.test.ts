import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { type CaseResult, listCases, runSuite } from '../src';
import { mutantCases } from '../src/mutants/mutant-cases';
import { exact, inFloat32 } from './narrow';

const backend = () => createReferenceBackend({ kernels: inFloat32(exact), precision: 'float32' });

it('every mutant of a float32 backend is killed by cases of two families, each at the stage that it is wrong in', async () => {
  const results: CaseResult[] = [];
  const cases = await listCases({ golden: 'golden', filter: 'mutants/', mutants: true });
  await runSuite(backend(), cases, (result) => results.push(result));
  expect(results.length).toBeGreaterThanOrEqual(150);
  expect(results.filter(({ status }) => status !== 'pass')).toEqual([]);
  const reasonOf = (name: string) => results.find(({ id }) => id === `mutants/${name}`)?.reason;
  for (const { id, reason } of results) {
    const killers = /^killed by (\w+)\/.* and (\w+)\/.*$/.exec(reason ?? '');
    expect([id, killers?.[1] !== killers?.[2]]).toEqual([id, true]);
  }
  expect(reasonOf('ties-to-higher-position')).toMatch(/select\/ties:.* \(selection\)/);
  expect(reasonOf('attention-not-causal')).toMatch(/\(attention\)/);
  expect(reasonOf('products-in-half-precision')).toMatch(/op\/matMul:.* \(value\)/);
  expect(reasonOf('every-run-leaves-a-tensor')).toMatch(/\(memory\)/);
});

it('a mutant that no case notices fails, and so does one that a single family notices', async () => {
  const few = await listCases({ golden: 'golden', filter: 'op/neg' });
  const results: CaseResult[] = [];
  await runSuite(backend(), mutantCases(few), (result) => results.push(result));
  const of = (name: string) => results.find(({ id }) => id === `mutants/${name}`);
  expect(of('attention-not-causal')).toMatchObject({ status: 'fail', stage: 'suite' });
  expect(of('attention-not-causal')!.reason).toContain('survived');
  expect(of('elementwise-beyond-65536-is-0')!.reason).toMatch(/noticed by op\/neg.* alone/);
});
