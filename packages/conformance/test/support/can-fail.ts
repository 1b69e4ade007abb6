import { beforeEach, expect, it } from 'vitest';
import { listCases } from '../../src';
import { keepEvaluated } from '../../src/bounds/evaluate';
import { type ConformanceCase, groupOf } from '../../src/suite/case';
import { attempt } from '../../src/suite/run-suite';
import { changesOf, trainingShare, usualShare } from './changes';
import { EvaluatedOnce } from './evaluated-once';
import { Recording } from './replayed-backend';
import { Tightness } from './tightness';

/** The largest share of a tensor's largest value that half of a group's elements may be off by. */
const widest = 1e-3;

/** Cases that are left out, and where else they are shown to fail. */
const readsNothing: Readonly<Record<string, string>> = {
  'paths/every-one-is-taken': 'see paths.test.ts',
  // Judged by the tolerances of the runs that it goes on from; each change would train five times.
  'train/continued': 'see train-mistakes.test.ts',
  // Judged from the state that each run began with; each change would evaluate all runs anew.
  ...Object.fromEntries(
    ['float16', 'bfloat16'].flatMap((format) =>
      ['computed', 'decode'].map((name) => [
        `storage/${format}/carried-${name}`,
        'see carried-storage-mistakes.test.ts',
      ]),
    ),
  ),
};

/** What a case reads and need not judge. */
const unjudged: Readonly<Record<string, (read: number) => boolean>> = {
  // The loss and norm of a step that diverges, and the values among which the first that is not finite is looked for.
  'train/diverged': (read) => read < 2,
};

/**
 * A test for every case of these groups: with right results it passes, and it fails when anything that it reads is wrong, be it
 * by one element or by two rows that changed places. And one for the bounds of all of them: none is so wide that it judges nothing.
 * @param isWanted whole groups, so that each is judged by all of its cases
 * @param atLeast so many groups there are
 */
export async function casesThatCanFail(isWanted: (group: string) => boolean, atLeast: number): Promise<void> {
  const cases = (await listCases({ golden: 'golden' })).filter(({ id }) => isWanted(groupOf(id)));
  const tightness = new Tightness();
  const evaluated = new EvaluatedOnce();
  keepEvaluated(evaluated.keeper);
  beforeEach(() => evaluated.forget());
  const canFail = cases.filter(({ id }) => !(id.split(':', 1)[0]! in readsNothing));
  it.each(canFail.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    expect(await blindSpots(one, tightness)).toEqual([]);
  });
  it('in every group the median bound is at most a thousandth of the largest value', async () => {
    // Those that are left out above, or by a filter of tests.
    for (const { id, run } of cases.filter(({ id }) => !tightness.has(id))) {
      const recording = new Recording();
      await attempt(recording.backend(), run);
      tightness.add(id, recording.reads);
    }
    const groups = tightness.ofGroups();
    expect(groups.length).toBeGreaterThanOrEqual(atLeast);
    expect(groups.filter(([, share]) => !(share <= widest))).toEqual([]);
    // Bounds of nothing would be no bounds: rounding is allowed for somewhere.
    expect(groups[0]![1]).toBeGreaterThan(1e-7);
    if (process.env.MOSA_DEBUG === '1')
      console.info(
        groups
          .slice(0, 12)
          .map(([group, share]) => `${group} ${share.toExponential(1)}`)
          .join('\n'),
      );
  });
}

/** The changed results that a case lets pass, and what else is wrong with it: that it fails with right ones. */
async function blindSpots({ id, run }: ConformanceCase, tightness: Tightness): Promise<string[]> {
  const recording = new Recording();
  const { status, reason } = await attempt(recording.backend(), run);
  tightness.add(id, recording.reads);
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
