import type { RunRecord } from '../run/record';
import type { Sparse } from '../settings/settings';
import { paperPerplexity, paperTiny } from './paper';
import type { FlopsRun } from './result';

/** Runs that differ in their seed alone, together. Only finished runs count: others had fewer steps. */
export interface FlopsRow {
  readonly kind: 'dense' | Sparse;
  readonly sparsity?: number;
  readonly denseHeads: number;
  readonly sparseHeads: number;
  readonly forwardFlops: number;
  readonly parameters: number;
  /** Of each seed, on the whole validation text. */
  readonly losses: readonly number[];
  /** Mean over seeds, nats a token. */
  readonly loss: number;
  /** e to the mean loss. */
  readonly perplexity: number;
  readonly bitsPerByte?: number;
  /** Against dense, of the same seeds: shares, negative is better. */
  readonly perplexityChange?: number;
  readonly natsChange?: number;
  /** The same changes in the paper. */
  readonly paper?: { readonly perplexity: number; readonly perplexityChange: number; readonly natsChange: number };
}

export function flopsRows(runs: readonly FlopsRun[]): FlopsRow[] {
  const groups = new Map<string, FlopsRun[]>();
  for (const run of runs) {
    const key = `${run.kind} ${run.sparsity ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const dense = finished(runs.filter(({ kind }) => kind === 'dense'));
  return [...groups.values()].flatMap((group) => {
    const records = finished(group);
    return records.length === 0 ? [] : [row(group[0]!, records, dense)];
  });
}

function row({ kind, sparsity }: FlopsRun, records: readonly RunRecord[], dense: readonly RunRecord[]): FlopsRow {
  const { settings, costs } = records[0]!;
  const losses = records.map(({ final }) => final!.loss);
  const loss = mean(losses);
  const bits = records.map(({ final }) => final!.bitsPerByte).filter((value) => value !== undefined);
  const seeds = records.map((record) => record.settings.seed);
  const beside = dense.filter((record) => seeds.includes(record.settings.seed)).map(({ final }) => final!.loss);
  const comparable = kind !== 'dense' && beside.length === losses.length;
  const published = paperPerplexity(kind, sparsity);
  return {
    kind,
    ...(sparsity === undefined ? {} : { sparsity }),
    denseHeads: settings.denseHeads,
    sparseHeads: settings.sparseHeads,
    forwardFlops: costs.forwardFlops,
    parameters: costs.parameters,
    losses,
    loss,
    perplexity: Math.exp(loss),
    ...(bits.length === losses.length ? { bitsPerByte: mean(bits) } : {}),
    ...(comparable ? changes(loss, mean(beside)) : {}),
    ...(published === undefined
      ? {}
      : { paper: { perplexity: published, ...changes(Math.log(published), Math.log(paperTiny.dense)) } }),
  };
}

function changes(loss: number, dense: number): { perplexityChange: number; natsChange: number } {
  return { perplexityChange: Math.exp(loss - dense) - 1, natsChange: loss / dense - 1 };
}

function finished(runs: readonly FlopsRun[]): RunRecord[] {
  return runs.flatMap(({ record }) => (record?.status === 'complete' && record.final ? [record] : []));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
