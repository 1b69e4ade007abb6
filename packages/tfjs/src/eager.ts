import { type AttentionConfig, attentionLayer, type MosaOptions, type TensorOps, type TensorType } from '@mosa-js/core';
import {
  type Decomposition,
  decompositions,
  type FusedOpName,
  type GradientRule,
  gradientRules,
  type Kernel,
  makeOps,
  type OpAttributes,
  type OpName,
} from '@mosa-js/core/adapter';
import type { GradSaveFunc, Tensor3D } from '@tensorflow/tfjs-core';
import { tfjsKernels } from './kernels';
import type { Tfjs, TfjsTensor } from './library';
import { typeOfTensor } from './own-tensors';

/**
 * The tensor interface carried out at once by this tfjs, on its active backend. Works inside `tf.tidy`, which frees the
 * results, and inside `tf.grads` and its like, whether or not tfjs's own gradients are registered: every op brings its
 * own, except topK. Integers and booleans carry no gradient, and neither does a selection. Gradients of gradients
 * go through tfjs's own addition too, so they need tfjs's gradients.
 */
export function eagerOps(lib: Tfjs): TensorOps<TfjsTensor> {
  const kernels = tfjsKernels(lib);
  const typeOf = (x: TfjsTensor) => typeOfTensor(lib, x);
  const run = (op: OpName, inputs: readonly TfjsTensor[], attributes: OpAttributes[OpName], output: TensorType) =>
    (kernels[op] as Kernel<TfjsTensor, OpName, TensorType>)(inputs, attributes, output);
  const plain = makeOps<TfjsTensor>({ typeOf, apply: run });

  const ops: TensorOps<TfjsTensor> = makeOps<TfjsTensor>({
    typeOf,
    apply(op, inputs, attributes, output) {
      if (Object.hasOwn(decompositions, op)) {
        const decompose = decompositions[op as FusedOpName] as Decomposition<OpName>;
        // What makes integers carries no gradient.
        const differentiable = output.dtype === 'float32';
        return differentiable
          ? lib.tidy(() => decompose(ops, inputs, attributes))
          : detached(() => decompose(plain, inputs, attributes));
      }
      const rule = gradientRules[op] as GradientRule<OpName> | null;
      const variables = rule && output.dtype === 'float32' ? inputs.filter((x) => x.dtype === 'float32') : [];
      if (!rule || variables.length === 0) return detached(() => run(op, inputs, attributes, output));
      const call = { attributes, inputs: inputs.map(typeOf), output };
      const withGradient = lib.customGrad((...given) => {
        const value = run(op, inputs, attributes, output);
        (given.at(-1) as GradSaveFunc)([...(rule.keep?.(inputs) ?? [])]);
        const gradFunc = (dy: TfjsTensor, kept: TfjsTensor[]) => lib.tidy(() => [...rule.pull(ops, dy, kept, call)]);
        return { value, gradFunc };
      });
      return withGradient(...variables);
    },
  });

  /** Runs on no tape: to tfjs the result depends on nothing, so that it looks for no gradient on the way to it. */
  function detached(compute: () => TfjsTensor): TfjsTensor {
    return lib.customGrad(() => ({ value: compute(), gradFunc: () => [] }))();
  }
  return ops;
}

/**
 * A layer of attention heads of any kind on tensors of tfjs, as an op among others: it may stand in `tf.tidy`, `tf.grads`,
 * `variableGrads` and an optimizer's `minimize`, and leaves nothing behind but its result.
 * @param lib the module namespace of tfjs that made the tensors
 * @param x float32 [B, T, h]
 * @param weights float32 tensors or variables by name, as core's `weightShapes(config)` lists. All of them get
 *   gradients but `centres` of routing heads, which only select
 * @param options `mask` bool [B, T], false marks padding; `indices` int32 [E, B, k] instead of the router's choice
 * @returns y float32 [B, T, h]
 * @throws MosaError `config`, `weight`, `shape`, `dtype`, `mixed` or `disposed` before anything is computed
 * @example
 * ```js
 * import { initWeights } from '@mosa-js/core';
 * import { mosaAttention } from '@mosa-js/tfjs';
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * await tf.setBackend('cpu');
 * const config = { kind: 'mosa', dModel: 16, dHead: 8, heads: 4, sparsity: 4 };
 * const weights = {};
 * for (const [name, { data, shape }] of Object.entries(initWeights(config, 1))) weights[name] = tf.tensor(data, shape);
 * const y = mosaAttention(tf, tf.ones([1, 32, 16]), weights, config);
 * console.log(y.shape); // [1, 32, 16]
 * ```
 */
export function mosaAttention(
  lib: Tfjs,
  x: TfjsTensor,
  weights: Readonly<Record<string, TfjsTensor>>,
  config: AttentionConfig,
  options: MosaOptions<TfjsTensor> = {},
): Tensor3D {
  return lib.tidy('mosaAttention', () => attentionLayer(eagerOps(lib), x, weights, config, options).y as Tensor3D);
}
