import type { Backend } from '@mosa-js/core';
import type { CaseResult } from '../report/report';

/** What a case finds: its result without the id. */
export type Verdict = Omit<CaseResult, 'id'>;

/** One thing that every backend must get right. */
export interface ConformanceCase {
  /** Stable and unique. */
  readonly id: string;
  /** The ops of its graphs, where it is known to run no others. */
  ops?(): ReadonlySet<string>;
  /** Runs it; a throw is a fail with the error's message as its reason. Leaves no tensor behind. */
  run(backend: Backend): Promise<Verdict>;
}

/** Heading under which a report shows the case: its id up to the first ':' or, without one, the first '/'. */
export function groupOf(id: string): string {
  return id.split(id.includes(':') ? ':' : '/', 1)[0]!;
}
