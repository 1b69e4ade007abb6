import type { TensorType } from '@mosa-js/core';
import { type CausalSelectOptions, causalOperands, fate } from '@mosa-js/core/adapter';
import { empty, type RefTensor } from './array';

/** An entry of a running set. */
interface Entry {
  readonly key: number;
  readonly position: number;
  /** Its place in the result. */
  readonly place: number;
}

/** What becomes of each token, one after the other, as one would decide it while they come. */
export function causalSelect(
  inputs: readonly RefTensor[],
  { capacity, slots, includeFirst = false }: CausalSelectOptions,
  output: TensorType,
): RefTensor {
  const { logits, threshold, state, valid } = causalOperands(inputs);
  const [E, B, t] = logits.shape as [number, number, number];
  const held = state ? capacity! : 0;
  const result = empty(output.shape, 'int32');
  for (let row = 0; row < E * B; row++) {
    const e = Math.floor(row / B);
    const b = row % B;
    const start = state?.start.data[b] ?? 0;
    const keyOf = (logit: number, position: number) => (includeFirst && position === 0 ? Infinity : logit);
    const out = result.data.subarray(row * (held + t), (row + 1) * (held + t));
    const set: Entry[] = []; // the best first
    const insert = (entry: Entry) => {
      const worse = set.findIndex(
        ({ key, position }) => key < entry.key || (key === entry.key && position > entry.position),
      );
      set.splice(worse < 0 ? set.length : worse, 0, entry);
    };
    for (let place = 0; place < held; place++) {
      const position = state!.positions.data[row * held + place]!;
      out[place] = position < 0 ? fate.none : fate.stays;
      if (position >= 0) insert({ key: keyOf(state!.logits.data[row * held + place]!, position), position, place });
    }
    let admitted = state?.admitted.data[row] ?? 0;
    for (let j = 0; j < t; j++) {
      const position = start + j;
      const logit = logits.data[row * t + j]!;
      if (slots && position % slots.block === 0) admitted = 0;
      const first = includeFirst && position === 0;
      const isValid = !valid || valid.data[b * t + j] === 1;
      const key = keyOf(logit, position);
      const enters = capacity === undefined || set.length < capacity || key > set.at(-1)!.key;
      out[held + j] = fate.none;
      if (!isValid || !(first || logit > threshold.data[e]!) || !enters) continue;
      if (slots && admitted >= slots.count) {
        out[held + j] = fate.dropped;
        continue;
      }
      admitted += 1;
      out[held + j] = fate.stays;
      insert({ key, position, place: held + j });
      if (capacity !== undefined && set.length > capacity) out[set.pop()!.place] = position;
    }
  }
  return result;
}
