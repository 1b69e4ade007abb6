import { MosaError } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { causalGroups } from '../decoding/stats';
import type { TrainOptions } from './options';

/** How training moves the thresholds of causal heads: after each step, by what that step saw. */
export interface ThresholdRule {
  /**
   * Steps in which heads take the best tokens of whole sequences, as in expert choice, while thresholds are averaged; from then on
   * nothing is chosen over a sequence. At most the steps of the run.
   */
  readonly warmup: number;
  /**
   * What thresholds follow: 'quantile' averages the places between logits above which a head's share of the step's tokens lies;
   * 'rate' moves them by how far the share above them is off.
   */
  readonly by: 'quantile' | 'rate';
  /** Decay of the average, 0 to below 1. As with AdamW's moments, what it began with does not count. */
  readonly decay: number;
  /** What a threshold falls by in a step where its head took less than half of its share; what 'rate' moves one by at most. */
  readonly step: number;
}

const defaults = { by: 'quantile', decay: 0.9, step: 0.01 } as const;

/** What is expected of each field, and whether a value is that. */
const fields: Readonly<Record<keyof ThresholdRule, readonly [string, (value: unknown) => boolean]>> = {
  warmup: ['a whole number from 0', (value) => Number.isSafeInteger(value) && (value as number) >= 0],
  by: ["'quantile' or 'rate'", (value) => value === 'quantile' || value === 'rate'],
  decay: ['a number from 0 to below 1', (value) => typeof value === 'number' && value >= 0 && value < 1],
  step: ['a finite number from 0', (value) => Number.isFinite(value) && (value as number) >= 0],
};

const names = Object.keys(fields) as (keyof ThresholdRule)[];

/**
 * The rule of a run, every field of it; none where thresholds stay as they are.
 * @throws MosaError `config`
 */
export function thresholdRule({ config, thresholds, steps, resume }: TrainOptions): ThresholdRule | undefined {
  if (thresholds === 'frozen') return undefined;
  if (causalGroups(config).length === 0) {
    if (thresholds === undefined) return undefined;
    throw new MosaError('config', 'train thresholds', 'a model with causal heads, which have some', 'one without');
  }
  if (resume && thresholds === undefined) return resume.run.thresholds;
  const given: Partial<ThresholdRule> = thresholds ?? {};
  if (typeof given !== 'object' || given === null)
    throw new MosaError('config', 'train thresholds', "'frozen' or an object", show(given));
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const rule = { warmup: Math.round(steps / 10), ...defaults, ...resume?.run.thresholds, ...known } as ThresholdRule;
  checkFields(rule, names, 'train thresholds');
  for (const name of names) {
    const [expected, fits] = fields[name];
    if (!fits(rule[name])) throw new MosaError('config', `train thresholds.${name}`, expected, show(rule[name]));
  }
  if (rule.warmup > steps)
    throw new MosaError('config', 'train thresholds.warmup', `at most the ${steps} steps of the run`, `${rule.warmup}`);
  return rule;
}

/** Whether a value is a rule, with every field and no other. */
export function isThresholdRule(value: unknown): value is ThresholdRule {
  if (typeof value !== 'object' || value === null) return false;
  return (
    Object.keys(value).length === names.length && names.every((name) => fields[name][1]((value as ThresholdRule)[name]))
  );
}

/** Share of a threshold that step n keeps, so that the average is over the steps so far alone: 0 in the first. */
export function keptShare({ decay }: Pick<ThresholdRule, 'decay'>, step: number): number {
  return (decay * (1 - decay ** (step - 1))) / (1 - decay ** step);
}
