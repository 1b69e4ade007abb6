import { MosaError, show } from '../error';

/** At most `count` tokens are admitted in every `block` consecutive positions. */
export interface SlotLimit {
  readonly count: number;
  readonly block: number;
}

export interface CausalSelectOptions {
  /** C: tokens in a set at most. Default: no limit. */
  readonly capacity?: number;
  /** Default: every token may be admitted. */
  readonly slots?: SlotLimit;
  /** Position 0 is a candidate whatever its logit, ranks first, and is never evicted. Default false. */
  readonly includeFirst?: boolean;
}

/** What a causal head remembers of the tokens before these: its running set of C entries, in any order. */
export interface CausalState<T> {
  /** int32 [B]: position of the first token of these, below 2^20. */
  readonly start: T;
  /** float32 [E, B, C]: the entries' logits. */
  readonly logits: T;
  /** int32 [E, B, C]: their positions, all before `start`; −1 where an entry is free. */
  readonly positions: T;
  /** int32 [E, B]: tokens that were admitted in the block of `start`, before it. */
  readonly admitted: T;
}

/** What becomes of a token, beside positions at which it is evicted. */
export const fate = {
  /** Not processed: no candidate, or outranked when it came. */
  none: -1,
  /** Not processed for want of a slot: it would have been otherwise. */
  dropped: -2,
  /** Evicted by none of these tokens. Above every position, and a number that float32 holds. */
  stays: 2 ** 24,
} as const;

/** @throws MosaError `config` for a limit that is no whole number from 1, or more slots than positions in a block */
export function checkLimits({ capacity, slots }: CausalSelectOptions, where: string): void {
  const whole = (name: string, value: unknown, most = Number.MAX_SAFE_INTEGER) => {
    if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > most)
      throw new MosaError('config', `${where}.${name}`, `a whole number from 1 to ${most}`, show(value));
  };
  if (capacity !== undefined) whole('capacity', capacity);
  if (slots === undefined) return;
  whole('slots.block', slots.block);
  whole('slots.count', slots.count, slots.block);
}
