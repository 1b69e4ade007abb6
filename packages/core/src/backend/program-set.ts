import { MosaError, show } from '../error';
import type { Graph } from '../graph/graph';
import type { StorageFormat } from '../storage';
import type { Backend, Program, TensorInputs } from './backend';
import { allInTurn } from './held';
import type { ProgramState } from './program-state';
import { makeResident } from './resident';

export interface ProgramSetOptions {
  /** What it is the set of, for messages: 'layer'. */
  readonly name: string;
  /** Programs that are kept at most; the one that was not used for longest goes first. Default 32. */
  readonly mostPrograms?: number;
  /** How float32 weights from the host are held on the device. Default 'float32'. */
  readonly storage?: StorageFormat;
  /** A state of the backend that all of them read. It stays yours. Default: none. */
  readonly state?: ProgramState;
}

/** Weights on a device and the programs over them, one for each key: what a layer or a model is on a backend. */
export interface ProgramSet {
  /**
   * Does something with the program of a key, compiled where there is none.
   * @param graph makes its graph; what it throws, nothing is kept of
   * @throws MosaError `disposed`, and whatever the graph, the backend or `use` throws
   */
  with<R>(key: string, graph: () => Graph, use: (program: Program) => Promise<R>): Promise<R>;
  /** Waits for what is under way, then frees programs and weights. */
  dispose(): Promise<void>;
}

interface Entry {
  readonly program: Promise<Program>;
  users: number;
}

/**
 * @param weights by name; host tensors are uploaded as they are now, device tensors stay yours
 * @throws MosaError `config` for a limit that is no whole number from 1
 */
export async function createProgramSet(
  backend: Backend,
  weights: TensorInputs,
  { name, mostPrograms = 32, storage, state }: ProgramSetOptions,
): Promise<ProgramSet> {
  if (!Number.isSafeInteger(mostPrograms) || mostPrograms < 1)
    throw new MosaError('config', `${name} mostPrograms`, 'a whole number from 1', show(mostPrograms));
  const resident = await makeResident(backend, weights, storage);
  // In the order of their last use.
  const entries = new Map<string, Entry>();
  const running = new Set<Promise<unknown>>();
  let disposing: Promise<void> | undefined;

  const entryOf = (key: string, graph: () => Graph): Entry => {
    const known = entries.get(key);
    const entry = known ?? { program: backend.compile(graph(), { weights: resident.tensors, state }), users: 0 };
    entries.delete(key);
    entries.set(key, entry);
    if (known === undefined) {
      entry.program.catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
    }
    return entry;
  };
  /** What is over the limit and at rest. */
  const evict = async (): Promise<void> => {
    for (const [key, { program, users }] of entries) {
      if (entries.size <= mostPrograms) return;
      if (users > 0) continue;
      entries.delete(key);
      // Where that fails, so will what is asked of the device next; the run that is over has its result.
      await program.then((one) => one.dispose()).catch(() => undefined);
    }
  };
  const useNow = async <R>(key: string, graph: () => Graph, use: (program: Program) => Promise<R>): Promise<R> => {
    const entry = entryOf(key, graph);
    entry.users += 1;
    try {
      return await use(await entry.program);
    } finally {
      entry.users -= 1;
      await evict();
    }
  };
  return {
    async with(key, graph, use) {
      if (disposing) throw new MosaError('disposed', name, `a ${name} in use`, `a ${name} after dispose()`);
      const work = useNow(key, graph, use);
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    dispose() {
      disposing ??= (async () => {
        await Promise.allSettled(running);
        const programs = [...entries.values()].map(({ program }) => program);
        entries.clear();
        await allInTurn([...programs.map((program) => async () => (await program).dispose()), resident.free]);
      })();
      return disposing;
    },
  };
}
