import { describe, expect, it } from 'vitest';
import { hostTensor, MosaError, trace } from '../src';
import { freedAfter, placeholders } from '../src/adapter';

const vector = { shape: [4], dtype: 'float32' } as const;

describe('trace', () => {
  it('keeps only what the outputs need, and every input', () => {
    const graph = trace(
      (ops, { a, b }) => {
        ops.exp(b!); // nobody asks for it
        return { y: ops.add(a!, ops.neg(a!)) };
      },
      { inputs: { a: vector, b: vector } },
    );
    expect(graph.nodes.map((node) => node.op)).toEqual(['placeholder', 'placeholder', 'neg', 'add']);
    expect(placeholders(graph, 'input').map((node) => node.name)).toEqual(['a', 'b']);
    expect(graph.nodes.map((node) => node.id)).toEqual([0, 1, 2, 3]);
    expect(graph.outputs).toEqual({ y: 3 });
  });

  it('records scopes', () => {
    const graph = trace((ops, { a }) => ({ y: ops.scope('outer', () => ops.scope('inner', () => ops.neg(a!))) }), {
      inputs: { a: vector },
    });
    expect(graph.nodes[1]!.scope).toBe('outer/inner');
  });

  it('infers broadcast shapes and dtypes', () => {
    const graph = trace((ops, { a, b }) => ({ y: ops.greater(a!, b!) }), {
      inputs: { a: { shape: [2, 1, 3], dtype: 'int32' }, b: { shape: [5, 1], dtype: 'int32' } },
    });
    expect(graph.nodes.at(-1)!.type).toEqual({ shape: [2, 5, 3], dtype: 'bool' });
  });

  const bad: [string, string, () => unknown][] = [
    [
      'shape',
      'add: expected shapes that broadcast, got [4] and [3]',
      () => build((ops, a) => ops.add(a, ops.constant(new Float32Array(3), [3], 'float32'))),
    ],
    [
      'dtype',
      'add: expected operands of one dtype, got float32 [4] and int32 [4]',
      () => build((ops, a) => ops.add(a, ops.cast(a, 'int32'))),
    ],
    [
      'dtype',
      'cast: expected a dtype of float32, int32, bool, got "float16"',
      () => build((ops, a) => ops.cast(a, 'float16' as 'bool')),
    ],
    ['shape', 'reshape: expected 4 elements as in [4], got [3]', () => build((ops, a) => ops.reshape(a, [3]))],
    [
      'shape',
      'topKValues: expected a whole k from 1 to 4, the last axis of [4], got 5',
      () => build((ops, a) => ops.topKValues(a, 5)),
    ],
    ['shape', 'transpose: expected a permutation of 1 axes, got [1]', () => build((ops, a) => ops.transpose(a, [1]))],
    ['shape', 'sum: expected an axis of [4], got 2', () => build((ops, a) => ops.sum(a, [2]))],
    [
      'shape',
      'slice: expected a box inside [4], got begin [2], size [3]',
      () => build((ops, a) => ops.slice(a, [2], [3])),
    ],
    [
      'shape',
      'matMul: expected [...P, M, K] and [...P, K, N], got float32 [4] and float32 [4]',
      () => build((ops, a) => ops.matMul(a, a)),
    ],
    [
      'mixed',
      'trace: expected a tensor of this trace, got undefined',
      () => build((ops) => ops.neg(undefined as never)),
    ],
    [
      'shape',
      'input a: expected a shape of whole numbers from 1, got [0]',
      () => trace((_, { a }) => ({ a: a! }), { inputs: { a: { shape: [0], dtype: 'bool' } } }),
    ],
  ];
  it.each(bad)('throws %s: %s', (code, message, act) => {
    expect(act).toThrow(expect.objectContaining({ name: 'MosaError', code, message }));
    expect(act).toThrow(MosaError);
  });
});

describe('freedAfter', () => {
  it('frees storage after the last reader of any of its names, and never what comes from or goes outside', () => {
    const graph = trace(
      (ops, { a }) => {
        const negative = ops.neg(a!); // 1
        const square = ops.reshape(negative, [2, 2]); // 2, the same storage
        const wide = ops.exp(square); // 3: last use of 1
        return { y: ops.log(wide) }; // 4: last use of 3
      },
      { inputs: { a: vector } },
    );
    expect(freedAfter(graph)).toEqual([[], [], [], [1], [3]]);
  });
});

it('hostTensor says what it expected', () => {
  expect(() => hostTensor([1, 2], [3])).toThrow(
    'hostTensor: expected Float32Array(3) or Float64Array(3) for float32 [3], got Float32Array(2)',
  );
});

function build(
  make: (
    ops: Parameters<Parameters<typeof trace>[0]>[0],
    a: ReturnType<Parameters<typeof trace>[0]>[string],
  ) => ReturnType<Parameters<typeof trace>[0]>[string],
) {
  return trace((ops, { a }) => ({ y: make(ops, a!) }), { inputs: { a: vector } });
}
