import {
  type AttentionConfig,
  attendDropping,
  attentionLayer,
  constantInt,
  headGroups,
  type LayerResult,
  type Named,
  range,
  type TensorOps,
} from '@mosa-js/core';
import { attentionOf, type LanguageModelConfig } from '../config';
import { under } from '../parameters';
import { gelu, layerNorm } from './activations';
import { type DropoutKeys, dropout, dropProbabilities } from './dropout';
import { embed } from './embed';

export interface ForwardOptions<T> {
  /** Keys of each dropout site: after the embedding, then after attention and feed-forward of each layer. Default: no dropout. */
  readonly keys?: readonly DropoutKeys<T>[];
  /** Keys of each group of heads, layer by layer, for their attention's probabilities. Default: no dropout of these. */
  readonly attentionKeys?: readonly DropoutKeys<T>[];
  /** What the heads of a layer make of the normalised tokens [B, T, h]: [B, T, h]. Default: their plain forward pass. */
  attend?(x: T, config: AttentionConfig, path: string): T;
  /** Causal heads take the best tokens of whole sequences, as in a warm-up of their thresholds. Default false. */
  readonly lookAhead?: boolean;
  /** int32 [B]: give the logits of this token of each sequence alone. Default: of all. */
  readonly only?: T;
}

/** What one group of heads did in a layer: its name, the normalised tokens [B, T, h] it got, and its result. */
export interface GroupResult<T> extends LayerResult<T> {
  /** `layers.N.attention.` and, in a sum, `parts.N.` or the name of the part: where its weights' names begin. */
  readonly prefix: string;
  readonly x: T;
}

export interface ForwardResult<T> {
  /** float32 [B, T, V], or [B, V] of the tokens that were asked for */
  readonly logits: T;
  readonly groups: readonly GroupResult<T>[];
}

/**
 * The whole model: pre-LN, each block added to the residual stream.
 * tokens int32 [B, T] → logits float32 [B, T, V]. Positions come from the heads' rotary embedding alone.
 * @param parameters by name, as `parameterShapes` and `bufferShapes` list
 */
export function forward<T>(
  ops: TensorOps<T>,
  tokens: T,
  parameters: Named<T>,
  config: LanguageModelConfig,
  { keys, attentionKeys, attend, only, lookAhead }: ForwardOptions<T> = {},
): ForwardResult<T> {
  const [B, T] = ops.typeOf(tokens).shape as [number, number];
  const { dModel: h, vocabularySize: V, dropout: rate = 0, attentionDropout = 0, tiedOutput } = config;
  const weight = (name: string) => parameters[name]!;
  const drop = (x: T, site: number) => (keys ? ops.scope('dropout', () => dropout(ops, x, keys[site]!, rate)) : x); // [B·T, h]
  const groups: GroupResult<T>[] = [];

  const plain = (input: T, attention: AttentionConfig, path: string): T => {
    const results = headGroups(attention).map(({ prefix, config: group }) => {
      const own = attentionKeys?.[groups.length];
      const drop = (p: T) => ops.scope('dropout', () => dropProbabilities(ops, p, own!, attentionDropout));
      const how = { lookAhead, ...(own ? { attend: attendDropping(drop) } : {}) };
      const result = attentionLayer(ops, input, under(parameters, `${path}${prefix}`), group, how);
      groups.push({ ...result, prefix: `${path}${prefix}`, x: input });
      return result.y; // [B, T, h]
    });
    return results.reduce((a, b) => ops.add(a, b));
  };
  let x = ops.scope('embedding', () => drop(embed(ops, weight('embedding.weight'), tokens), 0)); // [B·T, h]
  attentionOf(config).forEach((attention, layer) => {
    const name = `layers.${layer}`;
    x = ops.scope(name, () => {
      const norm1 = ops.scope('norm1', () => layerNorm(ops, x, weight(`${name}.norm1.weight`))); // [B·T, h]
      const heads = ops.scope('attention', () => {
        const input = ops.reshape(norm1, [B, T, h]); // [B, T, h]
        const path = `${name}.attention.`;
        return ops.reshape((attend ?? plain)(input, attention, path), [B * T, h]); // [B·T, h]
      });
      const attended = ops.add(x, drop(heads, 1 + 2 * layer)); // [B·T, h]

      const norm2 = ops.scope('norm2', () => layerNorm(ops, attended, weight(`${name}.norm2.weight`))); // [B·T, h]
      const feedForward = ops.scope('feedForward', () => {
        const wide = gelu(ops, ops.matMul(norm2, weight(`${name}.feedForward.in.weight`), false, true)); // [B·T, 4h]
        return ops.matMul(wide, weight(`${name}.feedForward.out.weight`), false, true); // [B·T, h]
      });
      return ops.add(attended, drop(feedForward, 2 + 2 * layer)); // [B·T, h]
    });
  });

  const rows = only === undefined ? x : ops.gather(x, ops.add(only, ops.mul(range(ops, B), constantInt(ops, T)))); // [B·T, h] or [B, h]
  const last = ops.scope('norm', () => layerNorm(ops, rows, weight('norm.weight')));
  const output = weight(tiedOutput ? 'embedding.weight' : 'output.weight'); // [V, h]
  const logits = ops.scope('output', () => ops.matMul(last, output, false, true)); // [B·T, V] or [B, V]
  return { logits: only === undefined ? ops.reshape(logits, [B, T, V]) : logits, groups };
}
