import type { GoldenSource } from '../golden/source';
import { allCases } from '../suite/all-cases';
import type { ConformanceCase } from '../suite/case';

export interface PageCaseOptions {
  /** Golden cases, such as `goldenUrl('/golden/')`: there is no folder to read here. */
  readonly golden: GoldenSource;
  /** Only cases whose id starts with this. */
  readonly filter?: string;
}

/**
 * The cases of this suite, in the order in which they run.
 * @throws MosaError `golden` where golden files are missing or corrupt, `usage` where the filter matches nothing
 */
export function listCases({ golden, filter }: PageCaseOptions): Promise<ConformanceCase[]> {
  return allCases(golden, filter);
}
