import {
  attentionLayer,
  type Backend,
  type Graph,
  gradient,
  type HostTensor,
  layerGraph,
  type Named,
  trace,
} from '@mosa-js/core';
import { type Bounded, float64 } from '../bounds/bounded';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { GoldenCase } from '../golden/layers';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judge, judgeExactly, judgeRelative } from './judge';
import { arithmeticOf } from './prepared';
import { runGraph } from './run-graph';

/** Agreement in float64, and the most that float32 may be off whatever analysis allows it; relative to the largest entry. */
const wide = 1e-10;
const narrow = { forward: 2e-5, gradient: 1e-4 } as const;

type Judge = (given: GoldenCase, backend: Backend) => Promise<Verdict>;

/** The authors' outputs, selections and gradients. */
export function goldenCases(golden: readonly GoldenCase[]): ConformanceCase[] {
  return golden.flatMap((given) => [
    { id: `golden/${given.name}/forward`, run: (backend) => judgeForward(given, backend) },
    { id: `golden/${given.name}/grad`, run: (backend) => judgeGradient(given, backend) },
  ]);
}

const judgeForward: Judge = async (given, backend) => {
  const graph = layerGraph(given.config, { x: given.x });
  const tensors = { x: given.x, ...given.weights };
  const actual = await runGraph(backend, graph, tensors);
  const bounds = boundsOf(graph, tensors, backend);
  const y = judgeGolden(actual.y!, given.y, bounds?.y, narrow.forward, 'output');
  if (!given.indices) return y;
  const expected: HostTensor = { shape: actual.indices!.shape, dtype: 'int32', data: given.indices };
  return firstFailure([judgeExactly(actual.indices!, expected, 'selection'), y]);
};

/** Gradients of Σ y · gradOut by the input and every weight. */
const judgeGradient: Judge = async ({ config, x, gradOut, weights, gradients }, backend) => {
  const layer = trace(
    (ops, { x, gradOut }, traced) => {
      const { y } = attentionLayer(ops, x!, traced, config);
      return { loss: ops.sum(ops.mul(y, gradOut!), [0, 1, 2]) };
    },
    { inputs: { x, gradOut }, weights },
  );
  const by = ['x', ...Object.keys(weights)];
  const tensors: Named<HostTensor> = { x, gradOut, ...weights };
  const graph = gradient(layer, { of: 'loss', by });
  const actual = await runGraph(backend, graph, tensors);
  const bounds = boundsOf(graph, tensors, backend);
  return firstFailure(
    by.map((name) => {
      const output = `gradient/${name}`;
      return judgeGolden(actual[output]!, gradients[name]!, bounds?.[output], narrow.gradient, `gradient by ${name}`);
    }),
  );
};

/** What analysis allows a float32 backend; one that computes in float64 is held to the golden numbers' own digits. */
function boundsOf(graph: Graph, tensors: Named<HostTensor>, backend: Backend): Record<string, Bounded> | undefined {
  const arithmetic = arithmeticOf(backend);
  return arithmetic === float64 ? undefined : evaluateWithBounds(graph, tensors, arithmetic);
}

/** Compares with the golden numbers: within the bound beside their own error, and never further off than `most` allows. */
function judgeGolden(
  actual: HostTensor,
  golden: Float64Array,
  bounded: Bounded | undefined,
  most: number,
  stage: string,
): Verdict {
  if (!bounded) return judgeRelative(actual, golden, wide, stage);
  const largest = golden.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const error = Float64Array.from(bounded.error.data, (bound) => Math.min(bound + wide * largest, most * largest));
  const { shape } = bounded.value;
  const like = (data: Float64Array) => ({ shape, dtype: 'float32' as const, data });
  return judge(actual, { value: like(golden), error: like(error) }, stage);
}
