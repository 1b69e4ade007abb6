import { type HostTensor, layerGraph } from '@mosa-js/core';
import type { GoldenCase } from '../golden/golden';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judgeExactly, judgeRelative } from './judge';
import { runGraph } from './run-graph';

/** Agreement that the golden outputs promise, relative to the largest entry. */
const tolerances = { float64: 1e-10, float32: 2e-5 } as const;

/** The authors' outputs: forward is judged, gradients wait for training. */
export function goldenCases(golden: readonly GoldenCase[]): ConformanceCase[] {
  return golden.flatMap((given) => [
    { id: `golden/${given.name}/forward`, run: (backend) => judgeForward(given, backend) },
    {
      id: `golden/${given.name}/grad`,
      run: async (): Promise<Verdict> => ({ status: 'unsupported', reason: 'gradients are not part of this release' }),
    },
  ]);
}

const judgeForward = async (given: GoldenCase, backend: Parameters<ConformanceCase['run']>[0]): Promise<Verdict> => {
  const graph = layerGraph(given.config, { x: given.x });
  const actual = await runGraph(backend, graph, { x: given.x, ...given.weights });
  const y = judgeRelative(actual.y!, given.y, tolerances[backend.capabilities.precision], 'output');
  if (!given.indices) return y;
  const expected: HostTensor = { shape: actual.indices!.shape, dtype: 'int32', data: given.indices };
  return firstFailure([judgeExactly(actual.indices!, expected, 'selection'), y]);
};
