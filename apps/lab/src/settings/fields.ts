import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { type Settings, selections, sparseKinds } from './settings';

/** How a setting is written on the command line and what values it takes. */
export interface Field {
  readonly expected: string;
  readonly help: string;
  /** A word of the command line as a value. */
  /** What files mean that were written before there was the setting. Default: it must be there. */
  readonly absent?: unknown;
  read(text: string): unknown;
  fits(value: unknown): boolean;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const readNumber = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

const count = (help: string, least = 1, note = ''): Field => ({
  expected: `a whole number from ${least}${note}`,
  help,
  read: readNumber,
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= least,
});
const number = (help: string, least = 0, below = Number.POSITIVE_INFINITY): Field => ({
  expected: below === Number.POSITIVE_INFINITY ? `a number from ${least}` : `a number from ${least} to below ${below}`,
  help,
  read: readNumber,
  fits: (value) => isNumber(value) && value >= least && value < below,
});
const choice = (help: string, choices: readonly string[]): Field => ({
  expected: choices.join(' or '),
  help: `${help}: ${choices.join(', ')}`,
  read: (text) => text,
  fits: (value) => choices.includes(value as string),
});
const flag = (help: string): Field => ({
  expected: 'true or false',
  help: `${help}: true, false`,
  read: (text) => ({ true: true, false: false })[text] ?? text,
  fits: (value) => typeof value === 'boolean',
});
const text = (help: string, expected: string, fits: (value: string) => boolean): Field => ({
  expected,
  help,
  read: (value) => value,
  fits: (value) => typeof value === 'string' && fits(value),
});

/** Every setting, in the order of the help. */
export const fields: Readonly<Record<keyof Settings, Field>> = {
  data: text('text to learn from; .gz or not', 'a path', (value) => value !== ''),
  valid: text('text to evaluate with; empty: the last tenth of the data', 'a path or nothing', () => true),
  tokenizer: choice('one token for each', ['characters', 'bytes']),
  layers: count('layers'),
  dModel: count('width of the model, h'),
  dHead: count("width of a head, h'"),
  denseHeads: count('dense heads of each layer', 0),
  window: {
    ...count(
      'tokens of a block where these heads are local, seeing their own block and the one before; 0 to see all',
      0,
    ),
    absent: 0,
  },
  sparseHeads: count('sparse heads of each layer', 0),
  sparse: choice('kind of the sparse heads', sparseKinds),
  sparsity: number('ρ = T/k of the sparse heads', 1),
  includeFirst: flag('MoSA heads always select token 0'),
  selection: {
    ...choice('how MoSA heads select: of the whole sequence, or without looking ahead', selections),
    absent: 'expert-choice',
  },
  capacity: { ...number('tokens that a causal head attends to at most, in multiples of k; 0 for no limit'), absent: 1 },
  slotsCount: {
    ...count('tokens that a causal head takes in each block at most; 0 for 2.5 times as many as it should', 0),
    absent: 0,
  },
  slotsBlock: { ...count('positions of such a block'), absent: 64 },
  ties: { ...choice('which of equal logits causal heads take', ['earlier', 'spread', 'later']), absent: 'earlier' },
  gate: { ...choice('what results of causal heads are scaled by', ['score', 'excess']), absent: 'score' },
  thresholdWarmup: {
    ...number('share of the steps in which causal heads select by expert choice, while thresholds are averaged', 0, 1),
    absent: 0.1,
  },
  thresholdBy: { ...choice('what thresholds follow in training', ['quantile', 'rate']), absent: 'quantile' },
  thresholdDecay: { ...number('decay of the average that they are', 0, 1), absent: 0.9 },
  thresholdStep: {
    ...number(
      'what the threshold of a head falls by in a step that gave it less than half; the most that rate moves one by',
    ),
    absent: 0.01,
  },
  denseLayers: { ...count('first layers without sparse heads', 0), absent: 0 },
  denseLayerHeads: { ...count('dense heads of each of these; 0 for as many as in the others', 0), absent: 0 },
  feedForward: number('width of the feed-forward block, in widths of the model'),
  dropout: number('share of activations that training sets to 0', 0, 1),
  attentionDropout: {
    ...number("share of attention's probabilities that training sets to 0, for more memory", 0, 1),
    absent: 0,
  },
  tiedOutput: { ...flag('the output layer has the weights of the embedding'), absent: false },
  headDeviation: {
    ...number("standard deviation that projections of heads start with, 0.02 in GPT-2; 0 for the authors' limits"),
    absent: 0,
  },
  length: count('tokens of a sequence, T'),
  batch: count('sequences of a step, B'),
  accumulate: {
    ...count('micro-batches of a step, for less memory; they must divide the batch'),
    absent: 1,
  },
  steps: count('training steps'),
  seed: count('what weights and batches are drawn from', 0),
  learningRate: number('the highest learning rate'),
  minLearningRate: number('the one at the last step'),
  decay: choice('how it gets there', ['cosine', 'none']),
  warmupSteps: count('steps over which it rises', 0),
  beta1: number('AdamW: decay of the mean gradient', 0, 1),
  beta2: number('AdamW: decay of the mean square', 0, 1),
  epsilon: number('AdamW: added to the root of the mean square'),
  weightDecay: number('AdamW: decay of matrices'),
  clip: number('largest norm of the gradient; 0 for none'),
  recompute: flag('compute activations again in the backward pass, for less memory'),
  evaluateEvery: count('steps between evaluations', 1, ' (as many as --steps for one at the end only)'),
  evaluateWindows: count('windows of each but the last; 0 for the whole text', 0),
};

export const fieldNames = Object.keys(fields) as (keyof Settings)[];

/** `learningRate` → `learning-rate` */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Settings from a JSON file or put together from a preset and flags: every one present, in range, and no other. What files of
 * earlier versions do not have is filled in.
 * @param where what they came from, for messages
 * @throws MosaError `config`, naming the setting
 */
export function checkSettings(values: unknown, where: string): Settings {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new MosaError('config', where, 'an object of settings', show(values));
  const given = values as Record<string, unknown>;
  for (const name of fieldNames) {
    const { expected, fits, absent } = fields[name];
    if (given[name] === undefined && absent !== undefined) given[name] = absent;
    if (!fits(given[name])) {
      const actual = given[name] === undefined ? 'nothing' : show(given[name]);
      throw new MosaError('config', `${where}: ${name}`, expected, actual);
    }
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) throw new MosaError('config', where, `only ${fieldNames.join(', ')}`, show(unknown));
  const { denseHeads, sparseHeads, batch, accumulate, layers, denseLayers, denseLayerHeads } =
    given as unknown as Settings;
  if (denseHeads + sparseHeads === 0)
    throw new MosaError('config', `${where}: denseHeads`, 'at least one head, dense or sparse', '0 of both');
  if (denseLayers > layers)
    throw new MosaError('config', `${where}: denseLayers`, `at most the ${layers} layers`, `${denseLayers}`);
  if (denseLayers > 0 && denseHeads + denseLayerHeads === 0)
    throw new MosaError('config', `${where}: denseLayerHeads`, 'at least one head in layers without sparse ones', '0');
  checkCausal(given as unknown as Settings, where);
  if (batch % accumulate !== 0)
    throw new MosaError('config', `${where}: accumulate`, `a divisor of the batch of ${batch}`, `${accumulate}`);
  return given as unknown as Settings;
}

function checkCausal({ selection, sparse, slotsCount, slotsBlock }: Settings, where: string): void {
  if (selection !== 'causal') return;
  if (sparse !== 'mosa')
    throw new MosaError(
      'config',
      `${where}: selection`,
      "'expert-choice' for heads that are not MoSA's",
      `'causal' with ${sparse}`,
    );
  if (slotsCount > slotsBlock)
    throw new MosaError('config', `${where}: slotsCount`, `at most slotsBlock, ${slotsBlock}`, `${slotsCount}`);
}
