import type { Graph } from '../graph/graph';
import type { Backend, Program, TensorInputs } from './backend';

/** Programs over the same weights, each compiled when it is first asked for. */
export interface ProgramCache {
  /** @param graph makes the graph where the key is new; what it throws, nothing is kept of */
  get(key: string, graph: () => Graph): Promise<Program>;
  dispose(): Promise<void>;
}

export function createProgramCache(backend: Backend, weights: TensorInputs): ProgramCache {
  const programs = new Map<string, Promise<Program>>();
  return {
    async get(key, graph) {
      let program = programs.get(key);
      if (!program) {
        program = backend.compile(graph(), { weights }); // the graph throws where shapes do not fit: nothing is compiled
        programs.set(key, program);
        program.catch(() => programs.delete(key));
      }
      return program;
    },
    async dispose() {
      for (const program of programs.values()) await (await program).dispose();
    },
  };
}
