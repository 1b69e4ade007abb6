import { MosaError } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { isThresholdRule } from '../training/threshold-rule';
import type { Checkpoint, RunSettings } from './checkpoint';

const isCount = (least: number) => (value: unknown) => Number.isSafeInteger(value) && (value as number) >= least;

/** What is expected of each field, and whether a value is that. */
type Fields<F> = Readonly<Record<keyof Required<F>, readonly [expected: string, fits: (value: unknown) => boolean]>>;

const runFields: Fields<RunSettings> = {
  batch: ['a whole number from 1', isCount(1)],
  length: ['a whole number from 1', isCount(1)],
  seed: ['a whole number', Number.isSafeInteger],
  data: ['the fingerprint of a text', (value) => typeof value === 'string'],
  accumulate: ['a whole number from 1', (value) => value === undefined || isCount(1)(value)],
  thresholds: ['warmup, by, decay and step', (value) => value === undefined || isThresholdRule(value)],
};

type Best = NonNullable<Checkpoint['best']>;

const bestFields: Fields<Best> = {
  step: ['a whole number from 0', isCount(0)],
  loss: ['a finite number', Number.isFinite],
};

/** What JSON says of a run, once it is all there and nothing else. @throws MosaError `data` or `config` */
export function checkRun(given: object, where: string): RunSettings {
  return checked(given, runFields, where);
}

/** The same of the best evaluation. */
export function checkBest(given: object, where: string): Best {
  return checked(given, bestFields, where);
}

function checked<F>(given: object, fields: Fields<F>, where: string): F {
  const values = given as F;
  for (const name of Object.keys(fields) as (keyof F & string)[]) {
    const [expected, fits] = fields[name];
    if (!fits(values[name])) throw new MosaError('data', `${where}.${name}`, expected, show(values[name]));
  }
  checkFields(given, Object.keys(fields), where);
  return values;
}
