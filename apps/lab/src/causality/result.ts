import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOutput } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Ending } from '../jobs/job';
import { count, type Form, fields, listOf, number, oneOf, text } from '../run/form';
import { type RunRecord, recordWithin } from '../run/record';
import { toJson } from '../run/store';
import { checkSettings } from '../settings/fields';
import { type CausalityPlan, type Reading, readingNames, type Variant, variantNames } from './plan';
import type { ReadModel } from './read-model';

export const causalityFormat = 'mosa-lab-causality';

export interface CausalityRun {
  readonly id: string;
  readonly variant: Variant;
  readonly status: Ending['status'];
  /** Why it failed. */
  readonly reason?: string;
  readonly record?: RunRecord;
  readonly read: readonly ReadModel[];
}

/** The JSON of a comparison: its plan, which was there before any run, or none where runs were given. */
export interface CausalityResult {
  readonly format: typeof causalityFormat;
  readonly plan?: CausalityPlan;
  readonly backend: string;
  /** Windows of the validation text for each reading, and tokens of the training text for thresholds. */
  readonly windows: number;
  readonly calibrationTokens: number;
  readonly readings: readonly Reading[];
  readonly runs: readonly CausalityRun[];
}

const read = fields({
  reading: oneOf(readingNames),
  loss: number,
  tokens: count,
  layers: listOf(fields({ layer: count, taken: number, least: number, most: number, flips: number })),
});

const plan = fields({
  settings: checkSettings,
  keepDenseHeads: count,
  sparseHeads: count,
  seeds: listOf(count),
  variants: listOf(oneOf(variantNames)),
});

export const causalityForm: Form = fields(
  {
    format: text,
    backend: text,
    windows: count,
    calibrationTokens: count,
    readings: listOf(oneOf(readingNames)),
    runs: listOf(
      fields(
        {
          id: text,
          variant: oneOf(variantNames),
          status: oneOf(['complete', 'stopped', 'not started', 'failed']),
          read: listOf(read),
        },
        { reason: text, record: recordWithin },
      ),
    ),
  },
  { plan },
);

/** What a run's folder holds beside the run: how its model was read, and with what. */
interface ReadFile {
  readonly windows: number;
  readonly calibrationTokens: number;
  readonly updated: string;
  readonly read: readonly ReadModel[];
}

const readForm = fields({ windows: count, calibrationTokens: count, updated: text, read: listOf(read) });
const fileOf = (folder: string) => join(folder, 'readings.json');
export type ReadingSizes = Pick<CausalityResult, 'windows' | 'calibrationTokens'>;

/**
 * Readings of an earlier start of the command, if they are of this run and were made with the same sizes.
 * @throws MosaError `input` where the file is something else
 */
export function earlierReadings(folder: string, record: RunRecord, sizes: ReadingSizes): readonly ReadModel[] {
  const path = fileOf(folder);
  if (!existsSync(path)) return [];
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new MosaError('input', path, 'the readings of a run', show((error as Error).message), { cause: error });
  }
  readForm(value, `${path}:`);
  const { windows, calibrationTokens, updated, read } = value as ReadFile;
  const same = windows === sizes.windows && calibrationTokens === sizes.calibrationTokens && updated === record.updated;
  return same ? read : [];
}

/** @throws MosaError `output` */
export async function writeReadings(
  folder: string,
  { updated }: RunRecord,
  { windows, calibrationTokens }: ReadingSizes,
  read: readonly ReadModel[],
): Promise<void> {
  const path = fileOf(folder);
  const file: ReadFile = { windows, calibrationTokens, updated, read };
  await (await openOutput(path, path)).write(toJson(file));
}
