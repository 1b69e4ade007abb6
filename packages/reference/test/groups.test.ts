import { constantScalar, type Graph, type TensorOps, type TensorType, type Traced, trace } from '@mosa-js/core';
import {
  type ElementwiseGroup,
  elementwiseGroups,
  type Kernel,
  type KernelRuntime,
  loadKernels,
  type OpName,
} from '@mosa-js/core/adapter';
import { randomSource } from '@mosa-js/core/training';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromHost, type RefTensor } from '../src/array';
import { referenceKernels as kernels } from '../src/kernels';

const limits = { inputs: 4 };

/** Live tensors are counted; a group runs its nodes one after another. */
function run(graph: Graph, inputs: Record<string, RefTensor>, grouped: boolean) {
  const live = new Set<RefTensor>();
  const keep = (tensor: RefTensor) => {
    live.add(tensor);
    return tensor;
  };
  const table = Object.fromEntries(
    Object.entries(kernels).map(([op, kernel]) => [
      op,
      (...call: Parameters<Kernel<RefTensor, OpName, TensorType>>) =>
        keep({ ...(kernel as Kernel<RefTensor, OpName, TensorType>)(...call) }),
    ]),
  ) as unknown as typeof kernels;
  let written = 0;
  const prepare = ({ nodes, inputs: outside }: ElementwiseGroup) => {
    return (given: readonly RefTensor[]) => {
      const values = new Map(outside.map(({ id }, i) => [id, given[i]!]));
      for (const node of nodes) {
        const kernel = kernels[node.op] as Kernel<RefTensor, OpName, TensorType>;
        values.set(
          node.id,
          kernel(
            node.inputs.map((id) => values.get(id)!),
            node.attributes,
            node.type,
          ),
        );
      }
      written++;
      return keep({ ...values.get(nodes.at(-1)!.id)! });
    };
  };
  const runtime: KernelRuntime<RefTensor> = {
    kernels: table,
    free: (tensor) => expect(live.delete(tensor)).toBe(true),
    alias: (tensor) => keep({ ...tensor }),
    ...(grouped ? { elementwise: { limits, groupsOf: (graph) => elementwiseGroups(graph, limits), prepare } } : {}),
  };
  const executable = loadKernels(graph, {}, runtime);
  const outputs = executable.run(inputs);
  executable.dispose();
  expect(live.size).toBe(Object.keys(outputs).length);
  return { values: Object.values(outputs).map(({ data }) => Array.from(data)), written };
}

type Step = readonly [op: string, a: number, b: number];
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom('add', 'mul', 'maximum', 'neg', 'sigmoid', 'reshape', 'sum', 'scale', 'spread', 'where'),
    fc.nat(30),
    fc.nat(30),
  ),
  { minLength: 1, maxLength: 25 },
);

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
    case 'scale':
      return ops.mul(x, constantScalar(ops, b - 15));
    case 'spread':
      return ops.sub(whole, ops.slice(ops.reshape(y, [2, 3, 4]), [0, 1, 0], [2, 1, 4]));
    default:
      return ops.where(ops.greater(whole, constantScalar(ops, 0)), whole, ops.reshape(y, [2, 3, 4]));
  }
}

it('groups of elementwise ops compute what the ops do, and leave nothing behind', () => {
  const next = randomSource(1);
  const type: TensorType = { shape: [2, 3, 4], dtype: 'float32' };
  const input = () =>
    fromHost(
      Float64Array.from({ length: 24 }, () => next() - 0.5),
      type,
    );
  const inputs = { a: input(), b: input() };
  let fewer = 0;
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
      const alone = run(graph, inputs, false);
      const grouped = run(graph, inputs, true);
      expect(grouped.values).toEqual(alone.values);
      if (grouped.written < graph.nodes.length / 2) fewer++;
    }),
    { numRuns: 400, seed: 5 },
  );
  expect(fewer).toBeGreaterThan(100);
});
