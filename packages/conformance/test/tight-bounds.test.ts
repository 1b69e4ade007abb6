import { expect, it } from 'vitest';
import { listCases } from '../src';
import { groupOf } from '../src/suite/case';
import { attempt } from '../src/suite/run-suite';
import { Recording } from './support/replayed-backend';

/** The largest share of a tensor's largest value that half of a group's elements may be off by. */
const widest = 1e-3;

/** The median over all finite elements that a group judges of bound ÷ the tensor's largest value. */
async function tightness(): Promise<[string, number][]> {
  const shares = new Map<string, number[]>();
  for (const { id, run } of await listCases({ golden: 'golden' })) {
    const recording = new Recording();
    await attempt(recording.backend(), run);
    const own = shares.get(groupOf(id)) ?? [];
    shares.set(groupOf(id), own);
    for (const { type, data, bounds, largest } of recording.reads) {
      if (type.dtype !== 'float32') continue;
      // Every element of small tensors, and as many of large ones: no one tensor decides for its group.
      const step = Math.max(1, Math.floor(bounds.length / 500));
      for (let i = 0; i < bounds.length; i += step)
        if (Number.isFinite(data[i])) own.push(bounds[i] === 0 ? 0 : bounds[i]! / largest);
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return [...shares].map(([group, values]): [string, number] => [group, median(values)]).sort((a, b) => b[1] - a[1]);
}

it('in every group of cases the median bound is at most a thousandth of the largest value', {
  timeout: 300_000,
}, async () => {
  const groups = await tightness();
  expect(groups.length).toBeGreaterThan(50);
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
