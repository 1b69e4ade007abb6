import { constantScalar, type Graph, type TensorOps, type TensorType, type Traced, trace } from '@mosa-js/core';
import {
  elementwiseGroups,
  type GraphNode,
  type GroupLimits,
  type Kernel,
  type OpName,
  schedule,
  scheduleGroups,
} from '@mosa-js/core/adapter';
import { randomSource } from '@mosa-js/core/training';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromHost, type RefTensor } from '../src/array';
import { referenceKernels as kernels } from '../src/kernels';

const compute = (node: GraphNode, operands: readonly RefTensor[]) =>
  (kernels[node.op] as Kernel<RefTensor, OpName, TensorType>)(operands, node.attributes, node.type);

/** What a graph computes, op by op or a group after another, how many groups, and how many of them are of rows. */
function run(graph: Graph, inputs: Record<string, RefTensor>, limits?: Omit<GroupLimits, 'inputs'>) {
  const values = new Map<number, RefTensor>();
  const of = (ids: readonly number[]) => ids.map((id) => values.get(id)!);
  let written = 0;
  let rows = 0;
  let products = 0;
  const scheduled = limits
    ? scheduleGroups(graph, elementwiseGroups(graph, { inputs: 4, ...limits }))
    : schedule(graph);
  for (const { node, reads, writes, group } of scheduled) {
    if (node.op === 'placeholder') {
      values.set(node.id, inputs[node.name]!);
    } else if (!group) {
      values.set(node.id, compute(node, of(reads)));
    } else {
      const inside = new Map(reads.map((id) => [id, values.get(id)!]));
      for (const one of group.nodes)
        inside.set(
          one.id,
          compute(
            one,
            one.inputs.map((id) => inside.get(id)!),
          ),
        );
      for (const id of writes) values.set(id, inside.get(id)!);
      written++;
      if (group.form) rows++;
      if (group.product) products++;
    }
  }
  return { values: of(Object.values(graph.outputs)).map(({ data }) => Array.from(data)), written, rows, products };
}

type Step = readonly [op: string, a: number, b: number];
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom(
      'add',
      'mul',
      'maximum',
      'neg',
      'sigmoid',
      'reshape',
      'sum',
      'scale',
      'spread',
      'where',
      'rows',
      'most',
      'perRow',
      'product',
    ),
    fc.nat(30),
    fc.nat(30),
  ),
  { minLength: 1, maxLength: 25 },
);

/** Keeps numbers as large as they are. */
const mixing = Float32Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 0.5 : -0.125));

function apply(ops: TensorOps<Traced>, [op, a, b]: Step, values: readonly Traced[]): Traced {
  const x = values[a % values.length]!;
  const y = values[b % values.length]!;
  const whole = ops.reshape(x, [2, 3, 4]);
  switch (op) {
    case 'add':
    case 'mul':
    case 'maximum':
      return ops[op](whole, ops.reshape(y, [2, 3, 4]));
    case 'neg':
    case 'sigmoid':
      return ops[op](x);
    case 'reshape':
      return ops.reshape(x, b % 2 === 0 ? [6, 4] : [24]);
    case 'sum':
      return ops.broadcastTo(ops.sum(whole, [1], true), [2, 3, 4]);
    case 'rows':
      return b % 2 === 0
        ? ops.broadcastTo(ops.sum(whole, [2], true), [2, 3, 4])
        : ops.sub(whole, ops.reshape(ops.sum(whole, [2]), [2, 3, 1]));
    case 'most': {
      const long = ops.reshape(x, [2, 12]);
      return ops.reshape(ops.sub(long, ops.max(long, [1], true)), [2, 3, 4]);
    }
    case 'perRow':
      return ops.mul(whole, ops.sigmoid(ops.sum(ops.reshape(y, [2, 3, 4]), [2], true)));
    case 'product': {
      const mix = ops.constant(mixing, [4, 4], 'float32');
      const product = ops.matMul(ops.reshape(x, [6, 4]), mix, false, b % 2 === 0);
      return b % 3 === 0 ? ops.sub(product, ops.max(product, [0], true)) : ops.maximum(product, ops.reshape(y, [6, 4]));
    }
    case 'scale':
      return ops.mul(x, constantScalar(ops, b - 15));
    case 'spread':
      return ops.sub(whole, ops.slice(ops.reshape(y, [2, 3, 4]), [0, 1, 0], [2, 1, 4]));
    default:
      return ops.where(ops.greater(whole, constantScalar(ops, 0)), whole, ops.reshape(y, [2, 3, 4]));
  }
}

it('groups of elementwise ops compute what the ops do', () => {
  const next = randomSource(1);
  const type: TensorType = { shape: [2, 3, 4], dtype: 'float32' };
  const input = () =>
    fromHost(
      Float64Array.from({ length: 24 }, () => next() - 0.5),
      type,
    );
  const inputs = { a: input(), b: input() };
  let fewer = 0;
  let joined = 0;
  let inRows = 0;
  let withProducts = 0;
  fc.assert(
    fc.property(steps, fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }), (plan, wanted) => {
      const graph = trace(
        (ops, { a, b }) => {
          const values = [a!, b!];
          for (const step of plan) values.push(apply(ops, step, values));
          return Object.fromEntries(wanted.map((id, i) => [`y${i}`, values[id % values.length]!]));
        },
        { inputs: { a: type, b: type } },
      );
      const alone = run(graph, inputs);
      const grouped = run(graph, inputs, { results: 1 });
      const several = run(graph, inputs, { results: 3 });
      const byRow = run(graph, inputs, { results: 3, rows: true });
      expect(grouped.values).toEqual(alone.values);
      expect(several.values).toEqual(alone.values);
      expect(byRow.values).toEqual(alone.values);
      const products = run(graph, inputs, { results: 3, rows: true, products: 2 ** 20 });
      expect(products.values).toEqual(alone.values);
      if (products.products > 0) withProducts++;
      if (byRow.rows > 0) inRows++;
      expect(several.written).toBeLessThanOrEqual(grouped.written);
      if (several.written < grouped.written) joined++;
      if (grouped.written < graph.nodes.length / 2) fewer++;
    }),
    { numRuns: 500, seed: 5 },
  );
  expect(fewer).toBeGreaterThan(100);
  expect(joined).toBeGreaterThan(50);
  expect(inRows).toBeGreaterThan(50);
  expect(withProducts).toBeGreaterThan(30);
});
