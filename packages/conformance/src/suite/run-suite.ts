import type { Backend } from '@mosa-js/core';
import { codeOf, messageOf } from '../errors';
import type { CaseResult } from '../report/report';
import type { ConformanceCase, Verdict } from './case';

/** Runs cases one after the other; every result is told as soon as it is known. */
export async function runSuite(
  backend: Backend,
  cases: readonly ConformanceCase[],
  onResult: (result: CaseResult) => void,
): Promise<void> {
  for (const { id, run } of cases) onResult({ id, ...(await attempt(backend, run)) });
}

/** One case, with whatever it throws or leaves behind as its verdict. */
export async function attempt(backend: Backend, run: ConformanceCase['run']): Promise<Verdict> {
  const before = backend.memory().tensors;
  let verdict: Verdict;
  try {
    verdict = await run(backend);
  } catch (error) {
    if (codeOf(error) === 'unsupported') return { status: 'unsupported', reason: messageOf(error) };
    return { status: 'fail', stage: 'run', reason: messageOf(error) };
  }
  const left = backend.memory().tensors - before;
  if (verdict.status === 'pass' && left !== 0) {
    return { ...verdict, status: 'fail', stage: 'memory', reason: `${left} tensors left behind` };
  }
  return verdict;
}
