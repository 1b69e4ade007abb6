import { codeOf, messageOf } from '../errors';
import type { Verdict } from './case';

/** Passes where a call throws a MosaError of this code. @param what the call, for the reason */
export async function refused(what: string, code: string, call: () => Promise<unknown>): Promise<Verdict> {
  try {
    await call();
  } catch (error) {
    if (codeOf(error) === code) return { status: 'pass' };
    const reason = `${what}: expected a MosaError with code ${code}, got ${codeOf(error) || messageOf(error)}`;
    return { status: 'fail', stage: 'error', reason };
  }
  return { status: 'fail', stage: 'error', reason: `${what}: expected a MosaError with code ${code}, got no error` };
}
