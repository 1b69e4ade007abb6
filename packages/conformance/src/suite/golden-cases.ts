import { attentionLayer, gradient, type HostTensor, layerGraph, type Named, trace } from '@mosa-js/core';
import type { GoldenCase } from '../golden/layers';
import type { ConformanceCase } from './case';
import { firstFailure, judgeExactly, judgeRelative } from './judge';
import { runGraph } from './run-graph';

/** Agreement that the golden outputs promise, relative to the largest entry. */
const tolerances = {
  float64: { forward: 1e-10, gradient: 1e-10 },
  float32: { forward: 2e-5, gradient: 1e-4 },
} as const;

type Judge = (given: GoldenCase, backend: Parameters<ConformanceCase['run']>[0]) => ReturnType<ConformanceCase['run']>;

/** The authors' outputs, selections and gradients. */
export function goldenCases(golden: readonly GoldenCase[]): ConformanceCase[] {
  return golden.flatMap((given) => [
    { id: `golden/${given.name}/forward`, run: (backend) => judgeForward(given, backend) },
    { id: `golden/${given.name}/grad`, run: (backend) => judgeGradient(given, backend) },
  ]);
}

const judgeForward: Judge = async (given, backend) => {
  const graph = layerGraph(given.config, { x: given.x });
  const actual = await runGraph(backend, graph, { x: given.x, ...given.weights });
  const y = judgeRelative(actual.y!, given.y, tolerances[backend.capabilities.precision].forward, 'output');
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
  const actual = await runGraph(backend, gradient(layer, { of: 'loss', by }), tensors);
  const tolerance = tolerances[backend.capabilities.precision].gradient;
  return firstFailure(
    by.map((name) => judgeRelative(actual[`gradient/${name}`]!, gradients[name]!, tolerance, `gradient by ${name}`)),
  );
};
