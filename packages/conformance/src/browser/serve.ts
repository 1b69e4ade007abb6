import { checkedBackend } from '@mosa-js/command/checked-backend';
import type { Backend } from '@mosa-js/core';
import type { ExpectedFailure } from '@mosa-js/core/adapter';
import { codeOf, messageOf } from '../errors';
import type { GoldenSource } from '../golden/source';
import type { ChildMessage } from '../runner/messages';
import { allCases } from '../suite/all-cases';
import type { ConformanceCase } from '../suite/case';
import { runSuite } from '../suite/run-suite';
import { type DeviceWatch, watchDevices } from './watch-devices';

export interface ServeOptions {
  readonly golden: GoldenSource;
  readonly filter?: string;
  /** Makes the backend. A throw with the code `unavailable` says that it cannot run here. */
  create(): Promise<Backend>;
  /** What its libraries are known to get wrong. Default: nothing. */
  expectedFailures?(): Promise<readonly ExpectedFailure[] | undefined>;
  /** Device and library as reports show them. Default: what the backend says. */
  describe?(backend: Backend): Promise<{ readonly device: string; readonly library: string }>;
  /** Hands a message to whoever started this worker; its `runWorker` knows them all. */
  tell(message: ChildMessage): void;
}

/**
 * Runs the suite on one backend inside a Worker. Ends with the message `done`, `unavailable` or `broken`, and never
 * throws: an error outside of a case ends the run like a crash would.
 */
export async function serveSuite(options: ServeOptions): Promise<void> {
  const { tell } = options;
  const watch = watchDevices((reason) => tell({ type: 'broken', reason }));
  const fail = (error: unknown) => {
    const type = codeOf(error) === 'unavailable' ? 'unavailable' : 'broken';
    tell({ type, reason: messageOf(error) });
  };
  addEventListener('unhandledrejection', ({ reason }) => fail(reason));
  try {
    const backend = checkedBackend(await options.create());
    const identity = (await options.describe?.(backend)) ?? { device: backend.device, library: backend.label };
    tell({ type: 'ready', name: backend.name, device: identity.device, library: identity.library });
    const cases = await allCases(options.golden, options.filter);
    const judged = cases.map((given) => announced(given, watch, tell));
    const expected = await options.expectedFailures?.();
    await runSuite(backend, judged, (result) => tell({ type: 'result', result }), identity.device, expected);
    tell({ type: 'ran' });
    watch.expectLoss();
    await backend.dispose();
    await nextTurn();
    tell({ type: 'done' });
  } catch (error) {
    fail(error);
  }
}

/** Says which case is under way, and fails it for what its device reported meanwhile. */
function announced(given: ConformanceCase, watch: DeviceWatch, tell: ServeOptions['tell']): ConformanceCase {
  return {
    id: given.id,
    async run(backend) {
      tell({ type: 'case', id: given.id });
      watch.errors.length = 0;
      const verdict = await given.run(backend).finally(nextTurn);
      const [first] = watch.errors;
      if (first === undefined || verdict.status === 'fail') return verdict;
      return { status: 'fail', stage: 'device', reason: `the device reported an error: ${first}` };
    },
  };
}

/** Lets events in. A message, since timers of 0 wait 4 ms once they are nested. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
