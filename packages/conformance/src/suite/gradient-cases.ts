import { type Graph, trace } from '@mosa-js/core';
import { gradient } from '@mosa-js/core/training';
import { float64 } from '../bounds/bounded';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { ConformanceCase, Verdict } from './case';
import { type Build, type GradientSpec, gradientSpecs, type Tensors } from './gradient-specs';
import { firstFailure, judge } from './judge';
import { lazily, opsOf, prepare } from './prepared';
import { runGraph } from './run-graph';
import { random } from './values';

/**
 * The gradient of every op that has one: the graph that `gradient` makes is judged element by element on the backend, and
 * its float64 value by the slope of the op itself, measured by central differences along a random direction.
 */
export function gradientCases(): ConformanceCase[] {
  return Object.entries(gradientSpecs()).flatMap(([op, list]) =>
    Object.entries(list).map(([name, spec]) => gradientCase(`gradient/${op}:${name}`, spec)),
  );
}

function gradientCase(id: string, { tensors, build, slope = true }: GradientSpec): ConformanceCase {
  const losses = lazily(() => withLoss(tensors, build));
  const prepared = prepare(() => {
    const { graph, given, by } = losses();
    return { graph: gradient(graph, { of: 'loss', by }), tensors: given };
  });
  /** The graph's own gradient says nothing of a backend, so it is measured once. */
  const slopes = lazily((): Verdict[] => {
    const { graph, given, by } = losses();
    if (!slope) return [];
    const exact = evaluateWithBounds(prepared.graph, given, float64);
    return by.map((name) => judgeSlope(graph, given, name, exact[`gradient/${name}`]!.value.data));
  });
  return {
    id,
    ops: () => opsOf(prepared.graph),
    async run(backend) {
      const expected = prepared.expected(backend);
      const actual = await runGraph(backend, prepared.graph, prepared.tensors);
      const judged = Object.entries(expected).map(([name, wanted]) => judge(actual[name], wanted, name));
      return firstFailure([...slopes(), ...judged]);
    },
  };
}

/** Σ y · dy, whose gradient by y is dy, with every float32 tensor to differentiate by. */
function withLoss(tensors: Tensors, build: Build): { graph: Graph; given: Tensors; by: string[] } {
  const by = Object.keys(tensors).filter((name) => tensors[name]!.dtype === 'float32');
  const shapeOf = trace((ops, inputs) => ({ y: build(ops, inputs) }), { inputs: tensors });
  const { shape } = shapeOf.nodes[shapeOf.outputs.y!]!.type;
  const given = { ...tensors, dy: random(shape, 99, 'float32', -1, 1) };
  const graph = trace(
    (ops, { dy, ...inputs }) => ({ loss: ops.sum(ops.mul(build(ops, inputs), dy!), [...shape.keys()]) }),
    { inputs: given },
  );
  return { graph, given, by };
}

/** Compares a gradient with the slope of the loss, both in float64. */
export function judgeSlope(graph: Graph, given: Tensors, name: string, analytic: ArrayLike<number>): Verdict {
  const at = given[name]!;
  const direction = random(at.shape, 55, 'float32', -1, 1).data;
  const step = 1e-5;
  const loss = (by: number): number => {
    const moved = { ...at, data: Float64Array.from(at.data, (value, i) => value + by * direction[i]!) };
    return evaluateWithBounds(graph, { ...given, [name]: moved }, float64).loss!.value.data[0]!;
  };
  const slope = (loss(step) - loss(-step)) / (2 * step);
  const along = Array.from(direction, (value, i) => value * analytic[i]!);
  const error = Math.abs(along.reduce((a, b) => a + b, 0) - slope);
  const bound = 1e-7 * (1 + along.reduce((a, b) => a + Math.abs(b), 0));
  if (error <= bound) return { status: 'pass' };
  const reason = `slope by ${name} is ${slope}, the gradient says ${slope + error}`;
  return { status: 'fail', stage: 'central differences', error, bound, reason };
}
