import type { RunRecord } from '../run/record';

export const agreeFormat = 'mosa-lab-agree';

/** Most that two loss curves may differ, in nats: float32 against float64, over some thirty steps. */
export const agreeBound = 1e-4;

/** What one backend's losses were, beside those of the oracle. */
export interface Agreement {
  readonly backend: string;
  readonly device: string;
  readonly library: string;
  readonly software: boolean;
  readonly loss: readonly number[];
  /** Largest difference to the oracle's, and the step it was at. */
  readonly difference: number;
  readonly step: number;
  readonly agrees: boolean;
}

/** The JSON of an agreement: the settings that repeat it, and every backend's losses. */
export interface AgreeResult {
  readonly format: typeof agreeFormat;
  readonly bound: number;
  /** The backend that the others are held to. */
  readonly oracle: string;
  readonly record: RunRecord;
  readonly backends: readonly Agreement[];
  readonly unavailable: readonly { readonly backend: string; readonly reason: string }[];
}

/** Holds a run's losses to the oracle's. */
export function agreement({ backend, curve }: RunRecord, oracle: readonly number[]): Agreement {
  const { name, device, library, software } = backend;
  const differences = oracle.map((loss, i) => Math.abs((curve.loss[i] ?? Number.NaN) - loss));
  const worst = differences.reduce((at, value, i) => (value > differences[at]! || Number.isNaN(value) ? i : at), 0);
  const difference = differences[worst] ?? Number.NaN;
  const agrees = curve.loss.length === oracle.length && difference <= agreeBound;
  return { backend: name, device, library, software, loss: curve.loss, difference, step: worst + 1, agrees };
}
