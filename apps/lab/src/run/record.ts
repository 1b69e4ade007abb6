import { readFileSync } from 'node:fs';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { StepEvaluation, StepSelection } from '@mosa-js/lm';
import type { BackendIdentity } from '../backends/open';
import type { Corpus } from '../data/corpus';
import type { ModelCosts } from '../model/costs';
import { checkSettings } from '../settings/fields';
import type { Settings } from '../settings/settings';
import { byName, count, type Form, fields, flag, listOf, number, oneOf, orNull, text } from './form';
import type { Machine } from './machine';

export const recordFormat = 'mosa-lab-run';

/** Loss and norm of the gradient of every step, before its update; entry i is step i + 1. */
export interface Curve {
  readonly loss: readonly number[];
  readonly gradientNorm: readonly number[];
}

/** A run's JSON: its results, and all that is needed to repeat it. */
export interface RunRecord {
  readonly format: typeof recordFormat;
  readonly settings: Settings;
  readonly backend: BackendIdentity;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly commit?: string;
  readonly data: Corpus['identity'] & { readonly vocabularySize: number };
  readonly costs: ModelCosts & {
    /** Bytes of intermediates alive at once in a training step, and of what it keeps: counted from its graph. */
    readonly stepPeakBytes: number;
    readonly stateBytes: number;
  };
  readonly status: 'running' | 'complete' | 'stopped';
  /** ISO dates. */
  readonly started: string;
  readonly updated: string;
  readonly curve: Curve;
  readonly evaluations: readonly StepEvaluation[];
  /** What causal heads took of some steps after warm-up, layer by layer. */
  readonly selections?: readonly StepSelection[];
  /** Where it stopped between two evaluations because its time was over. Gone when it goes on, as if it had not stopped. */
  readonly atStop?: StepEvaluation;
  /** After the last step, on the whole validation text. */
  readonly final?: StepEvaluation;
  /** Wall-clock seconds of all sessions. */
  readonly seconds: number;
  /** At the median time of a step in the last session. Absent for software GPUs, which are not timed. */
  readonly tokensPerSecond?: number;
  /** Ran beside so many others on the same device, which slows each of them. */
  readonly parallel?: number;
}

const textIdentity = fields({ file: text, sha256: text, bytes: count, tokens: count });
/** A perplexity beyond all numbers is null in JSON. */
const evaluation = fields(
  { step: count, loss: number, perplexity: orNull(number), tokens: count },
  { bitsPerByte: number },
);

const selection = fields({
  step: count,
  layers: listOf(
    fields({
      layer: count,
      group: text,
      heads: count,
      target: number,
      taken: number,
      least: number,
      most: number,
      dropped: number,
      dead: count,
    }),
  ),
});

export const backendForm = fields({ name: text, device: text, library: text, software: flag });
export const machineForm = fields({ platform: text, cpu: text, cores: count, memoryGb: count, node: text });
/** A record within another file. */
export const recordWithin: Form = (value, where) => void checkRecord(value, where);

const recordForm = fields(
  {
    format: text,
    settings: checkSettings,
    backend: backendForm,
    machine: machineForm,
    versions: byName(text),
    data: fields({ train: textIdentity, valid: textIdentity, vocabularySize: count }),
    costs: fields({
      forwardFlops: number,
      parameters: count,
      kvPairsPerLayer: number,
      stepPeakBytes: count,
      stateBytes: count,
    }),
    status: oneOf(['running', 'complete', 'stopped']),
    started: text,
    updated: text,
    curve: fields({ loss: listOf(number), gradientNorm: listOf(number) }),
    evaluations: listOf(evaluation),
    seconds: number,
  },
  {
    commit: text,
    final: evaluation,
    atStop: evaluation,
    selections: listOf(selection),
    tokensPerSecond: number,
    parallel: count,
  },
);

/** @throws MosaError `input` for a file that cannot be read or is no run, `config` for settings that cannot be */
export function readRecord(path: string): RunRecord {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new MosaError('input', path, "a run's JSON", (error as Error).message, { cause: error });
  }
  return checkRecord(value, path);
}

/**
 * A run's JSON, once all of it is what it should be.
 * @throws MosaError `input`, naming the place; `config` for its settings
 */
export function checkRecord(value: unknown, where: string): RunRecord {
  const record = value as RunRecord | null;
  if (record?.format !== recordFormat)
    throw new MosaError('input', where, `the JSON of a run ("format": "${recordFormat}")`, show(record?.format));
  recordForm(record, `${where}:`);
  const { curve, settings, evaluations, final } = record;
  const steps = curve.loss.length;
  if (steps > settings.steps || steps !== curve.gradientNorm.length) {
    const actual = `${steps} losses and ${curve.gradientNorm.length} norms`;
    throw new MosaError('input', `${where}: curve`, `as many of both, of ${settings.steps} steps`, actual);
  }
  for (const measured of [...evaluations, ...(final ? [final] : [])] as { perplexity: number | null; loss: number }[])
    measured.perplexity ??= Math.exp(measured.loss);
  return record;
}
