import { describe, expect, it } from 'vitest';
import { constantScalar, type Graph, graphMemory, type Traced, trace } from '../src';
import { type ElementwiseGroup, elementwiseGroups, type GroupLimits } from '../src/adapter';

type Ops = Parameters<Parameters<typeof trace>[0]>[0];
type Build = (ops: Ops, inputs: Readonly<Record<string, Traced>>) => Record<string, Traced>;

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;
const limits = { inputs: 7 };

function graphOf(inputs: Record<string, ReturnType<typeof float>>, build: Build): Graph {
  return trace(build, { inputs });
}

const opsOf = ({ nodes }: ElementwiseGroup) => nodes.map(({ op }) => op).join(' ');
const groupsOf = (graph: Graph, most: GroupLimits = limits) => elementwiseGroups(graph, most).map(opsOf);

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

  it('passes through sums, running sums and maxima of one element each', () => {
    const graph = graphOf({ x: float(4, 1) }, (ops, { x }) => {
      const sums = ops.cumulativeSum(ops.sum(ops.neg(x!), [1], true));
      return { y: ops.exp(ops.max(ops.reshape(sums, [1, 4]), [0])), z: ops.sum(ops.sqrt(x!), [1]) };
    });
    expect(groupsOf(graph)).toEqual(['neg sum cumulativeSum reshape max exp', 'sqrt']);
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

describe('groups of rows', () => {
  const most = { inputs: 7, results: 4, rows: true };
  const formsOf = (graph: Graph) => elementwiseGroups(graph, most).map(({ form }) => form);
  const normalised = (ops: Ops, x: Traced) => {
    const centred = ops.sub(x, ops.sum(x, [-1], true));
    return ops.div(centred, ops.sqrt(ops.sum(ops.mul(centred, centred), [-1], true)));
  };

  it('take in sums of rows, what they add up, and what reads them, whatever its shape', () => {
    const graph = graphOf({ x: float(3, 8), y: float(3, 8) }, (ops, { x, y }) => {
      const z = normalised(ops, ops.add(x!, y!));
      return { z, most: ops.reshape(ops.neg(ops.max(z, [1])), [3, 1]) };
    });
    expect(groupsOf(graph, most)).toEqual(['add sum sub mul sum sqrt div max neg']);
    expect(formsOf(graph)).toEqual([{ rows: 3, width: 8 }]);
    expect(groupsOf(graph, { ...most, rows: false })).toHaveLength(5);
  });

  it('leave a sum alone that nothing elementwise is beside, one along other axes, and what reads all of very long rows, where they are few', () => {
    const alone = graphOf({ x: float(3, 8) }, (ops, { x }) => ({ y: ops.sum(x!, [1]) }));
    expect(formsOf(alone)).toEqual([]);
    const across = graphOf({ x: float(3, 8) }, (ops, { x }) => ({ y: ops.sub(x!, ops.sum(x!, [0], true)) }));
    expect(formsOf(across)).toEqual([undefined]);
    const long = (rows: number) =>
      formsOf(graphOf({ x: float(rows, 4097) }, (ops, { x }) => ({ y: normalised(ops, x!) })));
    const inParts = { rows: 63, width: 4097 };
    expect(long(63)).toEqual([inParts, undefined, undefined]);
    expect(long(64)).toEqual([{ rows: 64, width: 4097 }]);
  });

  it('tell one element a row from a row, where there are as many', () => {
    const of = (build: (ops: Ops, x: Traced, sums: Traced) => Traced) =>
      formsOf(graphOf({ x: float(8, 8) }, (ops, { x }) => ({ y: build(ops, x!, ops.sum(ops.neg(x!), [1])) })));
    expect(of((ops, x, sums) => ops.mul(x, ops.reshape(sums, [8, 1])))).toEqual([{ rows: 8, width: 8 }]);
    expect(of((ops, x, sums) => ops.mul(x, sums))).toEqual([{ rows: 8, width: 8 }, undefined]);
    expect(of((ops, x, sums) => ops.mul(ops.reshape(x, [2, 4, 8]), ops.reshape(sums, [2, 4, 1])))).toHaveLength(1);
    expect(of((ops, x, sums) => ops.mul(ops.reshape(x, [2, 4, 8]), ops.reshape(sums, [2, 1, 4, 1])))).toHaveLength(2);
  });

  it('wait for what is read in between, and hold at most eight sums', () => {
    const between = graphOf({ x: float(4, 4) }, (ops, { x }) => {
      const y = normalised(ops, x!);
      return { y: normalised(ops, ops.add(y, ops.matMul(y, y))) };
    });
    expect(groupsOf(between, most)).toHaveLength(2);
    const many = graphOf({ x: float(4, 4) }, (ops, { x }) => ({
      y: [1, 2, 3, 4, 5, 6, 7, 8, 9].reduce(
        (y, i) => ops.mul(y, ops.sum(ops.add(y, constantScalar(ops, i)), [1], true)),
        x!,
      ),
    }));
    const sums = elementwiseGroups(many, { ...most, nodes: 100 }).map(
      ({ nodes }) => nodes.filter(({ op }) => op === 'sum').length,
    );
    expect(sums).toEqual([8, 1]);
  });
});
