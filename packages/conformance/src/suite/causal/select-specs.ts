import { type HostTensor, hostTensor } from '@mosa-js/core';
import type { CausalSelectOptions } from '@mosa-js/core/adapter';
import { closest, fourValues, lowest, random } from '../values';

/** A causal selection, whose one right answer is int32. */
export interface CausalSpec {
  readonly name: string;
  /** float32 [E, B, t] */
  logits(): HostTensor;
  /** [E] */
  readonly threshold: readonly number[];
  readonly options: CausalSelectOptions;
  /** bool [B, t] */
  valid?(): HostTensor;
  /** Tokens of each row that came before these, [B]: there is a state, made of the first so many of `history`. */
  readonly starts?: readonly number[];
  /** float32 [E, B, P] */
  history?(): HostTensor;
  /** The state's entries in falling order of their positions, free ones first. Default false: rising, free ones last. */
  readonly turned?: boolean;
  /** Too large for a GPU in software, where layers of such a length run. Default false. */
  readonly large?: boolean;
}

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const [E, B] = [2, 2];

/** Of E = 2 heads and B = 2 rows. Logits of whole numbers tie with each other and with thresholds, exactly. */
export function causalSpecs(): CausalSpec[] {
  return [...optionSpecs(), ...valueSpecs(), ...paddingSpecs(), ...longSpecs(), ...stateSpecs()];
}

const ties = (t: number, seed: number) => () => fourValues([E, B, t], seed);
const floats = (t: number, seed: number) => () => random([E, B, t], seed);
/** Every row the same. */
const rows = (...row: number[]) => {
  return () =>
    hostTensor(
      Array.from({ length: E * B }).flatMap(() => row),
      [E, B, row.length],
    );
};
const slots = (count: number, block: number) => ({ count, block });

function optionSpecs(): CausalSpec[] {
  const of = (name: string, options: CausalSelectOptions, threshold = [0, 1], seed = 1): CausalSpec => ({
    name,
    logits: ties(24, seed),
    threshold,
    options,
  });
  return [
    of('threshold', {}, [1, 2]),
    of('capacity=3', { capacity: 3 }),
    of('capacity=1', { capacity: 1 }),
    of('capacity=23', { capacity: 23 }, [-1, 0]),
    of('capacity=t', { capacity: 24 }),
    of('capacity=3;prefix', { capacity: 3 }, [-inf, -inf], 2),
    of('slots=2of5', { slots: slots(2, 5) }),
    of('slots=5of5', { slots: slots(5, 5) }),
    of('slots=3of40', { slots: slots(3, 40) }),
    { ...of('slots=1of1;capacity=2', { capacity: 2, slots: slots(1, 1) }), logits: ties(6, 5) },
    of('slots=2of12;capacity=3', { capacity: 3, slots: slots(2, 12) }, [0, -inf], 3),
    of('include-first', { includeFirst: true }, [2, 3]),
    of('include-first;capacity=1', { includeFirst: true, capacity: 1 }, [0, inf]),
    of('include-first;capacity=3;slots=2of8', { includeFirst: true, capacity: 3, slots: slots(2, 8) }, [1, -inf], 4),
    { ...of('capacity=2;one-token', { capacity: 2 }, [0, 3]), logits: ties(1, 5) },
    { ...of('slots=1of3;include-first;one-token', { includeFirst: true, slots: slots(1, 3) }), logits: ties(1, 5) },
  ];
}

function valueSpecs(): CausalSpec[] {
  const special = rows(
    ...[1, nan, -inf, inf, 0, lowest, -0, 2, inf, -lowest, nan, 0],
    ...[1, -inf, 3, -0, lowest, 3, nan, -lowest, -1, inf, 0, 3],
  );
  /** The first head's logits rise, so that each evicts one; the second's fall, so that none enters once the set is full. */
  const slopes = () =>
    hostTensor(
      Float32Array.from({ length: E * B * 24 }, (_, i) => (i < B * 24 ? i % 24 : -(i % 24))),
      [E, B, 24],
    );
  const of = (name: string, logits: () => HostTensor, threshold: number[], options: CausalSelectOptions = {}) => ({
    name,
    logits,
    threshold,
    options,
  });
  const equal = () => hostTensor(new Float32Array(E * B * 24).fill(0.5), [E, B, 24]);
  return [
    of('special', special, [0, -inf]),
    of('special;threshold=-0,NaN', special, [-0, nan]),
    of('special;capacity=3', special, [-inf, lowest], { capacity: 3 }),
    of('special;include-first', special, [inf, nan], { includeFirst: true, capacity: 3 }),
    of('threshold=infinities', ties(24, 6), [inf, -inf], { capacity: 3 }),
    of('slopes;capacity=3', slopes, [-inf, -inf], { capacity: 3 }),
    of('slopes;capacity=3;slots=2of8', slopes, [8, -18], { capacity: 3, slots: slots(2, 8) }),
    of('equal;capacity=3', equal, [0, 0.5], { capacity: 3 }),
    of('equal;slots=2of5', equal, [0.25, 0.5], { slots: slots(2, 5) }),
    of('last-bits;capacity=3', () => closest([E, B, 24], 7), [1, 1], { capacity: 3 }),
    of('last-bits;threshold', () => closest([E, B, 24], 8), [1 + 40 * 2 ** -23, 1 + 50 * 2 ** -23]),
  ];
}

function paddingSpecs(): CausalSpec[] {
  const bits = (seed: number, first: number) => () => {
    const mask = random([B, 24], seed, 'bool');
    mask.data[0] = first;
    mask.data[24] = 1 - first;
    return mask;
  };
  const of = (name: string, options: CausalSelectOptions, valid: () => HostTensor, threshold = [0, -inf]) => ({
    name: `padding;${name}`,
    logits: ties(24, 9),
    threshold,
    options,
    valid,
  });
  return [
    of('threshold', {}, bits(10, 1)),
    of('capacity=3', { capacity: 3 }, bits(11, 0)),
    of('slots=2of8', { capacity: 3, slots: slots(2, 8) }, bits(12, 1)),
    of('include-first', { includeFirst: true, capacity: 3 }, bits(13, 0), [2, 3]),
    of('include-first;slots=1of8', { includeFirst: true, capacity: 3, slots: slots(1, 8) }, bits(14, 1)),
    of('nothing', { includeFirst: true, capacity: 3 }, () => hostTensor(new Float32Array(B * 24), [B, 24], 'bool')),
  ];
}

/** Beyond the tokens that the decomposition looks at together, in several blocks. */
function longSpecs(): CausalSpec[] {
  const of = (name: string, options: CausalSelectOptions, threshold = [0, -inf], seed = 15): CausalSpec => ({
    name: `long;${name}`,
    large: true,
    logits: ties(200, seed),
    threshold,
    options,
  });
  return [
    of('threshold;slots=9of64', { slots: slots(9, 64) }),
    of('capacity=5', { capacity: 5 }),
    { ...of('capacity=150', { capacity: 150 }), logits: floats(200, 16) },
    of('capacity=20;slots=9of64', { capacity: 20, slots: slots(9, 64) }, [1, -inf], 17),
    of('capacity=7;slots=3of150;include-first', { includeFirst: true, capacity: 7, slots: slots(3, 150) }, [0, 2], 18),
  ];
}

function stateSpecs(): CausalSpec[] {
  const of = (
    t: number,
    starts: readonly number[],
    capacity: number,
    options: CausalSelectOptions = {},
    more: Partial<CausalSpec> = {},
  ): CausalSpec => {
    const { slots: limit, includeFirst } = options;
    const said = `${limit ? `;slots=${limit.count}of${limit.block}` : ''}${includeFirst ? ';include-first' : ''}`;
    return {
      name: `state;t=${t};starts=${starts};capacity=${capacity}${said}${more.turned ? ';turned' : ''}`,
      logits: ties(t, t + 20),
      history: ties(Math.max(...starts, 1), t + 21),
      threshold: [0, -inf],
      options: { ...options, capacity },
      starts,
      ...more,
    };
  };
  const first = { includeFirst: true };
  const holes = (t: number) => () => random([B, t], t + 22, 'bool');
  return [
    of(1, [5, 0], 4),
    of(1, [9, 10], 3, { ...first, slots: slots(2, 5) }, { turned: true }),
    of(1, [0, 7], 1, first),
    of(7, [9, 3], 3, { slots: slots(2, 5) }, { turned: true }),
    of(7, [0, 10], 3, { ...first, slots: slots(2, 5) }, { valid: holes(7) }),
    of(7, [11, 2], 9, first, { turned: true }),
    of(64, [3, 130], 6, { slots: slots(6, 32) }),
    of(64, [40, 0], 5, first, { valid: holes(64), turned: true }),
    of(130, [0, 77], 6, { slots: slots(9, 100) }, { large: true }),
  ];
}
