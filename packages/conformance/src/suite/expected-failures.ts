import { type Backend, MosaError } from '@mosa-js/core';
import { type ExpectedFailure, show } from '@mosa-js/core/adapter';
import type { CaseResult } from '../report/report';
import { isSoftware } from './graph-case';

/** What a backend's libraries are known to get wrong on its device. */
export interface Expectation {
  /** What becomes of a case that is not to be run; undefined for one that is. */
  skipped(id: string): CaseResult | undefined;
  /**
   * A case that fails as expected is an xfail with the declared reason, one that passes all the same an xpass. Of the failure
   * its stage is kept, and no error: that is not a rounding.
   */
  judge(result: CaseResult): CaseResult;
}

/** @throws MosaError `backend` for what declares no failure, or no reason for it */
export function expectation(given: unknown, { name, device }: Pick<Backend, 'name' | 'device'>): Expectation {
  if (!Array.isArray(given)) throw wrong(`${name} expectedFailures`, 'a list', given);
  const here = isSoftware({ device }) ? 'software' : 'hardware';
  const failures = given
    .map((failure: unknown, i) => checked(failure, `${name} expectedFailures[${i}]`))
    .filter(({ only = here }) => only === here);
  const find = (id: string) => failures.find(({ cases }) => cases.some((pattern) => matches(pattern, id)));
  return {
    skipped(id) {
      const failure = find(id);
      return failure?.skip ? { id, status: 'skip', reason: failure.reason } : undefined;
    },
    judge(result) {
      const { id, status, stage } = result;
      const failure = find(id);
      if (failure === undefined || (status !== 'fail' && status !== 'pass')) return result;
      if (status === 'pass') return { ...result, status: 'xpass', reason: `expected to fail: ${failure.reason}` };
      return { id, status: 'xfail', ...(stage === undefined ? {} : { stage }), reason: failure.reason };
    },
  };
}

function matches(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

function checked(given: unknown, where: string): ExpectedFailure {
  if (typeof given !== 'object' || given === null) throw wrong(where, '{ cases, reason }', given);
  const { cases, reason, only, skip } = given as Partial<ExpectedFailure>;
  const isText = (text: unknown) => typeof text === 'string' && text.trim() !== '';
  if (!Array.isArray(cases) || cases.length === 0 || !cases.every(isText))
    throw wrong(`${where}.cases`, 'ids of cases, or beginnings of them with a *', cases);
  if (!isText(reason)) throw wrong(`${where}.reason`, 'which fault it is, in words', reason);
  if (only !== undefined && only !== 'software' && only !== 'hardware')
    throw wrong(`${where}.only`, "'software', 'hardware' or nothing", only);
  if (skip !== undefined && typeof skip !== 'boolean') throw wrong(`${where}.skip`, 'true, false or nothing', skip);
  return given as ExpectedFailure;
}

function wrong(where: string, expected: string, actual: unknown): MosaError {
  return new MosaError('backend', where, expected, show(actual));
}
