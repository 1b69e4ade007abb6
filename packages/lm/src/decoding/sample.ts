import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { checkCount } from '../sizes';

/** How a token is drawn from logits, in this order: penalty, processors, temperature, topK, topP. */
export interface SamplingOptions {
  /** Logits are divided by it; 0 takes the most probable token, of equal ones that of the lowest id. Default 1. */
  readonly temperature?: number;
  /** Draw from the k most probable alone. Default: all. */
  readonly topK?: number;
  /** Draw from the fewest most probable whose probabilities reach this, above 0, to 1. Default 1: all. */
  readonly topP?: number;
  /**
   * Logits of tokens that have occurred are divided by it where positive, and multiplied where negative (CTRL, Keskar et al.
   * 2019). Default 1: none.
   */
  readonly repetitionPenalty?: number;
}

/** @throws MosaError `config`, naming the option */
export function checkSampling({ temperature, topK, topP, repetitionPenalty }: SamplingOptions, where: string): void {
  const check = (name: string, value: unknown, wanted: string, fits: (value: number) => boolean) => {
    if (value !== undefined && !(typeof value === 'number' && Number.isFinite(value) && fits(value)))
      throw new MosaError('config', `${where} ${name}`, wanted, show(value));
  };
  check('temperature', temperature, 'a number from 0', (value) => value >= 0);
  check('topP', topP, 'a number above 0, to 1', (value) => value > 0 && value <= 1);
  check('repetitionPenalty', repetitionPenalty, 'a number above 0', (value) => value > 0);
  if (topK !== undefined) checkCount(topK, `${where} topK`);
}

/** Makes tokens that have occurred less probable, in place. */
export function penalize(logits: Float64Array, seen: Iterable<number>, penalty = 1): void {
  if (penalty === 1) return;
  for (const id of seen) logits[id]! = logits[id]! > 0 ? logits[id]! / penalty : logits[id]! * penalty;
}

/**
 * A token from logits that were penalized and processed.
 * @param random from 0 to below 1
 */
export function drawToken(
  logits: Float64Array,
  { temperature = 1, topK, topP = 1 }: SamplingOptions,
  random: number,
): number {
  if (temperature === 0) return logits.reduce((best, value, id) => (value > logits[best]! ? id : best), 0);
  // The most probable first; of equal ones the lower id.
  const order = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
  const best = logits[order[0]!]!;
  const weights = order.slice(0, topK).map((id) => Math.exp((logits[id]! - best) / temperature));
  const total = weights.reduce((a, b) => a + b, 0);
  let kept = weights.length;
  let mass = total;
  if (topP < 1) {
    mass = 0;
    kept = 0;
    while (kept < weights.length && mass < topP * total) mass += weights[kept++]!;
  }
  while (kept > 1 && weights[kept - 1] === 0) kept--; // a token without weight is never drawn
  let at = random * mass;
  for (let i = 0; i < kept; i++) {
    at -= weights[i]!;
    if (at < 0) return order[i]!;
  }
  return order[kept - 1]!; // what rounding leaves over
}

/** log softmax of one entry, in nats. */
export function logProbability(logits: ArrayLike<number>, token: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) best = Math.max(best, logits[i]!);
  let total = 0;
  for (let i = 0; i < logits.length; i++) total += Math.exp(logits[i]! - best);
  return logits[token]! - best - Math.log(total);
}
