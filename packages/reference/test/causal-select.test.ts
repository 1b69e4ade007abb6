import { hostTensor, type Traced, trace } from '@mosa-js/core';
import { type CausalSelectOptions, type CausalState, fate, unfused } from '@mosa-js/core/adapter';
import { createReferenceBackend } from '@mosa-js/reference';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const backend = createReferenceBackend();

const logit = fc.oneof(
  fc.constantFrom(0, -0, 1, 1, 2, 3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.integer({ min: -3, max: 3 }),
);

interface Case {
  readonly logits: readonly number[];
  readonly valid: readonly boolean[];
  readonly threshold: number;
  readonly options: CausalSelectOptions;
}

const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 24 }).chain((t) =>
  fc.record({
    logits: fc.array(logit, { minLength: t, maxLength: t }),
    valid: fc.oneof(
      fc.constant(new Array<boolean>(t).fill(true)),
      fc.array(fc.boolean(), { minLength: t, maxLength: t }),
    ),
    threshold: fc.constantFrom(0, 1, -2, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN),
    options: fc.record(
      {
        capacity: fc.integer({ min: 1, max: 6 }),
        slots: fc
          .integer({ min: 1, max: 9 })
          .chain((block) => fc.record({ block: fc.constant(block), count: fc.integer({ min: 1, max: block }) })),
        includeFirst: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  }),
);

/** The definition, word for word: S_t is sorted anew for every t. */
function defined({ logits, valid, threshold, options }: Case): number[] {
  const { capacity = Number.POSITIVE_INFINITY, slots, includeFirst } = options;
  const isFirst = (j: number) => includeFirst === true && j === 0;
  const rank = (a: number, b: number) => {
    if (isFirst(a) !== isFirst(b)) return isFirst(a) ? -1 : 1;
    return logits[a] === logits[b] ? a - b : logits[a]! > logits[b]! ? -1 : 1;
  };
  const best = (from: readonly number[]) => [...from].sort(rank).slice(0, capacity);
  const admitted: number[] = [];
  const fates = logits.map(() => fate.none as number);
  let before: readonly number[] = [];
  for (const [t, value] of logits.entries()) {
    if (valid[t] && (isFirst(t) || value > threshold) && best([...admitted, t]).includes(t)) {
      const block = slots ? Math.floor(t / slots.block) : 0;
      const inBlock = slots ? admitted.filter((j) => Math.floor(j / slots.block) === block).length : 0;
      if (slots && inBlock >= slots.count) fates[t] = fate.dropped;
      else admitted.push(t);
    }
    const now = best(admitted);
    for (const j of before) if (!now.includes(j)) fates[j] = t;
    if (now.includes(t)) fates[t] = fate.stays;
    before = now;
  }
  return fates;
}

async function fates(given: Case, whole: boolean): Promise<number[]> {
  const t = given.logits.length;
  const tensors = {
    logits: hostTensor([...given.logits, ...given.logits], [2, 1, t]),
    threshold: hostTensor([given.threshold, given.threshold], [2]),
    valid: hostTensor(given.valid.map(Number), [1, t], 'bool'),
  };
  const graph = trace(
    (ops, { logits, threshold, valid }) => ({
      fates: ops.causalSelect(logits!, threshold!, given.options, { valid: valid! }),
    }),
    { inputs: tensors },
  );
  const program = await backend.compile(whole ? graph : unfused(graph));
  const { fates } = await program.run(tensors);
  const data = [...(await fates!.read()).data];
  fates!.dispose();
  await program.dispose();
  expect(data.slice(t)).toEqual(data.slice(0, t));
  return data.slice(0, t);
}

it('chooses as the definition says, fused and decomposed', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      const expected = defined(given);
      expect(await fates(given, true)).toEqual(expected);
      expect(await fates(given, false)).toEqual(expected);
    }),
    { numRuns: 400, seed: 1 },
  );
});

/** The state after the tokens, as one would keep it. */
function stateAfter(given: Case, all: readonly number[], length: number, capacity: number) {
  const { slots } = given.options;
  const set = [...Array(length).keys()].filter((j) => all[j]! >= length);
  const processed = [...Array(length).keys()].filter((j) => all[j]! >= 0);
  const block = slots ? Math.floor(length / slots.block) : 0;
  return {
    positions: Array.from({ length: capacity }, (_, c) => set[c] ?? -1),
    logits: Array.from({ length: capacity }, (_, c) => (set[c] === undefined ? 7 : given.logits[set[c]]!)),
    admitted: slots ? processed.filter((j) => Math.floor(j / slots.block) === block).length : 0,
  };
}

it('goes on from a state as if it had seen all, wherever the sequence is cut, each row at its own position', async () => {
  const withCut = cases.chain((given) =>
    fc.record({ given: fc.constant(given), cuts: fc.tuple(fc.nat(), fc.nat()), shuffled: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(withCut, async ({ given, cuts, shuffled }) => {
      const options = { capacity: 4, ...given.options };
      const { capacity } = options;
      const all = { ...given, options };
      const expected = defined(all);
      const n = given.logits.length;
      const starts = cuts.map((cut) => cut % n);
      const t = Math.min(...starts.map((start) => n - start));
      const states = starts.map((start) => stateAfter(all, expected, start, capacity));
      if (shuffled) for (const state of states) for (const list of [state.positions, state.logits]) list.reverse();
      const tensors = {
        logits: hostTensor(
          starts.flatMap((start) => given.logits.slice(start, start + t)),
          [1, 2, t],
        ),
        threshold: hostTensor([given.threshold], [1]),
        valid: hostTensor(
          starts.flatMap((start) => given.valid.slice(start, start + t).map(Number)),
          [2, t],
          'bool',
        ),
        start: hostTensor(starts, [2], 'int32'),
        held: hostTensor(
          states.flatMap((state) => state.logits),
          [1, 2, capacity],
        ),
        positions: hostTensor(
          states.flatMap((state) => state.positions),
          [1, 2, capacity],
          'int32',
        ),
        admitted: hostTensor(
          states.map((state) => state.admitted),
          [1, 2],
          'int32',
        ),
      };
      const graph = trace(
        (ops, { logits, threshold, valid, start, held, positions, admitted }) => {
          const state = { start, logits: held, positions, admitted } as CausalState<Traced>;
          return { fates: ops.causalSelect(logits!, threshold!, options, { state, valid: valid! }) };
        },
        { inputs: tensors },
      );
      for (const tried of [graph, unfused(graph)]) {
        const program = await backend.compile(tried);
        const { fates } = await program.run(tensors);
        const data = [...(await fates!.read()).data];
        for (const [b, start] of starts.entries()) {
          const row = data.slice(b * (capacity + t), (b + 1) * (capacity + t));
          // What leaves later than these tokens has not left yet.
          const seen = (value: number) => (value >= start + t ? fate.stays : value);
          expect(row.slice(capacity)).toEqual(expected.slice(start, start + t).map(seen));
          expect(row.slice(0, capacity)).toEqual(
            states[b]!.positions.map((position) => (position < 0 ? fate.none : seen(expected[position]!))),
          );
        }
        fates!.dispose();
        await program.dispose();
      }
    }),
    { numRuns: 400, seed: 2 },
  );
});
