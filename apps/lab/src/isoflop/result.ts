import { readFileSync } from 'node:fs';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { BackendIdentity } from '../backends/open';
import type { Ending } from '../jobs/job';
import { anyNumber, count, type Form, fields, flag, listOf, number, oneOf, text } from '../run/form';
import { backendForm, type RunRecord, recordWithin } from '../run/record';
import { checkSettings } from '../settings/fields';
import { type Settings, sparseKinds } from '../settings/settings';
import type { FlopsPlan, PlannedRun } from './plan';
import type { StepTimes } from './side-by-side';

export const flopsFormat = 'mosa-lab-isoflop';
export const perplexityFormat = 'mosa-lab-isoflop-perplexity';
/** What files of results say that were written before 2026-11-28; they are the same but for it. */
const earlierPerplexityFormat = 'mosa-lab-matched';

/** The JSON of `lab isoflop`. */
export type IsoflopResult = FlopsResult | PerplexityResult;

/** A comparison at equal FLOPs: its plan, which repeats it, and the record of every run that was begun. */
export interface FlopsResult {
  readonly format: typeof flopsFormat;
  readonly plan: FlopsPlan;
  readonly backend: string;
  readonly parallel: number;
  readonly runs: readonly FlopsRun[];
}

export interface FlopsRun extends Omit<PlannedRun, 'settings'> {
  readonly status: Ending['status'];
  /** Why it failed. */
  readonly reason?: string;
  readonly record?: RunRecord;
}

/** What repeats a search. */
export interface PerplexityPlan {
  /** The dense baseline. */
  readonly settings: Settings;
  readonly keepDenseHeads: number;
  readonly sparsity: number;
  readonly start: number;
  readonly most: number;
  readonly precision: number;
}

/** A search for the smallest MoSA hybrid that reaches the dense perplexity. */
export interface PerplexityResult {
  readonly format: typeof perplexityFormat;
  readonly plan: PerplexityPlan;
  readonly backend: BackendIdentity;
  /** The dense baseline first. */
  readonly runs: readonly PerplexityRun[];
  /** MoSA heads beside the dense ones; absent where none reached it. */
  readonly heads?: number;
  /** Whether fewer heads were shown not to reach it. False where the search was stopped. */
  readonly isSmallest: boolean;
  readonly times?: StepTimes;
}

export interface PerplexityRun {
  readonly id: string;
  readonly sparseHeads: number;
  readonly status: Ending['status'];
  readonly reason?: string;
  readonly record?: RunRecord;
}

const status = oneOf(['complete', 'stopped', 'not started', 'failed']);

const flops = fields({
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
        status,
      },
      { sparsity: number, reason: text, record: recordWithin },
    ),
  ),
});

const perplexity = fields(
  {
    format: text,
    plan: fields({
      settings: checkSettings,
      keepDenseHeads: count,
      sparsity: number,
      start: count,
      most: count,
      precision: number,
    }),
    backend: backendForm,
    runs: listOf(fields({ id: text, sparseHeads: count, status }, { reason: text, record: recordWithin })),
    isSmallest: flag,
  },
  {
    heads: count,
    times: fields({ change: anyNumber, pairs: count }, { milliseconds: fields({ dense: number, sparse: number }) }),
  },
);

/** By the format that a file names. */
export const isoflopForms: Readonly<Record<IsoflopResult['format'] | typeof earlierPerplexityFormat, Form>> = {
  [flopsFormat]: flops,
  [perplexityFormat]: perplexity,
  [earlierPerplexityFormat]: perplexity,
};

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
  const format = (value as { readonly format?: unknown } | null)?.format;
  if (typeof format !== 'string' || !Object.hasOwn(isoflopForms, format))
    throw new MosaError('input', where, `"format": "${flopsFormat}" or "${perplexityFormat}"`, show(format));
  isoflopForms[format as keyof typeof isoflopForms](value, `${where}:`);
  return format === earlierPerplexityFormat
    ? { ...(value as PerplexityResult), format: perplexityFormat }
    : (value as IsoflopResult);
}
