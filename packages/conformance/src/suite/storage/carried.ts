import type { Backend } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import type { ConformanceCase, Verdict } from '../case';
import { memoryOfState, refusedStates, replacedInFormat } from './carried-conduct';
import { decodedCases } from './carried-decode';
import { computedAndRead } from './carried-graph';
import { rowsOfCaches, specialValuesWritten } from './carried-rows';
import { notCarried } from './rounded';

/**
 * What programs carry from run to run in 16 bits: what is computed for it is rounded once, whoever reads it gets the rounded value, in
 * the same run and in the next, and what lies beside it in a word stays as it is.
 */
export function carriedCases(format: HalfFormat): ConformanceCase[] {
  const cases: [string, (backend: Backend, format: HalfFormat) => Promise<Verdict>][] = [
    ['values', specialValuesWritten],
    ['rows', rowsOfCaches],
    ['computed', computedAndRead],
    ['replaced', replacedInFormat],
    ['memory', memoryOfState],
  ];
  return [
    ...cases.map(([name, run]) => ({
      id: `storage/${format}/carried-${name}`,
      run: async (backend: Backend) => notCarried(backend, format) ?? run(backend, format),
    })),
    { id: `storage/${format}/carried-refused`, run: (backend) => refusedStates(backend, format) },
    ...decodedCases(format),
  ];
}
