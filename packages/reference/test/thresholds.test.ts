import { type HostTensor, hostTensor, trace } from '@mosa-js/core';
import { moveThresholds, type ThresholdMove, thresholdSums } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';

const inf = Number.POSITIVE_INFINITY;

interface Given {
  readonly threshold?: number;
  readonly k?: number;
  readonly mask?: readonly number[];
  /** Whether slots hold what is above the threshold. Default true; else they hold nothing. */
  readonly hasSlots?: boolean;
  readonly move?: Partial<Omit<ThresholdMove<never>, 'keep'>> & { readonly keep?: number };
}

/** One head over the rows of `logits`: what is counted, and its threshold after the step. */
async function after(
  logits: readonly (readonly number[])[],
  { threshold = 0, k = 1, mask, hasSlots = true, move = {} }: Given = {},
) {
  const [B, length] = [logits.length, logits[0]!.length];
  const inputs: Record<string, HostTensor> = {
    logits: hostTensor(logits.flat(), [1, B, length]),
    threshold: hostTensor([threshold], [1]),
    keep: hostTensor([move.keep ?? 0.5], [1]),
    ...(mask ? { mask: hostTensor(Uint8Array.from(mask), [B, length], 'bool') } : {}),
  };
  const graph = trace(
    (ops, { logits, threshold, keep, mask }) => {
      const above = ops.greater(logits!, ops.reshape(threshold!, [1, 1, 1]));
      const held = hasSlots ? above : ops.greater(logits!, logits!);
      const valid = mask === undefined ? held : ops.and(held, mask);
      const sums = thresholdSums(ops, { logits: logits!, threshold: threshold!, valid, mask }, k);
      const how = { share: k / length, by: 'quantile', step: 0.125, warmup: false, ...move, keep: keep! } as const;
      return { ...sums, moved: moveThresholds(ops, threshold!, sums, how) };
    },
    { inputs },
  );
  const program = await createReferenceBackend().compile(graph);
  const results = await program.run(inputs);
  const read = async (name: string) => (await results[name]!.read()).data[0]!;
  return {
    place: await read('place'),
    found: await read('found'),
    above: await read('above'),
    taken: await read('taken'),
    tokens: await read('tokens'),
    moved: await read('moved'),
  };
}

const two = [
  [3, 1, 0, -1],
  [2, 1.5, 0, -2],
];

it('puts a threshold half-way between the (B·k)-th best of all rows and the next that differs', async () => {
  expect(await after(two)).toEqual({ place: 1.75, found: 1, above: 4, taken: 4, tokens: 8, moved: 0.875 });
  // The second best is one of a plateau: all of it lies above.
  const plateau = [
    [3, 2, 2, 2],
    [1, 1, 0, 0],
  ];
  expect((await after(plateau)).place).toBe(1.5);
});

it('takes all of a single plateau, and all where no more are there', async () => {
  expect((await after([[2, 2, 2, 2]])).place).toBe(1);
  expect((await after([[3, -4, 2, 2]], { k: 4 })).place).toBe(-6);
  expect((await after([[3, 2, 1, 0]], { k: 3, mask: [1, 1, 0, 0] })).place).toBe(1);
});

it('counts neither NaN, nor −∞, nor padding, and leaves the threshold where a batch has no place for it', async () => {
  expect((await after([[Number.NaN, 3, -inf, 1]])).place).toBe(2);
  expect((await after([[inf, 3, -inf, 1]], { k: 2 })).place).toBe(2);
  expect((await after([[9, 3, 2, 1]], { mask: [0, 1, 1, 1] })).place).toBe(2.5);
  const none = { mask: [0, 0, 0, 0], threshold: 0.25 };
  expect(await after([[1, 2, 3, 4]], none)).toEqual({ place: 0, found: 0, above: 0, taken: 0, tokens: 0, moved: 0.25 });
  const rate = await after([[1, 2, 3, 4]], { ...none, move: { by: 'rate' } });
  expect(rate.moved).toBe(0.25);
  expect((await after([[inf, inf, 1, 0]], { threshold: 0.25 })).moved).toBe(0.25);
  expect((await after([[-inf, -inf, Number.NaN, -inf]], { threshold: 0.5, move: { warmup: true } })).moved).toBe(0.5);
});

it('lets the threshold of a head fall that took less than half of its share, but not in warm-up', async () => {
  const starved = { threshold: 5, k: 2, move: { keep: 1 } };
  expect((await after(two, starved)).moved).toBe(5 - 0.125);
  expect((await after(two, { ...starved, threshold: 2.5 })).moved).toBe(2.5 - 0.125); // one of four
  expect((await after(two, { ...starved, threshold: 1.75 })).moved).toBe(1.75); // just half
  expect((await after(two, { ...starved, move: { keep: 1, warmup: true } })).moved).toBe(5);
});

it('steers by the rate: towards the share, no further than a step', async () => {
  const move = { by: 'rate' } as const;
  expect((await after(two, { threshold: -3, move })).moved).toBe(-3 + 0.125); // all are above
  expect((await after(two, { threshold: 5, move })).moved).toBe(5 - 0.125);
  expect((await after(two, { threshold: 1.25, move })).moved).toBe(1.25 + 0.125 / 2); // three for two
  expect((await after(two, { threshold: 1.75, move })).moved).toBe(1.75);
});

it('does not run away: a head that always starves stays within step / (1 − keep) of its place', async () => {
  let threshold = 0;
  for (let step = 0; step < 100; step++)
    ({ moved: threshold } = await after(two, { threshold, hasSlots: false, move: { keep: 0.75 } }));
  expect(threshold).toBeCloseTo(1.75 - 0.125 / 0.25, 5);
});
