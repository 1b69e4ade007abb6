import { expect, it } from 'vitest';
import { listCases } from '../../src';
import type { ConformanceCase } from '../../src/suite/case';
import { attempt } from '../../src/suite/run-suite';
import { changesOf, trainingShare, usualShare } from './changes';
import { Recording } from './replayed-backend';

/** Cases that are left out, and where else they are shown to fail. */
const readsNothing: Readonly<Record<string, string>> = {
  'paths/every-one-is-taken': 'see paths.test.ts',
  // Judged by the tolerances of the runs that it goes on from; each change would train five times.
  'train/continued': 'see train-mistakes.test.ts',
};

/** What a case reads and need not judge. */
const unjudged: Readonly<Record<string, (read: number) => boolean>> = {
  // The loss and norm of a step that diverges, and the values among which the first that is not finite is looked for.
  'train/diverged': (read) => read < 2,
};

/**
 * A test for every case of these: with right results it passes, and it fails when anything that it reads is wrong, be it by
 * one element or by two rows that changed places.
 */
export async function casesThatCanFail(isWanted: (id: string) => boolean): Promise<void> {
  const all = await listCases({ golden: 'golden' });
  const cases = all.filter(({ id }) => isWanted(id) && !(id.split(':', 1)[0]! in readsNothing));
  it.each(cases.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    expect(await blindSpots(one)).toEqual([]);
  });
}

/** The changed results that a case lets pass, and what else is wrong with it: that it fails with right ones. */
async function blindSpots({ id, run }: ConformanceCase): Promise<string[]> {
  const recording = new Recording();
  const { status, reason } = await attempt(recording.backend(), run);
  if (status !== 'pass') return [`${status} with right results: ${reason}`];
  const share = /^(golden\/)?train/.test(id) ? trainingShare : usualShare;
  const blind: string[] = [];
  for (const [number, read] of recording.reads.entries()) {
    if (unjudged[id]?.(number)) continue;
    for (const { what, make } of changesOf(read, share)) {
      const changed = await attempt(recording.backend({ read: number, with: make }), run);
      if (changed.status !== 'fail')
        blind.push(`${changed.status} with read ${number} of ${recording.reads.length} changed: ${what}`);
    }
  }
  return blind;
}
