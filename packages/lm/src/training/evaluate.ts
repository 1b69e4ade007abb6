import type { DeviceTensor, HostTensor, Named } from '@mosa-js/core';
import type { LanguageModelConfig } from '../config';
import { batchOf } from '../data/batch';
import type { TokenData } from '../data/token-data';
import { evaluationWindows } from '../data/windows';
import type { BatchSize } from '../language-model';
import { type Evaluation, metrics } from '../metrics';
import { dropoutKeys } from '../model/dropout-keys';
import { pause } from './pause';

export interface EvaluationOptions extends BatchSize {
  /** At most this many windows, spread over the text. Default: the whole text. */
  readonly windows?: number;
  /** Told after each batch, how many windows are done. */
  onProgress?(progress: { readonly done: number; readonly of: number }): void;
}

/** Runs the model without training: core's `Trainer.evaluate`, or a program of its own. */
export type RunLosses = (inputs: Record<string, HostTensor>) => Promise<{ readonly outputs: Named<Losses> }>;
type Losses = Pick<DeviceTensor, 'read' | 'dispose'>;

/**
 * Mean loss over a text. Losses are summed on the host in float64, so that neither the batch size nor a ragged last
 * window changes what is measured.
 * @throws MosaError `data` where the text is shorter than a block
 */
export async function evaluateLosses(
  run: RunLosses,
  config: LanguageModelConfig,
  { tokens, bytes }: TokenData,
  { batch, length, windows, onProgress }: EvaluationOptions,
): Promise<Evaluation> {
  const all = evaluationWindows(tokens, length, windows);
  const keys = dropoutKeys(config, { batch, length }, 0);
  let nats = 0;
  let count = 0;
  for (let from = 0; from < all.length; from += batch) {
    const inputs = batchOf(tokens, all.slice(from, from + batch), { batch, length });
    const { outputs } = await run({ ...inputs, ...keys });
    nats += sum(await readAndFree(outputs.losses!));
    count += (inputs.targets.data as Int32Array).reduce((n, target) => (target >= 0 ? n + 1 : n), 0);
    onProgress?.({ done: Math.min(from + batch, all.length), of: all.length });
    await pause();
  }
  return metrics(nats, count, bytes === undefined ? undefined : tokens.length / bytes);
}

async function readAndFree(tensor: Losses): Promise<HostTensor> {
  try {
    return await tensor.read();
  } finally {
    tensor.dispose();
  }
}

function sum({ data }: HostTensor): number {
  let total = 0;
  for (const value of data) total += value;
  return total;
}
