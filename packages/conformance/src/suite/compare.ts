import type { HostData } from '@mosa-js/core';

// As they are before an adapter is loaded.
const { abs } = Math;
const { isFinite: isNumber } = Number;
const { is } = Object;

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

/** Compares every element with its bound. NaN equals NaN; an infinity equals one of its sign. −0 equals 0. */
export function compare(actual: HostData, expected: HostData, boundAt: (i: number) => number): Worst {
  let worst: Worst = { ratio: 0, error: 0, bound: 0, at: 0 };
  let vacuous: number | undefined;
  for (let i = 0; i < expected.length; i++) {
    const [got, wanted] = [actual[i]!, expected[i]!];
    if (!isNumber(wanted)) {
      if (!is(got, wanted)) worst = further(worst, Number.POSITIVE_INFINITY, 0, i);
      continue;
    }
    const bound = boundAt(i);
    if (!(bound >= 0 && bound < Number.POSITIVE_INFINITY)) {
      vacuous ??= i;
      continue;
    }
    worst = further(worst, isNumber(got) ? abs(got - wanted) : Number.POSITIVE_INFINITY, bound, i);
  }
  return vacuous === undefined ? worst : { ...worst, vacuous };
}

function further(worst: Worst, error: number, bound: number, at: number): Worst {
  const ratio = error === 0 ? 0 : error / bound;
  return ratio > worst.ratio || (worst.bound === 0 && worst.error === 0 && bound > 0)
    ? { ratio, error, bound, at }
    : worst;
}
