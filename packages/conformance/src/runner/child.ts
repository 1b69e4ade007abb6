import { setImmediate as nextTurn } from 'node:timers/promises';
import { isUnavailable } from '@mosa-js/command/backends';
import { keepEvaluated } from '../bounds/evaluate';
import { messageOf } from '../errors';
import type { CaseResult } from '../report/report';
import type { ConformanceCase } from '../suite/case';
import { listCases } from '../suite/cases';
import { runSuite } from '../suite/run-suite';
import { takeChannel } from './channel';
import { createRequested } from './create-backend';
import { identityOf } from './identity';
import type { ChildMessage, ChildTask } from './messages';
import { endWithParent } from './orphan';
import { sharedValues } from './shared-values';

const { tell, end } = takeChannel<ChildMessage>();
let isGivingUp = false;

async function giveUp(error: unknown): Promise<void> {
  if (isGivingUp) return; // the first error is told; what it leads to is not
  isGivingUp = true;
  const reason = messageOf(error);
  await tell(isUnavailable(error) ? { type: 'unavailable', reason } : { type: 'broken', reason });
  end(1);
}

/** Says which case is under way, so that the parent knows whom to blame for a crash or a hang. */
function announced({ id, run }: ConformanceCase): ConformanceCase {
  return {
    id,
    async run(backend) {
      await tell({ type: 'case', id });
      try {
        return await run(backend);
      } finally {
        await nextTurn(); // a promise that this case left rejected is reported now, not during the next case
      }
    },
  };
}

async function main({ request, cwd, lacks, golden, filter, mutants, values }: ChildTask): Promise<void> {
  if (values !== undefined) keepEvaluated(sharedValues(values));
  const cases = await listCases({ golden, filter, mutants }); // before the adapter can get in its way
  const { backend, expectedFailures } = await createRequested(request, cwd, lacks);
  const identity = identityOf(request, backend);
  await tell({ type: 'ready', ...identity });
  const hear = (result: CaseResult) => void tell({ type: 'result', result });
  await runSuite(backend, cases.map(announced), hear, identity.device, expectedFailures);
  await tell({ type: 'ran' });
  await backend.dispose();
  await nextTurn();
  await tell({ type: 'done' });
  end(0); // a library's idle threads or timers must not keep the process
}

endWithParent();
process.on('uncaughtException', giveUp);
process.on('unhandledRejection', giveUp);
main(JSON.parse(process.argv[2] ?? '{}')).catch(giveUp);
