import { fileURLToPath } from 'node:url';
import { goldenDirectory } from '../golden/directory';
import type { GoldenSource } from '../golden/source';
import { allCases } from './all-cases';
import type { ConformanceCase } from './case';

export interface CaseOptions {
  /** Golden cases: a directory, or files from elsewhere. Default: the 15 layers and the training run that ship with this package. */
  readonly golden?: string | GoldenSource;
  /** Only cases whose id starts with this. */
  readonly filter?: string;
  /** Also the cases that break the backend on purpose, to see whether the others notice. Default false. */
  readonly mutants?: boolean;
}

/**
 * The cases of this suite, in the order in which they run.
 * @throws MosaError `golden` where golden files are missing or corrupt, `usage` where the filter matches nothing
 */
export async function listCases({ golden, filter, mutants }: CaseOptions = {}): Promise<ConformanceCase[]> {
  const from = golden ?? fileURLToPath(new URL('../golden', import.meta.url));
  return allCases(typeof from === 'string' ? goldenDirectory(from) : from, filter, mutants);
}
