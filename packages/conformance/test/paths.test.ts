import type { Backend } from '@mosa-js/core';
import { createCodePaths } from '@mosa-js/core/adapter';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { listCases, runSuite } from '../src';

/** The last case, on the reference with these code paths. */
async function lastCase(paths?: Backend['paths']) {
  const cases = (await listCases({ golden: 'golden' })).slice(-1);
  const backend = { ...createReferenceBackend(), paths };
  const results: unknown[] = [];
  await runSuite(backend, cases, (result) => results.push(result));
  expect(cases[0]!.id).toBe('paths/every-one-is-taken');
  return results[0];
}

it('a code path that no case takes fails the suite, and is named', async () => {
  const paths = createCodePaths(['sum: short rows', 'sum: long rows', 'a new kernel']);
  paths.take('sum: short rows');
  expect(await lastCase(paths)).toMatchObject({
    status: 'fail',
    reason: 'no case takes 2 of 3 code paths: sum: long rows; a new kernel',
  });
  paths.take('sum: long rows');
  paths.take('a new kernel');
  expect(await lastCase(paths)).toMatchObject({ status: 'pass' });
});

it('a path that was not named is refused', () => {
  const paths = createCodePaths(['a']);
  expect(() => paths.take('b' as 'a')).toThrow(/code path: expected one that the adapter names, got "b"/);
});

it('an adapter that names none is told so', async () => {
  expect(await lastCase()).toMatchObject({ status: 'skip', reason: 'reference names no code paths' });
});

it('with a filter the paths say nothing', async () => {
  const cases = await listCases({ golden: 'golden', filter: 'paths/' });
  const results: unknown[] = [];
  await runSuite(createReferenceBackend(), cases, (result) => results.push(result));
  expect(results).toMatchObject([{ status: 'skip', reason: expect.stringContaining('--filter') }]);
});
