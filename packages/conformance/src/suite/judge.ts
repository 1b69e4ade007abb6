import type { HostData, HostTensor } from '@mosa-js/core';
import type { Bounded } from '../bounds/bounded';
import type { Verdict } from './case';

/** The element that came nearest to its bound, or went furthest beyond it. */
export interface Worst {
  /** error ÷ bound; 0 ÷ 0 counts as 0. */
  readonly ratio: number;
  readonly error: number;
  readonly bound: number;
  readonly at: number;
}

/** Compares element by element. What is NaN or infinite must be the same. */
export function worstOf(actual: HostData, expected: HostData, boundAt: (i: number) => number): Worst {
  let worst: Worst = { ratio: 0, error: 0, bound: 0, at: 0 };
  for (let i = 0; i < expected.length; i++) {
    const [got, wanted] = [actual[i]!, expected[i]!];
    const bound = boundAt(i);
    const finite = Number.isFinite(got) && Number.isFinite(wanted);
    const error = finite ? Math.abs(got - wanted) : Object.is(got, wanted) ? 0 : Number.POSITIVE_INFINITY;
    const ratio = error === 0 ? 0 : error / bound;
    if (ratio > worst.ratio || (i === 0 && bound > 0)) worst = { ratio, error, bound, at: i };
    if (!Number.isFinite(ratio)) break;
  }
  return worst;
}

/** Pass or fail of one tensor against its bounded value. */
export function judge(actual: HostTensor, { value, error }: Bounded, stage: string): Verdict {
  const mismatch = typeMismatch(actual, value);
  if (mismatch) return { status: 'fail', stage, reason: mismatch };
  return verdictOf(
    worstOf(actual.data, value.data, (i) => error.data[i]!),
    actual,
    value.data,
    stage,
  );
}

/** Pass or fail where every element must be equal. */
export function judgeExactly(actual: HostTensor, expected: HostTensor, stage: string): Verdict {
  const mismatch = typeMismatch(actual, expected);
  if (mismatch) return { status: 'fail', stage, reason: mismatch };
  const at = Array.from(expected.data).findIndex((value, i) => !Object.is(value + 0, actual.data[i]! + 0));
  if (at < 0) return { status: 'pass', error: 0, bound: 0 };
  return {
    status: 'fail',
    stage,
    reason: `${elementName(expected, at)} is ${actual.data[at]}, not ${expected.data[at]}`,
  };
}

/** Pass or fail by a bound relative to the largest entry. */
export function judgeRelative(actual: HostTensor, expected: HostData, tolerance: number, stage: string): Verdict {
  let largest = 0;
  for (const value of expected) largest = Math.max(largest, Math.abs(value));
  return verdictOf(
    worstOf(actual.data, expected, () => tolerance * largest),
    actual,
    expected,
    stage,
  );
}

/** Stages in order: the first that fails decides; else the one nearest to its bound is reported. */
export function firstFailure(verdicts: readonly Verdict[]): Verdict {
  const failed = verdicts.find((verdict) => verdict.status !== 'pass');
  if (failed) return failed;
  const ratio = ({ error = 0, bound = 0 }: Verdict) => (error === 0 ? 0 : error / bound);
  const nearest = verdicts.reduce((a, b) => (ratio(b) > ratio(a) || a.bound === undefined ? b : a));
  const reasons = verdicts.flatMap((verdict) => verdict.reason ?? []);
  return reasons.length > 0 ? { ...nearest, reason: reasons.join('; ') } : nearest;
}

function verdictOf(
  worst: Worst,
  type: Pick<HostTensor, 'shape'> & { data: HostData },
  expected: HostData,
  stage: string,
): Verdict {
  const { ratio, error, bound, at } = worst;
  if (ratio <= 1) return { status: 'pass', error, bound };
  const reason = `${elementName(type, at)} is ${type.data[at]}, not ${expected[at]}: off by ${short(error)}, bound ${short(bound)}`;
  return { status: 'fail', stage, ...(Number.isFinite(error) ? { error, bound } : {}), reason };
}

function typeMismatch(actual: HostTensor, expected: { shape: readonly number[]; dtype: string }): string | undefined {
  const name = ({ shape, dtype }: { shape: readonly number[]; dtype: string }) => `${dtype} [${shape.join(', ')}]`;
  return name(actual) === name(expected) && actual.data.length === actual.shape.reduce((a, b) => a * b, 1)
    ? undefined
    : `result is ${name(actual)} with ${actual.data.length} elements, not ${name(expected)}`;
}

function elementName({ shape }: { shape: readonly number[] }, at: number): string {
  const index: number[] = [];
  let rest = at;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `element [${index.join(', ')}]`;
}

function short(value: number): string {
  return Number.isFinite(value) ? value.toExponential(2) : 'infinity';
}
