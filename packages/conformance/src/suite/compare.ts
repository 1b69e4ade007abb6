import type { HostData } from '@mosa-js/core';

// As they are before an adapter is loaded.
const { abs } = Math;
const { isFinite: isNumber } = Number;
const { is } = Object;
const Doubles = Float64Array;

/** The element that came nearest to its bound, or went furthest beyond it. */
export interface Worst {
  /** error ÷ bound; 0 ÷ 0 counts as 0. Infinity where what is not finite differs in kind or sign. */
  readonly ratio: number;
  readonly error: number;
  readonly bound: number;
  readonly at: number;
  /** The first element whose value is finite and whose bound is not: such a bound judges nothing. */
  readonly vacuous?: number;
}

/**
 * Compares every element with its bound. NaN equals NaN; an infinity equals one of its sign. −0 equals 0.
 * @param bounds of every element, or one for all
 */
export function compare(actual: HostData, expected: HostData, bounds: ArrayLike<number> | number): Worst {
  let worst: Worst = { ratio: 0, error: 0, bound: 0, at: 0 };
  let vacuous: number | undefined;
  // Of one class, which holds the numbers of all: a loop over arrays of any class takes several times as long.
  const [all, right] = [doublesOf(actual), doublesOf(expected)];
  const each = typeof bounds === 'number' ? undefined : doublesOf(bounds);
  for (let i = 0; i < right.length; i++) {
    const got = all[i]!;
    const wanted = right[i]!;
    if (!isNumber(wanted)) {
      if (!is(got, wanted)) worst = further(worst, Number.POSITIVE_INFINITY, 0, i);
      continue;
    }
    const bound = each === undefined ? (bounds as number) : each[i]!;
    if (!(bound >= 0 && bound < Number.POSITIVE_INFINITY)) {
      vacuous ??= i;
      continue;
    }
    worst = further(worst, isNumber(got) ? abs(got - wanted) : Number.POSITIVE_INFINITY, bound, i);
  }
  return vacuous === undefined ? worst : { ...worst, vacuous };
}

function doublesOf(numbers: ArrayLike<number>): Float64Array {
  return numbers instanceof Doubles ? numbers : new Doubles(numbers);
}

function further(worst: Worst, error: number, bound: number, at: number): Worst {
  const ratio = error === 0 ? 0 : error / bound;
  return ratio > worst.ratio || (worst.bound === 0 && worst.error === 0 && bound > 0)
    ? { ratio, error, bound, at }
    : worst;
}
