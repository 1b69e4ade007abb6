import type { Backend } from '@mosa-js/core';
import { type CaseResult, runSuite } from '../../src';
import { tracked } from '../../src/mutants/tracked';
import type { ConformanceCase } from '../../src/suite/case';

/** What cases say of a backend that may be broken on purpose; what broken work leaves behind is freed. */
export async function resultsOn(broken: Backend, cases: readonly ConformanceCase[]): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const { backend, release } = tracked(broken);
  await runSuite(backend, cases, (result) => results.push(result));
  await release();
  return results;
}
