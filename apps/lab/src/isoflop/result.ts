import { readFileSync } from 'node:fs';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Ending } from '../jobs/job';
import { count, fields, listOf, number, oneOf, text } from '../run/form';
import { type RunRecord, recordWithin } from '../run/record';
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
      { sparsity: number, reason: text, record: recordWithin },
    ),
  ),
});

/** @throws MosaError `input`; `config` for settings that cannot be */
export function readIsoflop(path: string): IsoflopResult {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new MosaError('input', path, "an isoflop comparison's JSON", (error as Error).message, { cause: error });
  }
  return checkIsoflop(value, path);
}

/** @throws MosaError `input`, naming the place; `config` for settings that cannot be */
export function checkIsoflop(value: unknown, where: string): IsoflopResult {
  const result = value as IsoflopResult | null;
  if (result?.format !== isoflopFormat)
    throw new MosaError('input', where, `"format": "${isoflopFormat}"`, show(result?.format));
  form(result, `${where}:`);
  return result;
}
