import { type HostTensor, hostTensor, type Named, type TensorOps, type Traced, trace } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import type { ConformanceCase } from '../case';
import { firstFailure, judge } from '../judge';
import { opsOf, prepare } from '../prepared';
import { runGraph } from '../run-graph';
import { random } from '../values';
import { holding, notHeld, rounded } from './rounded';

interface WeightGraph {
  readonly name: string;
  readonly inputs: Named<HostTensor>;
  readonly weights: Named<HostTensor>;
  build(ops: TensorOps<Traced>, inputs: Named<Traced>, weights: Named<Traced>): Record<string, Traced>;
}

/** Products of odd widths and even ones, of a single token, and of sizes that are computed in tiles. */
function product(rows: number, inner: number, columns: number): WeightGraph {
  return {
    name: `product:${rows},${inner},${columns}`,
    inputs: { x: random([rows, inner], 1) },
    weights: { w: random([inner, columns], 2), v: random([columns, inner], 3) },
    build: (ops, { x }, { w, v }) => ({ y: ops.matMul(x!, w!), turned: ops.matMul(x!, v!, false, true) }),
  };
}

function rows(width: number): WeightGraph {
  return {
    name: `rows:${width}`,
    inputs: { indices: hostTensor([6, 0, 6, 3, 5], [5], 'int32') },
    weights: { w: random([7, width], 4) },
    build: (ops, { indices }, { w }) => ({ y: ops.gather(w!, indices!) }),
  };
}

function graphs(): WeightGraph[] {
  return [
    product(1, 7, 5),
    product(3, 64, 36),
    product(70, 33, 35),
    product(70, 32, 64),
    rows(5),
    rows(8),
    {
      name: 'elementwise',
      inputs: { x: random([3, 5], 5), z: random([2, 4, 8], 6) },
      weights: { whole: random([3, 5], 7), row: random([5], 8), column: random([4, 1], 9), one: random([], 10) },
      build: (ops, { x, z }, { whole, row, column, one }) => ({
        y: ops.add(ops.mul(x!, whole!), row!),
        z: ops.mul(ops.add(z!, column!), one!),
      }),
    },
    {
      // A part begins where a binding may, or between two elements of a word.
      name: 'parts',
      inputs: { x: random([65], 11) },
      weights: { w: random([331], 12) },
      build: (ops, { x }, { w }) =>
        Object.fromEntries(
          [1, 64, 127, 128, 191, 266].map((at) => [`at ${at}`, ops.mul(x!, ops.slice(w!, [at], [65]))]),
        ),
    },
    {
      name: 'moved',
      inputs: { z: random([3, 5], 13) },
      weights: { w: random([3, 5], 14), v: random([2, 4, 6], 15) },
      build: (ops, { z }, { w, v }) => ({
        same: w!,
        shaped: ops.reshape(w!, [15]),
        turned: ops.transpose(w!, [1, 0]),
        exchanged: ops.transpose(v!, [1, 0, 2]),
        joined: ops.concat([w!, z!, w!], 0),
        sum: ops.sum(v!, [0, 2]),
        most: ops.max(w!, [1]),
      }),
    },
  ];
}

/** Graphs on weights in a format are those on the rounded weights, within their bounds. */
export function graphCases(format: HalfFormat): ConformanceCase[] {
  return graphs().map(({ name, inputs, weights, build }) => {
    const prepared = prepare(() => {
      const known = Object.entries(weights).map(([key, weight]) => [key, rounded(weight, format)]);
      return { graph: trace(build, { inputs, weights }), tensors: { ...inputs, ...Object.fromEntries(known) } };
    });
    return {
      id: `storage/${format}/${name}`,
      ops: () => opsOf(prepared.graph),
      async run(backend) {
        const unsupported = notHeld(backend, format);
        if (unsupported) return unsupported;
        const expected = Object.entries(prepared.expected(backend));
        const actual = await runGraph(holding(backend, format), prepared.graph, { ...inputs, ...weights });
        return firstFailure(expected.map(([key, wanted]) => judge(actual[key], wanted, key)));
      },
    };
  });
}
