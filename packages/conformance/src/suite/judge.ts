import type { HostData, HostTensor } from '@mosa-js/core';
import type { Bounded } from '../bounds/bounded';
import type { Verdict } from './case';
import { compare, type Worst } from './compare';

/** Pass or fail of one tensor against its bounded value. */
export function judge(actual: HostTensor | undefined, { value, error }: Bounded, stage: string): Verdict {
  const mismatch = typeMismatch(actual, value);
  if (mismatch !== undefined) return { status: 'fail', stage, reason: mismatch };
  return verdictOf(compare(actual!.data, value.data, error.data), actual!, value.data, stage);
}

/** Pass or fail where every element must be equal. */
export function judgeExactly(
  actual: HostTensor | undefined,
  expected: Pick<HostTensor, 'shape' | 'dtype' | 'data'>,
  stage: string,
): Verdict {
  const mismatch = typeMismatch(actual, expected);
  if (mismatch !== undefined) return { status: 'fail', stage, reason: mismatch };
  return verdictOf(compare(actual!.data, expected.data, 0), actual!, expected.data, stage);
}

/** Pass or fail by a bound relative to the largest entry. */
export function judgeRelative(actual: HostTensor, expected: HostData, tolerance: number, stage: string): Verdict {
  let largest = 0;
  for (const value of expected) largest = Math.max(largest, Math.abs(value));
  return judgeWithin(actual, expected, tolerance * largest, stage);
}

/** Pass or fail by a bound for each element, or one for all. */
export function judgeWithin(
  actual: Pick<HostTensor, 'shape' | 'data'>,
  expected: HostData,
  bounds: ArrayLike<number> | number,
  stage: string,
): Verdict {
  if (actual.data.length !== expected.length) {
    return { status: 'fail', stage, reason: `result has ${actual.data.length} elements, not ${expected.length}` };
  }
  return verdictOf(compare(actual.data, expected, bounds), actual, expected, stage);
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
  { ratio, error, bound, at, vacuous }: Worst,
  type: Pick<HostTensor, 'shape'> & { data: HostData },
  expected: HostData,
  stage: string,
): Verdict {
  if (vacuous !== undefined) {
    const reason = `${elementName(type, vacuous)} has no finite bound: the case would judge nothing there`;
    return { status: 'fail', stage: `${stage}: vacuous`, reason };
  }
  if (ratio <= 1) return { status: 'pass', error, bound };
  const measured = Number.isFinite(error) ? { error, bound } : {};
  const by = Number.isFinite(error) ? `: off by ${error.toExponential(2)}, bound ${bound.toExponential(2)}` : '';
  const reason = `${elementName(type, at)} is ${type.data[at]}, not ${expected[at]}${by}`;
  return { status: 'fail', stage, ...measured, reason };
}

interface Typed {
  readonly shape: readonly number[];
  readonly dtype: string;
}

function typeMismatch(actual: HostTensor | undefined, expected: Typed): string | undefined {
  const name = ({ shape, dtype }: Typed) => `${dtype} [${shape.join(', ')}]`;
  if (actual === undefined || actual === null) return `there is no result, expected ${name(expected)}`;
  const { shape, data } = actual;
  if (name(actual) === name(expected) && data?.length === shape.reduce((a, b) => a * b, 1)) return undefined;
  return `result is ${name(actual)} with ${data?.length} elements, not ${name(expected)}`;
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
