import { checkFields } from '../check-fields';
import { MosaError, show } from '../error';
import type { Graph, InputType } from '../graph/graph';
import { trace } from '../graph/trace';
import type { Named, Traced } from '../graph/tracer';
import { isCausal } from '../heads/causal-config';
import { ownConfig } from '../heads/check-config';
import type { AttentionConfig } from '../heads/config';
import { expertChoice } from '../heads/expert-choice';
import { choosingGroups, headGroups } from '../heads/groups';
import { type ChoiceName, layerOf } from '../heads/layer';
import { checkWeights, weightShapes } from '../heads/weights';
import type { StorageFormat } from '../storage';
import type { Shape, TensorType } from '../types';
import type { Backend, Program, TensorInput, TensorInputs } from './backend';
import type { DeviceTensor } from './device-tensor';
import { disposeSymbol } from './dispose';
import { ownInputs } from './own-inputs';
import { createProgramSet } from './program-set';

/** An attention layer on a backend: weights on the device, one compiled program for each input shape. */
export interface Layer {
  readonly config: AttentionConfig;
  /**
   * @param inputs x float32 [B, T, h]; mask bool [B, T], false marks padding
   * @param options what to give beside y
   * @returns y float32 [B, T, h], and what was asked for. Yours to dispose
   * @throws MosaError `shape`, `dtype`, `input`, `mixed`, `disposed` before any device work; `config` where something is asked
   *   for that this layer does not have
   */
  run<K extends LayerExtra = never>(
    inputs: { readonly x: TensorInput; readonly mask?: TensorInput },
    options?: LayerRunOptions<K>,
  ): Promise<LayerOutputs<K>>;
  /** Frees programs and weights that the layer uploaded. */
  dispose(): Promise<void>;
  [disposeSymbol](): void;
}

/**
 * What MoSA heads tell of their choice: router logits float32 [E, B, T], and selected positions int32 [E, B, k], ascending.
 * Causal heads have slots instead, of which not all are filled: `valid` bool and `evictedAt` int32 [E, B, N], as
 * `CausalChoice` says, and `dropped` int32 [E, B], the tokens that found no slot. Where a sum has several groups of MoSA heads,
 * each has its own: `parts.0.logits`.
 */
export type LayerExtra = ChoiceName | `${string}.${ChoiceName}`;

export interface LayerRunOptions<K extends LayerExtra> {
  /** Also give these. Default: y alone. */
  readonly also?: readonly K[];
}

/** Results of a layer on the device. */
export type LayerOutputs<K extends LayerExtra = never> = { readonly [name in 'y' | K]: DeviceTensor };

export interface LayerOptions {
  /** Programs, one for each input shape, that are kept at most; the one that was not used for longest goes first. Default 32. */
  readonly mostPrograms?: number;
  /** How float32 weights from the host are held on the device: see `CompileOptions`. Default 'float32'. */
  readonly storage?: StorageFormat;
}

/**
 * Puts an attention layer on a backend.
 * @param given what it is now; later changes do not reach the layer
 * @param weights by name, as `weightShapes(config)` lists; host tensors are uploaded once, device tensors stay yours
 * @throws MosaError `config`, `weight`, `mixed`, `disposed` before any device work; `unsupported` for a storage that the backend has
 *   not, `data` for a finite weight beyond it
 * @example
 * ```js
 * import { attentionConfig, createLayer, hostTensor, initWeights } from '@mosa-js/core';
 * import { createReferenceBackend } from '@mosa-js/reference';
 *
 * const config = attentionConfig({ kind: 'mosa', dModel: 16, dHead: 8, heads: 4, sparsity: 4 });
 * const layer = await createLayer(createReferenceBackend(), config, initWeights(config, 1));
 * const { y } = await layer.run({ x: hostTensor(new Float32Array(32 * 16), [1, 32, 16]) });
 * console.log(y.shape); // [1, 32, 16]
 * y.dispose();
 * await layer.dispose();
 * ```
 */
export async function createLayer(
  backend: Backend,
  given: AttentionConfig,
  weights: TensorInputs,
  options: LayerOptions = {},
): Promise<Layer> {
  const config = ownConfig(given);
  checkWeights(config, weights);
  checkFields(options, ['mostPrograms', 'storage'], 'createLayer options');
  const loading = createProgramSet(backend, weights, { ...options, name: 'layer' });
  const isAnyCausal = choosingGroups(config).some((group) => isCausal(group.config));
  const choose = isAnyCausal ? (await import('../heads/choose')).chooseTokens : expertChoice;
  const programs = await loading;
  return {
    config,
    async run<K extends LayerExtra = never>(
      operands: Parameters<Layer['run']>[0],
      options: LayerRunOptions<K> = {},
    ): Promise<LayerOutputs<K>> {
      const { x, mask, ...unknown } = operands ?? {};
      if (x === undefined) throw new MosaError('input', 'input x', 'a tensor [B, T, h]', show(x));
      if (Object.keys(unknown).length > 0)
        throw new MosaError('input', 'inputs', 'x, mask', show(Object.keys(unknown)));
      const names = ['y', ...extrasOf(options, config)];
      const inputs = ownInputs(mask === undefined ? { x } : { x, mask });
      const types = Object.entries(inputs).map(([name, { shape, dtype }]) => [name, shape, dtype]);
      const run = async (program: Program) => (await program.run(inputs)) as LayerOutputs<K>;
      const graph = () =>
        graphOf(config, inputs, (ops, { x, mask }, weights) => {
          const results: Named<Traced> = { ...layerOf(ops, x!, weights, config, { mask }, choose) };
          return Object.fromEntries(names.map((name) => [name, results[name]!]));
        });
      return programs.with(JSON.stringify([types, names]), graph, run);
    },
    dispose: programs.dispose,
    [disposeSymbol]: () => void programs.dispose(),
  };
}

/** @throws MosaError `config` for what this layer does not have */
function extrasOf(options: LayerRunOptions<LayerExtra>, config: AttentionConfig): LayerExtra[] {
  checkFields(options, ['also'], 'layer run options');
  const { also = [] } = options;
  const has = choosingGroups(config).flatMap(({ outputs, config: group }) => {
    const names = isCausal(group) ? ['logits', 'indices', 'valid', 'evictedAt', 'dropped'] : ['logits', 'indices'];
    return names.map((name) => `${outputs}${name}` as LayerExtra);
  });
  const odd = Array.isArray(also) ? also.find((name) => !has.includes(name)) : also;
  if (!Array.isArray(also) || odd !== undefined) {
    const kinds = () => [...new Set(headGroups(config).map((group) => group.config.kind))].join(' and ');
    const wanted = has.length > 0 ? `a list of ${has.join(', ')}` : `nothing, since ${kinds()} heads choose nothing`;
    throw new MosaError('config', 'layer run also', wanted, show(odd));
  }
  return [...new Set(also)].sort();
}

export function graphOf(config: AttentionConfig, inputs: Named<InputType>, build: Parameters<typeof trace>[0]): Graph {
  const float = (shape: Shape): TensorType => ({ shape, dtype: 'float32' });
  const weights = Object.fromEntries(Object.entries(weightShapes(config)).map(([name, shape]) => [name, float(shape)]));
  return trace(build, { inputs, weights });
}
