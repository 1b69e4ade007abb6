import { readFileSync } from 'node:fs';
import { MosaError, show } from '@mosa-js/core';
import type { Ending } from '../jobs/job';
import { count, type Form, fields, listOf, number, oneOf, text } from '../run/form';
import { checkRecord, type RunRecord } from '../run/record';
import { checkSettings } from '../settings/fields';
import { sparseKinds } from '../settings/settings';
import type { IsoflopPlan, PlannedRun } from './plan';

export const isoflopFormat = 'mosa-lab-isoflop';

/** The JSON of a comparison: its plan, which repeats it, and the record of every run that was begun. */
export interface IsoflopResult {
  readonly format: typeof isoflopFormat;
  readonly plan: IsoflopPlan;
  readonly backend: string;
  readonly parallel: number;
  readonly runs: readonly IsoflopRun[];
}

export interface IsoflopRun extends Omit<PlannedRun, 'settings'> {
  readonly status: Ending['status'];
  /** Why it failed. */
  readonly reason?: string;
  readonly record?: RunRecord;
}

const record: Form = (value, where) => void checkRecord(value, where);

const form = fields({
  format: text,
  plan: fields({
    settings: checkSettings,
    keepDenseHeads: count,
    kinds: listOf(oneOf(sparseKinds)),
    sparsities: listOf(number),
    seeds: listOf(count),
  }),
  backend: text,
  parallel: count,
  runs: listOf(
    fields(
      {
        id: text,
        kind: oneOf(['dense', ...sparseKinds]),
        status: oneOf(['complete', 'stopped', 'not started', 'failed']),
      },
      { sparsity: number, reason: text, record },
    ),
  ),
});

/** @throws MosaError `input`; `config` for settings that cannot be */
export function readIsoflop(path: string): IsoflopResult {
  let value: IsoflopResult | null;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new MosaError('input', path, "an isoflop comparison's JSON", (error as Error).message, { cause: error });
  }
  if (value?.format !== isoflopFormat)
    throw new MosaError('input', path, `"format": "${isoflopFormat}"`, show(value?.format));
  form(value, `${path}:`);
  return value;
}
