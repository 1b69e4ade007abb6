import { hostTensor, trace } from '@mosa-js/core';
import { unfused } from '@mosa-js/core/adapter';
import { createReferenceBackend } from '@mosa-js/reference';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const backend = createReferenceBackend();
const logit = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    1,
    2,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    -3.4028234663852886e38,
  ),
  fc.float({ noNaN: true }),
);

/** The rule, word for word: by value falling, ties to the lower position, −∞ below finite, NaN below, padding last; ascending. */
function rule(row: readonly number[], valid: readonly boolean[], k: number): number[] {
  const place = (i: number) => (!valid[i] ? 3 : Number.isNaN(row[i]) ? 2 : row[i] === Number.NEGATIVE_INFINITY ? 1 : 0);
  const order = row.map((_, i) => i);
  order.sort(
    (a, b) => place(a) - place(b) || (place(a) === 0 && row[a] !== row[b] ? row[b]! - row[a]! || 0 : 0) || a - b,
  );
  return order.slice(0, k).sort((a, b) => a - b);
}

it('selects by the rule, fused and decomposed, whatever the logits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }).chain((rows) =>
        fc.integer({ min: 1, max: 14 }).chain((n) =>
          fc.record({
            rows: fc.constant(rows),
            n: fc.constant(n),
            k: fc.integer({ min: 1, max: n }),
            logits: fc.array(logit, { minLength: rows * n, maxLength: rows * n }),
            valid: fc.option(fc.array(fc.boolean(), { minLength: rows * n, maxLength: rows * n })),
          }),
        ),
      ),
      async ({ rows, n, k, logits, valid }) => {
        const tensors = {
          logits: hostTensor(logits, [rows, n]),
          ...(valid ? { valid: hostTensor(valid.map(Number), [rows, n], 'bool') } : {}),
        };
        const graph = trace((ops, { logits, valid }) => ({ indices: ops.selectIndices(logits!, k, valid) }), {
          inputs: tensors,
        });
        const stored = [...tensors.logits.data];
        const expected = Array.from({ length: rows }, (_, r) => {
          const from = r * n;
          const bits = valid?.slice(from, from + n) ?? new Array<boolean>(n).fill(true);
          return rule(stored.slice(from, from + n), bits, k);
        }).flat();
        for (const tried of [graph, unfused(graph)]) {
          const program = await backend.compile(tried);
          const { indices } = await program.run(tensors);
          expect([...(await indices!.read()).data]).toEqual(expected);
        }
      },
    ),
    { numRuns: 500, seed: 1 },
  );
});
