import type { Backend } from '@mosa-js/core';
import type { ConformanceCase, Verdict } from '../suite/case';
import { attempt } from '../suite/run-suite';
import type { Mutant } from './mutant';
import { allMutants } from './mutants';
import { tracked } from './tracked';

/** How many cases of different groups must notice a mutant: one alone may be there for it by chance. */
const killersWanted = 2;

/**
 * Cases that judge the suite itself: each breaks the backend in one way and passes where at least two cases of different
 * groups notice; its reason names them.
 * @param cases what the mutants are run on; the unbroken backend passes them
 */
export function mutantCases(cases: readonly ConformanceCase[]): ConformanceCase[] {
  return allMutants.map((mutant) => ({
    id: `mutants/${mutant.name}`,
    run: (backend) => hunt(mutant, backend, byRelevance(cases, mutant)),
  }));
}

/** One failing case of every family, until two are found. */
async function hunt({ mutate }: Mutant, backend: Backend, cases: readonly ConformanceCase[]): Promise<Verdict> {
  const killers = new Map<string, string>();
  for (const { id, run } of cases) {
    if (killers.has(familyOf(id))) continue;
    // A new one for every case, since some wait for a second call.
    const honest = tracked(backend);
    const { status, stage } = await attempt(mutate(honest.backend), run);
    await honest.release();
    if (status !== 'fail') continue;
    killers.set(familyOf(id), `${id} (${stage})`);
    if (killers.size === killersWanted)
      return { status: 'pass', reason: `killed by ${[...killers.values()].join(' and ')}` };
  }
  const found = [...killers.values()].join();
  const reason = found
    ? `noticed by ${found} alone, and by no case of another group`
    : 'survived: no case notices a backend that is wrong in this way';
  return { status: 'fail', stage: 'suite', reason };
}

/** `op/topKValues:[3,9];k=1` → op: cases of one family have much in common. */
function familyOf(id: string): string {
  return id.split('/', 1)[0]!;
}

/** Fused ops have a group of cases each. */
function groupOf(op: string): string {
  const groups: Readonly<Record<string, string>> = {
    ...{ selectIndices: 'select', causalSelect: 'causal', drawToken: 'draw' },
  };
  return groups[op] ?? op;
}

/**
 * The cases of the mutant's ops first, then ops together: large ones before the others where the mutant's name tells a size.
 * Other ops and long training runs come last, and cases without any of its ops are left out.
 */
function byRelevance(cases: readonly ConformanceCase[], { name, ops }: Mutant): readonly ConformanceCase[] {
  if (!ops) return [...cases].reverse(); // memory, runs and errors come last
  const isTouched = (one: ConformanceCase) => {
    const known = one.ops?.();
    return known === undefined || ops.some((op) => known.has(op));
  };
  const hasSize = /\d\d/.test(name);
  const rank = ({ id }: ConformanceCase) => {
    if (ops.some((op) => id.startsWith(`op/${op}:`) || id.startsWith(`${groupOf(op)}/`))) return 0;
    if (id.startsWith('op/') || id.startsWith('golden/training/')) return 3;
    return /^(large|select|attention)\//.test(id) === hasSize ? 1 : 2;
  };
  return cases.filter(isTouched).sort((a, b) => rank(a) - rank(b));
}
