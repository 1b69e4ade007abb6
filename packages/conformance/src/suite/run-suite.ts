import { type Backend, MosaError } from '@mosa-js/core';
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

async function attempt(backend: Backend, run: ConformanceCase['run']): Promise<Verdict> {
  const before = backend.memory().tensors;
  let verdict: Verdict;
  try {
    verdict = await run(backend);
  } catch (error) {
    if (error instanceof MosaError && error.code === 'unsupported')
      return { status: 'unsupported', reason: error.message };
    return { status: 'fail', stage: 'run', reason: error instanceof Error ? error.message : String(error) };
  }
  const left = backend.memory().tensors - before;
  if (verdict.status === 'pass' && left !== 0) {
    return { ...verdict, status: 'fail', stage: 'memory', reason: `${left} tensors left behind` };
  }
  return verdict;
}
