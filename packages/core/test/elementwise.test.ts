import { describe, expect, it } from 'vitest';
import { constantScalar, type Graph, graphMemory, type Traced, trace } from '../src';
import { type ElementwiseGroup, elementwiseGroups } from '../src/adapter';

type Ops = Parameters<Parameters<typeof trace>[0]>[0];
type Build = (ops: Ops, inputs: Readonly<Record<string, Traced>>) => Record<string, Traced>;

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;
const limits = { inputs: 7 };

function graphOf(inputs: Record<string, ReturnType<typeof float>>, build: Build): Graph {
  return trace(build, { inputs });
}

const opsOf = ({ nodes }: ElementwiseGroup) => nodes.map(({ op }) => op).join(' ');
const groupsOf = (graph: Graph, most = limits) => elementwiseGroups(graph, most).map(opsOf);

describe('elementwiseGroups', () => {
  it('takes a chain in whole, with its numbers', () => {
    const graph = graphOf({ x: float(8) }, (ops, { x }) => ({ y: ops.exp(ops.mul(x!, constantScalar(ops, 2))) }));
    expect(groupsOf(graph)).toEqual(['constant mul exp']);
    expect(elementwiseGroups(graph, limits)[0]!.inputs.map(({ op }) => op)).toEqual(['placeholder']);
  });

  it('computes a value of one large operand again for each reader, and writes one of two', () => {
    const one = graphOf({ x: float(8), y: float(8) }, (ops, { x, y }) => {
      const shared = ops.exp(x!);
      return { a: ops.add(shared, y!), b: ops.mul(shared, y!) };
    });
    expect(groupsOf(one)).toEqual(['exp add', 'exp mul']);
    const two = graphOf({ x: float(8), y: float(8) }, (ops, { x, y }) => {
      const shared = ops.add(x!, y!);
      return { a: ops.exp(shared), b: ops.neg(shared) };
    });
    expect(groupsOf(two)).toEqual(['add', 'exp', 'neg']);
  });

  it('writes what something else reads, outputs included, and reads it back', () => {
    const graph = graphOf({ x: float(2, 4) }, (ops, { x }) => {
      const square = ops.mul(x!, x!);
      return { sum: ops.sum(square, [1]), root: ops.sqrt(square) };
    });
    expect(groupsOf(graph)).toEqual(['mul', 'sqrt']);
    const output = graphOf({ x: float(4) }, (ops, { x }) => {
      const inner = ops.neg(x!);
      return { inner, outer: ops.exp(inner) };
    });
    expect(groupsOf(output)).toEqual(['neg', 'exp']);
  });

  it('passes through reshapes, and stops where a value is repeated', () => {
    const graph = graphOf({ x: float(2, 4), row: float(4) }, (ops, { x, row }) => ({
      y: ops.mul(ops.reshape(ops.neg(x!), [8]), ops.reshape(ops.add(x!, ops.exp(row!)), [8])),
    }));
    expect(groupsOf(graph)).toEqual(['exp', 'neg reshape add reshape mul']);
  });

  it('has at most so many operands and nodes', () => {
    const names = Array.from({ length: 9 }, (_, i) => `x${i}`);
    const graph = graphOf(Object.fromEntries(names.map((name) => [name, float(4)])), (ops, inputs) => ({
      y: names.map((name) => inputs[name]!).reduce((a, b) => ops.add(a, b)),
    }));
    for (const { inputs } of elementwiseGroups(graph, { inputs: 4 })) expect(inputs.length).toBeLessThanOrEqual(4);
    expect(groupsOf(graph, { inputs: 4 })).toHaveLength(3);
    for (const { nodes } of elementwiseGroups(graph, { inputs: 9, nodes: 3 } as const))
      expect(nodes.length).toBeLessThanOrEqual(3);
  });

  it('leaves constants that no number in a program can be', () => {
    const graph = graphOf({ x: float(4) }, (ops, { x }) => ({
      y: ops.add(x!, constantScalar(ops, Number.POSITIVE_INFINITY)),
    }));
    expect(elementwiseGroups(graph, limits)[0]!.inputs.map(({ op }) => op)).toEqual(['placeholder', 'constant']);
  });
});

it('graphMemory counts nothing for what is inside of a group', () => {
  const graph = graphOf({ x: float(100), y: float(100) }, (ops, { x, y }) => ({
    z: ops.exp(ops.neg(ops.mul(ops.add(x!, y!), x!))),
  }));
  expect(graphMemory(graph).peak).toBe(800);
  expect(graphMemory(graph, limits).peak).toBe(400);
});

describe('elementwiseGroups with several results', () => {
  const joined = (graph: Graph, most = { inputs: 7, results: 3 }) =>
    elementwiseGroups(graph, most).map((group) => `${opsOf(group)} (${group.results.length})`);
  const two = { x: float(8), y: float(8) };

  it('reads what two share once', () => {
    const graph = graphOf(two, (ops, { x, y }) => ({ a: ops.add(x!, y!), b: ops.mul(x!, y!) }));
    expect(joined(graph)).toEqual(['add mul (2)']);
    expect(joined(graph, { inputs: 7, results: 1 })).toEqual(['add (1)', 'mul (1)']);
    expect(joined(graph, { inputs: 2, results: 2 })).toEqual(['add (1)', 'mul (1)']);
  });

  it('does not write what nobody else reads', () => {
    const graph = graphOf(two, (ops, { x, y }) => {
      const shared = ops.add(x!, y!);
      return { a: ops.exp(shared), b: ops.neg(shared) };
    });
    expect(joined(graph)).toEqual(['add exp neg (2)']);
    const read = graphOf(two, (ops, { x, y }) => {
      const shared = ops.add(x!, y!);
      return { a: ops.exp(shared), b: ops.neg(shared), sum: ops.sum(shared, [0]) };
    });
    expect(joined(read)).toEqual(['add exp neg (3)']);
  });

  it('leaves apart what something in between reads, what shares nothing, and other sizes', () => {
    const between = graphOf(two, (ops, { x, y }) => {
      const a = ops.add(x!, y!);
      return { b: ops.mul(ops.add(x!, ops.sum(a, [0])), y!), a };
    });
    expect(joined(between)).toEqual(['add (1)', 'add mul (1)']);
    const apart = graphOf(two, (ops, { x, y }) => ({ a: ops.exp(x!), b: ops.exp(y!) }));
    expect(joined(apart)).toEqual(['exp (1)', 'exp (1)']);
    const sizes = graphOf({ x: float(8), s: float(1) }, (ops, { x, s }) => ({
      a: ops.add(x!, s!),
      b: ops.exp(s!),
      c: ops.neg(s!),
    }));
    expect(joined(sizes)).toEqual(['add (1)', 'exp (1)', 'neg (1)']);
  });

  it('counts the memory of all results', () => {
    const graph = graphOf(two, (ops, { x, y }) => {
      const shared = ops.add(x!, y!);
      return { a: ops.exp(shared), b: ops.neg(shared) };
    });
    expect(graphMemory(graph, { inputs: 7, results: 2 }).peak).toBe(64);
    expect(graphMemory(graph, { inputs: 7 }).peak).toBe(96);
  });
});
