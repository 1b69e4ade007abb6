import type { DeviceTensor, HostTensor, StorageFormat } from '@mosa-js/core';
import type { LanguageModelConfig } from '../config';
import type { ModelState } from '../init';
import type { SamplingOptions } from './sample';
import type { HeadStats } from './stats';

export interface DecoderOptions {
  /** B: sequences side by side. Default 1. */
  readonly batch?: number;
  /** Tokens of a sequence at most, prompt and all. */
  readonly positions: number;
  /** C of causal heads that have none in the configuration: entries of their caches. */
  readonly capacity?: number;
  /** Tokens of a prompt that are taken in at once. Default 64, or all positions where there are fewer. */
  readonly chunk?: number;
  /**
   * How weights are held on the device: see `ModelOptions`. Default 'float32'.
   */
  readonly storage?: StorageFormat;
  /**
   * How keys and values are held in the caches. float16 and bfloat16 take half the memory: each number is rounded once, when its token is
   * taken in, and whatever attends to it computes in float32 with that. Router logits, by which entries are kept or evicted, and
   * positions and counts stay as they are. Not every backend can (`backend.capabilities.carriedStorage`). Default 'float32'.
   */
  readonly cacheStorage?: StorageFormat;
  /** Told once for each head that processes no token, or more than ten times its share. Default `console.warn`. */
  readonly onWarning?: (message: string) => void;
}

/** All that a decoder has come to, on the host. */
export interface DecoderSnapshot {
  /** Tells models, weights and sizes apart. */
  readonly identity: string;
  readonly tensors: Readonly<Record<string, HostTensor>>;
}

/** Tokens to draw on the device, one after the other. */
export interface DrawRequest extends Omit<SamplingOptions, 'repetitionPenalty'> {
  /** For each draw [B] numbers from 0 to below 1; a negative one where a row is over. */
  readonly random: readonly ArrayLike<number>[];
  /** [B]: a token of each row to take in first. Default: none, the first draw is from the logits that are there. */
  readonly tokens?: ArrayLike<number>;
  /** Ids that end a row: it takes in and draws nothing after it. Default none. */
  readonly stop?: ArrayLike<number>;
  /** Draws that a program has room for: calls of up to so many share one. Default: as many as `random` has. */
  readonly readEvery?: number;
  /** Stops before the next draw: what was drawn by then is lost, and `position` tells what of it was taken in. */
  readonly signal?: AbortSignal;
}

export interface Drawn {
  /** By draw, [B] ids: −1 where a row is over, or its logits are not finite, which ends it. */
  readonly tokens: readonly Int32Array[];
  /** By draw, [B]: of these tokens under the model, before temperature and the like, in nats. */
  readonly logProbabilities: readonly Float64Array[];
}

/**
 * A model that continues sequences token by token, from caches of bounded size. Rows of a batch are sequences of their own, each as
 * long as it is, all aligned left.
 */
export interface Decoder {
  readonly config: LanguageModelConfig;
  readonly batch: number;
  readonly positions: number;
  /** int32 [B]: tokens of each sequence so far. */
  readonly position: Int32Array;
  /** Bytes of the caches: keys, values, and what causal heads remember of them. */
  readonly cacheBytes: number;
  /**
   * Takes tokens in, behind those that are there already.
   * @param tokens int32 [B, P]
   * @param options `lengths` [B], how many of each row are tokens, 1 to P (default all); `signal` stops between two chunks: what was
   *   taken in by then stays, and `position` tells how much that is
   * @returns logits float32 [B, V] of the last token of each sequence, yours to dispose
   * @throws MosaError `shape`, `dtype`, `data`, `input` before anything is written
   */
  prefill(
    tokens: HostTensor,
    options?: { readonly lengths?: ArrayLike<number>; readonly signal?: AbortSignal },
  ): Promise<DeviceTensor>;
  /**
   * The next token of each sequence.
   * @param tokens int32 [B], or a list of B ids
   * @param options `active` [B]: rows that take one; the others stay as they are. Default all
   * @returns logits float32 [B, V], yours to dispose
   * @throws MosaError `shape`, `data`, `input` (past `positions`, or while another call is under way) before anything is written
   */
  step(
    tokens: HostTensor | ArrayLike<number>,
    options?: { readonly active?: ArrayLike<boolean> },
  ): Promise<DeviceTensor>;
  /** Whether the backend has a kernel of its own for draws, so that `generate` draws there. */
  readonly drawsOnDevice: boolean;
  /**
   * Draws the next tokens of each sequence where the logits are, takes each in before the next is drawn, and reads all at once.
   * The last one is not taken in: give it as one of `tokens` of the next call. A row that was told of a stop or of logits that are
   * not finite stays as it is.
   * @throws MosaError `config`, `shape`, `data`, `input` before anything is written
   */
  draw(request: DrawRequest): Promise<Drawn>;
  /** What causal heads did with the tokens so far. */
  stats(): Promise<readonly HeadStats[]>;
  /** Forgets all tokens. */
  reset(): Promise<void>;
  /** A copy of the state on the host. */
  snapshot(): Promise<DecoderSnapshot>;
  /** @throws MosaError `config` for a snapshot of another model, batch or size: nothing has changed then */
  restore(snapshot: DecoderSnapshot): Promise<void>;
  dispose(): Promise<void>;
}

export type DecodableState = Partial<ModelState>;
