import { expect, it } from 'vitest';
import { hoistSmall } from '../src/adapter';
import { trace } from '../src/index';

const types = (inputs: Record<string, readonly number[]>) => ({
  inputs: Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => [name, { shape, dtype: 'float32' } as const]),
  ),
});

it('moves small elementwise ops and sums up to their operands, and what reads them stays behind', () => {
  const graph = trace(
    (ops, { x, large }) => {
      const product = ops.matMul(large!, large!);
      const doubled = ops.add(x!, x!);
      return { product, total: ops.sum(doubled, [0]), scaled: ops.mul(doubled, x!) };
    },
    types({ x: [4], large: [64, 64] }),
  );
  const moved = hoistSmall(graph);
  expect(graph.nodes.map(({ op }) => op)).toEqual(['placeholder', 'placeholder', 'matMul', 'add', 'sum', 'mul']);
  expect(moved.nodes.map(({ op }) => op)).toEqual(['placeholder', 'add', 'mul', 'placeholder', 'matMul', 'sum']);
  expect(moved.nodes.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5]);
  for (const { id, inputs } of moved.nodes) for (const input of inputs) expect(input).toBeLessThan(id);
  for (const [name, id] of Object.entries(graph.outputs)) {
    const before = graph.nodes[id]!;
    const after = moved.nodes[moved.outputs[name]!]!;
    expect([after.op, after.type]).toEqual([before.op, before.type]);
    expect(after.inputs.map((input) => moved.nodes[input]!.op)).toEqual(
      before.inputs.map((input) => graph.nodes[input]!.op),
    );
  }
});

it('leaves what is large, of one element, or no elementwise op where it is', () => {
  const graph = trace(
    (ops, { large, row, one }) => {
      const product = ops.matMul(large!, large!);
      return { product, large: ops.neg(large!), one: ops.neg(one!), turned: ops.transpose(row!, [1, 0]) };
    },
    types({ large: [40, 40], row: [2, 3], one: [1] }),
  );
  expect(hoistSmall(graph)).toEqual(graph);
});
