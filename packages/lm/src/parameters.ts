import { type Named, type Shape, sizeOf, weightShapes } from '@mosa-js/core';
import { attentionOf, checkLanguageModelConfig, type LanguageModelConfig } from './config';

/**
 * Names and shapes of what is trained by gradient, in the order of the forward pass: `embedding.weight` [V, h]; per layer
 * `norm1.weight` [h], `attention.…` as core's `weightShapes`, `norm2.weight` [h], `feedForward.in.weight` [4h, h],
 * `feedForward.out.weight` [h, 4h]; `norm.weight` [h]; `output.weight` [V, h], unless it is tied to the embedding. Matrices are [out, in], as in PyTorch.
 *
 * There is no bias anywhere, in norms neither: the paper's parameter counts have none, and nanoGPT calls models without them a bit better and faster.
 * @throws MosaError `config`
 */
export function parameterShapes(config: LanguageModelConfig): Record<string, Shape> {
  return pick(config, (name) => !isBuffer(name));
}

/**
 * Names and shapes of what is not moved by gradient: the cluster centres of routing heads, [E, ρ, h'], and the thresholds of causal
 * heads, [E].
 * @throws MosaError `config`
 */
export function bufferShapes(config: LanguageModelConfig): Record<string, Shape> {
  return pick(config, isBuffer);
}

/** Parameters that training moves by gradient, in elements. @throws MosaError `config` */
export function parameterCount(config: LanguageModelConfig): number {
  return Object.values(parameterShapes(config)).reduce((sum, shape) => sum + sizeOf(shape), 0);
}

/** The part of `named` below a prefix, without it: `under(all, 'layers.0.')`. */
export function under<V>(named: Named<V>, prefix: string): Record<string, V> {
  const inside = Object.entries(named).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(inside.map(([name, value]) => [name.slice(prefix.length), value]));
}

function pick(config: LanguageModelConfig, wanted: (name: string) => boolean): Record<string, Shape> {
  checkLanguageModelConfig(config);
  return Object.fromEntries(allShapes(config).filter(([name]) => wanted(name)));
}

function allShapes(config: LanguageModelConfig): [string, Shape][] {
  const { vocabularySize: V, dModel: h, feedForward = 4, tiedOutput } = config;
  const layers = attentionOf(config).flatMap((attention, index): [string, Shape][] => {
    const heads = Object.entries(weightShapes(attention)).map(([name, shape]): [string, Shape] => [
      `attention.${name}`,
      shape,
    ]);
    const block: [string, Shape][] = [
      ['norm1.weight', [h]],
      ...heads,
      ['norm2.weight', [h]],
      ['feedForward.in.weight', [feedForward * h, h]],
      ['feedForward.out.weight', [h, feedForward * h]],
    ];
    return block.map(([name, shape]) => [`layers.${index}.${name}`, shape]);
  });
  const output: [string, Shape][] = tiedOutput ? [] : [['output.weight', [V, h]]];
  return [['embedding.weight', [V, h]], ...layers, ['norm.weight', [h]], ...output];
}

function isBuffer(name: string): boolean {
  return isCentres(name) || isThreshold(name);
}

/** Whether these are the thresholds of causal heads. */
export function isThreshold(name: string): boolean {
  return name.endsWith('.router.threshold');
}

/** Whether these are the cluster centres of routing heads. */
export function isCentres(name: string): boolean {
  return name.endsWith('.centres');
}
