import { type AttentionConfig, initWeights, MosaError, weightShapes } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type * as tfLayers from '@tensorflow/tfjs-layers';
import { mosaAttention } from './eager';
import { type LayerAttention, widthOf, withWidth } from './layer-config';
import type { Tfjs, TfjsTensor } from './library';

export type { LayerAttention } from './layer-config';

/** The module namespace of `@tensorflow/tfjs` or of tfjs-node: tfjs-core and tfjs-layers in one. */
export type TfjsWithLayers = Tfjs & Pick<typeof tfLayers, 'layers'>;

type Layer = tfLayers.layers.Layer;
type LayerArgs = NonNullable<ConstructorParameters<typeof tfLayers.layers.Layer>[0]>;
type LayerShape = tfLayers.Shape;

/** What a layer of attention heads is made of, beside what every layer takes (`name`, `inputShape`, `trainable`, …). */
export type MosaAttentionArgs = LayerArgs & {
  readonly attention: LayerAttention;
  /** Seed of the first weights, a whole number. Default 1. */
  readonly seed?: number;
};

/** The class that `mosaAttentionLayer` makes. */
export interface MosaAttentionClass {
  new (args: MosaAttentionArgs): Layer;
  readonly className: string;
}

/** Weights that only decide who is selected, and have no gradient. */
const selectsAlone = /(^|\.)(centres|router\.threshold)$/;
const classes = new WeakMap<object, MosaAttentionClass>();

/**
 * Attention heads of any kind as a layer of tfjs: tokens [B, T, h] to tokens [B, T, h], for `tf.sequential`, `tf.model`, `fit`,
 * `save` and `load`. A mask [B, T] that a layer before it made, such as an embedding's, marks padding. The class is registered with this tfjs, so
 * call it before a model with such layers is loaded.
 * @param tf the module namespace that models are made with
 * @returns the class; the same one for the same tfjs
 * @throws MosaError `unavailable` where `tf` has no layers. The class's methods throw `config` for heads that are none, and `shape`
 * @example
 * ```js
 * import { mosaAttentionLayer } from '@mosa-js/tfjs/layers';
 * import * as tf from '@tensorflow/tfjs';
 *
 * const MosaAttention = mosaAttentionLayer(tf);
 * const attention = { kind: 'mosa', dHead: 8, heads: 4, sparsity: 4 };
 * const model = tf.sequential();
 * model.add(new MosaAttention({ attention, inputShape: [32, 16] }));
 * model.add(tf.layers.dense({ units: 1 }));
 * console.log(model.outputShape); // [null, 32, 1]
 * ```
 */
export function mosaAttentionLayer(tf: TfjsWithLayers): MosaAttentionClass {
  if (typeof tf?.layers?.Layer !== 'function') {
    const how = "the module namespace of tfjs with its layers (import * as tf from '@tensorflow/tfjs')";
    throw new MosaError('unavailable', 'mosaAttentionLayer tf', how, tf === undefined ? 'nothing' : 'one without');
  }
  const known = classes.get(tf.layers.Layer);
  if (known) return known;

  class MosaAttention extends tf.layers.Layer {
    static readonly className = 'MosaAttention';
    private readonly attention: LayerAttention;
    private readonly seed: number;
    private config?: AttentionConfig;
    private variables: readonly (readonly [string, tfLayers.LayerVariable])[] = [];

    constructor(args: MosaAttentionArgs) {
      const { attention, seed = 1, ...rest } = args ?? ({} as MosaAttentionArgs);
      super(rest);
      if (typeof attention !== 'object' || attention === null)
        throw new MosaError('config', 'MosaAttention attention', 'an object with a kind', show(attention));
      if (!Number.isSafeInteger(seed))
        throw new MosaError('config', 'MosaAttention seed', 'a whole number', show(seed));
      weightShapes(withWidth(attention, widthOf(attention) ?? 1)); // what is wrong at any width is said now
      this.attention = attention;
      this.seed = seed;
      this.supportsMasking = true;
    }

    override build(inputShape: LayerShape | LayerShape[]): void {
      const shape = oneShape(inputShape);
      this.config = withWidth(this.attention, shape.at(-1)!);
      const weights = initWeights(this.config, this.seed);
      this.variables = Object.entries(weights).map(([name, { data, shape }]) => {
        const initial = { apply: () => tf.tensor(data as Float32Array, [...shape], 'float32') };
        const trainable = !selectsAlone.test(name);
        const initializer = initial as unknown as Parameters<Layer['addWeight']>[3];
        return [name, this.addWeight(name, [...shape], 'float32', initializer, undefined, trainable)];
      });
      super.build(inputShape);
    }

    override call(inputs: TfjsTensor | TfjsTensor[], kwargs?: { readonly mask?: unknown }): TfjsTensor {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const given = kwargs?.mask;
      const mask = (Array.isArray(given) ? given[0] : given) as TfjsTensor | undefined | null;
      const weights = Object.fromEntries(this.variables.map(([name, variable]) => [name, variable.read()]));
      return tf.tidy(() => mosaAttention(tf, x, weights, this.config!, mask ? { mask: tf.cast(mask, 'bool') } : {}));
    }

    override computeOutputShape(inputShape: LayerShape | LayerShape[]): LayerShape {
      return oneShape(inputShape);
    }

    override getConfig() {
      return { ...super.getConfig(), attention: this.attention as never, seed: this.seed };
    }
  }

  tf.serialization.registerClass(MosaAttention as never);
  classes.set(tf.layers.Layer, MosaAttention);
  return MosaAttention;
}

/** The shape of the one input, whose width must be known. @throws MosaError `shape` */
function oneShape(given: LayerShape | LayerShape[]): LayerShape {
  const shapes = (Array.isArray(given[0]) ? given : [given]) as LayerShape[];
  const [shape] = shapes;
  if (shapes.length === 1 && shape!.length === 3 && typeof shape![2] === 'number') return shape!;
  throw new MosaError('shape', 'MosaAttention', 'one input [B, T, h] with h known', show(given));
}
