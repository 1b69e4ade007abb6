import { attentionLayer, type Backend, type HostTensor, layerGraph, trace } from '@mosa-js/core';
import { gradient } from '@mosa-js/core/training';
import { type Bounded, float64 } from '../bounds/bounded';
import type { GoldenCase } from '../golden/layers';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judge, judgeExactly, judgeRelative } from './judge';
import { arithmeticOf, opsOf, prepare } from './prepared';
import { runGraph } from './run-graph';

/** Agreement in float64, and the most that float32 may be off whatever analysis allows it; relative to the largest entry. */
const wide = 1e-10;
const narrow = { forward: 2e-5, gradient: 1e-4 } as const;

/** The authors' outputs, selections and gradients. */
export function goldenCases(golden: readonly GoldenCase[]): ConformanceCase[] {
  return golden.flatMap((given) => [forwardCase(given), gradientCase(given)]);
}

function forwardCase({ name, config, x, y, indices, weights }: GoldenCase): ConformanceCase {
  const prepared = prepare(() => ({ graph: layerGraph(config, { x }), tensors: { x, ...weights } }));
  return {
    id: `golden/${name}/forward`,
    ops: () => opsOf(prepared.graph),
    async run(backend) {
      const expected = prepared.expected(backend);
      const actual = await runGraph(backend, prepared.graph, prepared.tensors);
      const output = judgeGolden(actual.y!, y, boundOf(expected.y!, backend), narrow.forward, 'output');
      if (!indices) return output;
      const wanted: HostTensor = { ...expected.indices!.value, dtype: 'int32', data: indices };
      const selected = judgeExactly(actual.indices, wanted, 'selection');
      return firstFailure([judge(actual.logits, expected.logits!, 'logits'), selected, output]);
    },
  };
}

/** Gradients of Σ y · gradOut by the input and every weight. */
function gradientCase({ name, config, x, gradOut, weights, gradients }: GoldenCase): ConformanceCase {
  const by = ['x', ...Object.keys(weights)];
  const prepared = prepare(() => {
    const layer = trace(
      (ops, { x, gradOut }, traced) => {
        const { y } = attentionLayer(ops, x!, traced, config);
        return { loss: ops.sum(ops.mul(y, gradOut!), [0, 1, 2]) };
      },
      { inputs: { x, gradOut }, weights },
    );
    return { graph: gradient(layer, { of: 'loss', by }), tensors: { x, gradOut, ...weights } };
  });
  return {
    id: `golden/${name}/grad`,
    ops: () => opsOf(prepared.graph),
    async run(backend) {
      const expected = prepared.expected(backend);
      const actual = await runGraph(backend, prepared.graph, prepared.tensors);
      const judged = by.map((of) => {
        const output = `gradient/${of}`;
        const bound = boundOf(expected[output]!, backend);
        return judgeGolden(actual[output]!, gradients[of]!, bound, narrow.gradient, `gradient by ${of}`);
      });
      return firstFailure([judge(actual.loss, expected.loss!, 'loss'), ...judged]);
    },
  };
}

/** What analysis allows a float32 backend; one that computes in float64 is held to the golden numbers' own digits. */
function boundOf(bounded: Bounded, backend: Backend): Bounded | undefined {
  return arithmeticOf(backend) === float64 ? undefined : bounded;
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
