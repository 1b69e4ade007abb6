import { type HostTensor, type Shape, sizeOf } from '../types';

/**
 * Uniform numbers in [0, 1) from a whole-number seed, the same on every machine (splitmix32 steps). Every bit of a safe
 * integer counts.
 */
export function randomSource(seed: number): () => number {
  let state = stateOf(seed);
  return () => {
    state = after(state);
    return (mix(state) >>> 0) / 2 ** 32;
  };
}

/** The state of a seed before its first number. */
function stateOf(seed: number): number {
  const [low, high] = halves(seed);
  return high === 0 ? low | 0 : low ^ Math.floor(randomSource(high)() * 2 ** 32);
}

/**
 * The state that follows a state. Without the first `| 0` engines take a state for any number and add doubles, and a
 * constant outside is a variable to them once it is bundled: each costs twice the time.
 */
function after(state: number): number {
  return ((state | 0) + 0x9e3779b9) | 0;
}

/** The 32 bits that a state stands for, as an int32. */
function mix(state: number): number {
  let mixed = state ^ (state >>> 16);
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

/** The low 32 bits of a whole number and what is above them, both with its sign. */
export function halves(seed: number): [low: number, high: number] {
  const whole = Math.trunc(seed);
  return [whole % 2 ** 32, Math.trunc(whole / 2 ** 32)];
}

/** The seed of one of many tensors: seed · 31 + index in the low 32 bits, which published runs stand on. */
export function seedOf(seed: number, index: number): number {
  const [low, high] = halves(seed);
  return ((low * 31 + index) % 2 ** 32) + high * 2 ** 32;
}

/** float32 tensor of numbers uniform in [−limit, limit). */
export function randomUniform(shape: Shape, limit: number, seed: number): HostTensor {
  return fill(shape, seed, uniformBlock, limit / 2 ** 31);
}

/**
 * float32 tensor of normal numbers with mean 0. Each is twelve uniform ones, less six: their sums are exact, where log
 * and cos of engines differ in the last digit, so every engine starts from the same bits.
 */
export function randomNormal(shape: Shape, deviation: number, seed: number): HostTensor {
  return fill(shape, seed, normalBlock, deviation / 2 ** 32);
}

/**
 * Writes the numbers that follow a state, as multiples of a unit.
 * @returns the state after them
 */
type Block = (data: Float32Array, before: number, unit: number) => number;

/** Multiples of limit / 2^31: (2u − 1) · limit of the numbers u of `randomSource`, to the bit. */
const uniformBlock: Block = (data, before, unit) => {
  let state = before;
  for (let i = 0; i < data.length; i++) {
    state = after(state);
    data[i] = ((mix(state) >>> 0) - 2 ** 31) * unit;
  }
  return state;
};

/** Multiples of deviation / 2^32: what twelve of these numbers sum up to, less six, times the deviation, to the bit. */
const normalBlock: Block = (data, before, unit) => {
  let state = before;
  for (let i = 0; i < data.length; i++) {
    let sum = -6 * 2 ** 32;
    for (let draw = 0; draw < 12; draw++) {
      state = after(state);
      sum += mix(state) >>> 0;
    }
    data[i] = sum * unit;
  }
  return state;
};

/** In blocks, since engines compile a function that is called often better than one that is in a loop of 10^8 rounds. */
const blockSize = 4096;

function fill(shape: Shape, seed: number, writeBlock: Block, unit: number): HostTensor {
  const data = new Float32Array(sizeOf(shape));
  let state = stateOf(seed);
  for (let start = 0; start < data.length; start += blockSize)
    state = writeBlock(data.subarray(start, start + blockSize), state, unit);
  return { shape, dtype: 'float32', data };
}
