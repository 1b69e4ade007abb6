import { type DeviceTensor, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Decoder } from './decoder';
import type { LogitsProcessor } from './generate';
import { drawToken, logProbability, penalize, type SamplingOptions } from './sample';

/** A sequence that is gone on with. */
export interface Sequence {
  readonly row: number;
  /** All so far, the prompt and what was drawn. */
  readonly tokens: readonly number[];
  /** From 0 to below 1. */
  random(): number;
  /** Tokens that it may draw yet. */
  readonly left: number;
  readonly active: boolean;
}

export interface DrawnToken {
  readonly token: number;
  readonly logProbability: number;
}

/**
 * Gives the next tokens, one or several for each sequence: functions to be asked in this order, each for every sequence that is
 * still active then. @param prefilled the logits after the prompt, at the first call: they are its own to dispose
 */
export type DrawSource = (
  rows: readonly Sequence[],
  prefilled?: DeviceTensor,
) => Promise<readonly ((sequence: Sequence) => DrawnToken)[]>;

/** Reads logits, and draws from them on the host. */
export function hostDraws(
  decoder: Decoder,
  options: SamplingOptions,
  processors: readonly LogitsProcessor[],
): DrawSource {
  return async (rows, prefilled) => {
    const active = rows.map((state) => state.active);
    const logits = await readRows(prefilled ?? (await decoder.step(lastOf(rows), { active })));
    return [
      ({ row, tokens, random }) => {
        const own = logits[row]!;
        if (!own.every(Number.isFinite)) throw notFinite(own, row);
        let scores: Float64Array = Float64Array.from(own);
        penalize(scores, new Set(tokens), options.repetitionPenalty);
        for (const process of processors) scores = processed(process(scores, { row, tokens }) ?? scores, own.length);
        const token = drawToken(scores, options, random());
        return { token, logProbability: logProbability(own, token) };
      },
    ];
  };
}

/** Draws where the logits are, and reads `readEvery` tokens at once. */
export function deviceDraws(
  decoder: Decoder,
  { temperature, topK, topP }: SamplingOptions,
  {
    readEvery,
    stop,
    signal,
  }: { readonly readEvery: number; readonly stop: readonly number[]; readonly signal?: AbortSignal },
): DrawSource {
  return async (rows, prefilled) => {
    prefilled?.dispose(); // the decoder has them, too
    const count = Math.min(readEvery, Math.max(...rows.map(({ active, left }) => (active ? left : 0))));
    const random = Array.from({ length: count }, (_, at) =>
      rows.map((state) => (state.active && at < state.left ? state.random() : -1)),
    );
    const { tokens, logProbabilities } = await decoder.draw({
      random,
      stop,
      readEvery,
      ...(prefilled ? {} : { tokens: lastOf(rows) }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(topK === undefined ? {} : { topK }),
      ...(topP === undefined ? {} : { topP }),
      ...(signal ? { signal } : {}),
    });
    const odd = rows.find(({ row, active, left }) => {
      const ids = tokens.slice(0, left).map((drawn) => drawn[row]!);
      return active && ids.includes(-1) && !ids.some((id) => stop.includes(id));
    });
    // Logits that are not finite ended that row, so it still has them.
    const logits =
      odd &&
      (await readRows(
        await decoder.step(
          rows.map(() => 0),
          { active: rows.map(() => false) },
        ),
      ));
    return tokens.map((drawn, at) => ({ row }) => {
      const token = drawn[row]!;
      if (token < 0) throw notFinite(logits![row]!, row);
      return { token, logProbability: logProbabilities[at]![row]! };
    });
  };
}

/** The last token of each. */
function lastOf(rows: readonly Sequence[]): number[] {
  return rows.map(({ tokens }) => tokens.at(-1)!);
}

/** Logits [B, V] of each row, on the host. */
async function readRows(tensor: DeviceTensor): Promise<Float64Array[]> {
  try {
    const { data, shape } = await tensor.read();
    const [B, V] = shape as [number, number];
    return Array.from({ length: B }, (_, b) => Float64Array.from(data.subarray(b * V, (b + 1) * V)));
  } finally {
    tensor.dispose();
  }
}

function notFinite(logits: Float64Array, row: number): MosaError {
  const odd = logits.findIndex((value) => !Number.isFinite(value));
  return new MosaError('data', 'generate', 'finite logits', `${logits[odd]} for token ${odd} in row ${row}`);
}

function processed(logits: Float64Array, V: number): Float64Array {
  const fits = logits instanceof Float64Array && logits.length === V && !logits.some((value) => Number.isNaN(value));
  if (fits && logits.some((value) => value > Number.NEGATIVE_INFINITY)) return logits;
  const expected = `a Float64Array of ${V} numbers, of which some are above −∞`;
  throw new MosaError('data', 'generate processors', expected, show(logits));
}
