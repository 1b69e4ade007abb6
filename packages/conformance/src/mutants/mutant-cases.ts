import type { Backend, DeviceTensor } from '@mosa-js/core';
import type { ConformanceCase, Verdict } from '../suite/case';
import { attempt } from '../suite/run-suite';
import { arithmeticMutants } from './arithmetic';
import { conductMutants } from './conduct';
import type { Mutant } from './mutant';
import { selectionMutants } from './selection';

const mutants: readonly Mutant[] = [...selectionMutants, ...arithmeticMutants, ...conductMutants];

/**
 * Cases that judge the suite itself: each breaks the backend in one way and passes where one of the other cases notices.
 * @param cases what the mutants are run on, until one fails; the unbroken backend passes them
 */
export function mutantCases(cases: readonly ConformanceCase[]): ConformanceCase[] {
  return mutants.map((mutant) => ({ id: `mutants/${mutant.name}`, run: (backend) => hunt(mutant, backend, cases) }));
}

async function hunt({ mutate }: Mutant, backend: Backend, cases: readonly ConformanceCase[]): Promise<Verdict> {
  const left: DeviceTensor[] = [];
  const broken = mutate(backend, left);
  try {
    for (const { id, run } of cases) {
      const { status, stage } = await attempt(broken, run);
      if (status === 'fail') return { status: 'pass', reason: `killed by ${id} (${stage})` };
    }
  } finally {
    for (const tensor of left) tensor.dispose();
  }
  return { status: 'fail', stage: 'suite', reason: 'survived: no case notices a backend that is wrong in this way' };
}
