import { fileURLToPath } from 'node:url';
import { MosaError, show } from '@mosa-js/core';
import { readGolden } from '../golden/golden';
import type { ConformanceCase } from './case';
import { errorCases } from './error-cases';
import { fusedCases } from './fused-cases';
import { goldenCases } from './golden-cases';
import { layerCases } from './layer-cases';
import { memoryCases } from './memory-cases';
import { opCases } from './op-cases';
import { propertyCases } from './property-cases';

export interface CaseOptions {
  /** Directory of golden cases. Default: the 15 that ship with this package. */
  readonly golden?: string;
  /** Only cases whose id starts with this. */
  readonly filter?: string;
}

/**
 * The cases of this suite, in the order in which they run.
 * @throws MosaError `golden` where golden files are missing or corrupt, `usage` where the filter matches nothing
 */
export async function listCases({ golden, filter = '' }: CaseOptions = {}): Promise<ConformanceCase[]> {
  const directory = golden ?? fileURLToPath(new URL('../golden', import.meta.url));
  const cases = [
    ...opCases(),
    ...fusedCases(),
    ...layerCases(),
    ...goldenCases(await readGolden(directory)),
    ...propertyCases(),
    ...memoryCases(),
    ...errorCases(),
  ];
  const chosen = cases.filter(({ id }) => id.startsWith(filter));
  if (chosen.length === 0) {
    throw new MosaError('usage', '--filter', `the start of a case id, such as mosa/ or ${cases[0]!.id}`, show(filter));
  }
  return chosen;
}
