import { hostTensor, trace } from '@mosa-js/core';
import { updateCentres } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';

it('moves each centre towards the mean of its queries, keeps unit length, and leaves an unused one alone', async () => {
  const centres = hostTensor([1, 0, 0, 1, -1, 0, 0, -1], [1, 4, 2]);
  const queries = hostTensor([3, 1, 1, 1, 0, 2, -4, 0], [1, 4, 2]); // clusters 0, 0 (a tie with 1), 1, 2; none in 3
  const inputs = { centres, queries };
  const graph = trace((ops, { centres, queries }) => ({ moved: updateCentres(ops, centres!, queries!, 0.5) }), {
    inputs,
  });
  const program = await createReferenceBackend().compile(graph);
  const moved = [...(await (await program.run(inputs)).moved!.read()).data];
  const unit = (a: number, b: number) => [a / Math.hypot(a, b), b / Math.hypot(a, b)];
  const expected = [...unit(0.5 + 1, 0.5), ...unit(0, 0.5 + 1), ...unit(-0.5 - 2, 0), 0, -1];
  expected.forEach((value, i) => {
    expect(moved[i]).toBeCloseTo(value, 12);
  });
});
