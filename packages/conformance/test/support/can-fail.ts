import { listCases } from '../../src';
import type { ConformanceCase } from '../../src/suite/case';
import { attempt } from '../../src/suite/run-suite';
import { changesOf } from './changes';
import { Recording } from './replayed-backend';

/** Every case whose id starts with one of these. */
export async function casesOf(isWanted: (id: string) => boolean): Promise<readonly ConformanceCase[]> {
  return (await listCases({ golden: 'golden' })).filter(({ id }) => isWanted(id));
}

/**
 * The changed results that a case lets pass, and what else is wrong with it: it fails with right results, or reads nothing.
 * @returns a line for each, empty for a case that judges all that it reads
 */
export async function blindSpots({ id, run }: ConformanceCase): Promise<string[]> {
  const recording = new Recording();
  const honest = await attempt(recording.backend(), run);
  if (honest.status !== 'pass') return [`${id}: ${honest.status} with right results: ${honest.reason}`];
  const blind: string[] = [];
  for (const [number, read] of recording.reads.entries()) {
    for (const { what, make } of changesOf(read)) {
      const { status } = await attempt(recording.backend({ read: number, with: make }), run);
      if (status !== 'fail')
        blind.push(`${id}: ${status} with read ${number} of ${recording.reads.length} changed: ${what}`);
    }
  }
  return blind;
}
