import type { Backend } from '@mosa-js/core';
import type { ExpectedFailure } from '@mosa-js/core/adapter';
import { codeOf, messageOf } from '../errors';
import type { CaseResult } from '../report/report';
import type { ConformanceCase, Verdict } from './case';
import { expectation } from './expected-failures';
import { isHead } from './heads';
import { type Witnessed, witness } from './witnessed';

/**
 * Runs cases one after the other; every result is told as soon as it is known.
 * @param device what the report calls the device, where the backend's library cannot name it. Default: as the backend says
 * @param expected what its libraries are known to get wrong. Default: nothing
 * @throws MosaError `backend` for an expected failure without a reason, or that is none at all, before any case runs
 */
export async function runSuite(
  backend: Backend,
  cases: readonly ConformanceCase[],
  onResult: (result: CaseResult) => void,
  device?: string,
  expected: readonly ExpectedFailure[] = [],
): Promise<void> {
  const { skipped, judge } = expectation(expected, { name: backend.name, device: device ?? backend.device });
  for (const { id, run } of cases) {
    const result = skipped(id) ?? judge({ id, ...(await attempt(backend, run, device)) });
    onResult(required(result));
  }
}

/** One case, with whatever it throws or leaves behind as its verdict. */
export async function attempt(given: Backend, run: ConformanceCase['run'], device?: string): Promise<Verdict> {
  let witnessed: Witnessed | undefined;
  try {
    witnessed = witness(given, device);
    const { backend } = witnessed;
    const before = backend.memory();
    const verdict = measured(await run(backend));
    const after = backend.memory();
    const [tensors, bytes] = [after.tensors - before.tensors, after.bytes - before.bytes];
    if (verdict.status !== 'pass' || (tensors === 0 && bytes === 0)) return verdict;
    return { ...verdict, status: 'fail', stage: 'memory', reason: `${tensors} tensors, ${bytes} bytes left behind` };
  } catch (error) {
    const reason = messageOf(error);
    if (codeOf(error) !== 'unsupported') return { status: 'fail', stage: 'run', reason };
    const excuse = witnessed?.excuse();
    if (excuse !== undefined) return { status: 'unsupported', reason: `${excuse}: ${reason}` };
    const why = 'refused as unsupported, which none of its declared capabilities excludes';
    return { status: 'fail', stage: 'unsupported', reason: `${why}: ${reason}` };
  }
}

/** A number that is not finite would judge nothing: it fails the case and goes no further. */
function measured(verdict: Verdict): Verdict {
  const { error = 0, bound = 0, ...rest } = verdict;
  if (Number.isFinite(error) && Number.isFinite(bound)) return verdict;
  const what = Number.isFinite(bound) ? 'error' : 'bound';
  const why = [rest.reason, `the case has no finite ${what}`].filter(Boolean).join('; ');
  return { ...rest, status: 'fail', stage: rest.stage ?? 'judge', reason: why };
}

/** Nothing excuses a backend from a head's forward pass. */
function required(result: CaseResult): CaseResult {
  if (!isHead(result.id) || (result.status !== 'unsupported' && result.status !== 'skip')) return result;
  const reason = `every backend must run every head's forward pass; this one is ${result.status}: ${result.reason}`;
  return { ...result, status: 'fail', stage: result.status, reason };
}
