import type { CacheSize, DeviceTensor, Graph, HostTensor, Program } from '@mosa-js/core';
import type { LanguageModelConfig } from '../config';
import type { Drawn } from './decoder';
import { type DrawForm, drawGraph, drawnType, noToken } from './draw-graph';
import type { OwnDraws } from './own-draws';

/** Draws of a decoder: a program for the last form that was asked for, since each holds memory of its own. */
export function createDraws(config: LanguageModelConfig, size: CacheSize, compile: (graph: Graph) => Promise<Program>) {
  let made: { readonly key: string; readonly program: Program } | undefined;

  async function dispose(): Promise<void> {
    const old = made;
    made = undefined;
    await old?.program.dispose();
  }

  async function programOf(form: DrawForm): Promise<Program> {
    const key = JSON.stringify(form);
    if (made?.key === key) return made.program;
    await dispose();
    const program = await compile(drawGraph(config, size, form));
    made = { key, program };
    return program;
  }

  return {
    dispose,
    /**
     * As many runs as there are numbers, and one read.
     * @param onTaken told how many tokens of each row were taken in, also where a run fails or a signal ends it
     */
    async draw(
      { form, sampling, random, tokens, signal }: OwnDraws,
      onTaken: (lengths: Int32Array) => void,
    ): Promise<Drawn> {
      const program = await programOf(form);
      const { shape } = drawnType(form.count, size.batch);
      const start = new Float32Array(form.count * 2 * size.batch);
      start.set(tokens, start.length - 2 * size.batch);
      // What one run leaves on the device, the next one takes from there.
      let latest: Record<'drawn' | 'sampling', HostTensor | DeviceTensor> = {
        drawn: { shape, dtype: 'float32', data: start },
        sampling,
      };
      const free = () => {
        for (const tensor of Object.values(latest)) if ('dispose' in tensor) tensor.dispose();
      };
      let result: Drawn = { tokens: [], logProbabilities: [] };
      let runs = 0;
      try {
        for (const numbers of random) {
          signal?.throwIfAborted();
          const made = await program.run({
            ...latest,
            random: { shape: [size.batch], dtype: 'float32', data: numbers },
          });
          free();
          latest = { drawn: made.drawn!, sampling: made.sampling! };
          runs += 1;
        }
      } finally {
        const { drawn } = latest;
        if ('dispose' in drawn) {
          const { data } = await drawn.read().finally(free);
          result = unpacked(data, runs, size.batch);
          onTaken(takenIn(tokens, result.tokens, random, form.stop));
        }
      }
      return result;
    },
  };
}

/** The last draws of `drawnType`. */
function unpacked(data: ArrayLike<number>, runs: number, batch: number): Drawn {
  const first = data.length / (2 * batch) - runs;
  const part = (run: number, which: 0 | 1) =>
    Float64Array.from({ length: batch }, (_, b) => data[(2 * (first + run) + which) * batch + b]!);
  return {
    tokens: Array.from({ length: runs }, (_, run) => Int32Array.from(part(run, 0))),
    logProbabilities: Array.from({ length: runs }, (_, run) => part(run, 1)),
  };
}

/** How many tokens of each row the runs have taken in: as `drawGraph` decides it. */
function takenIn(
  tokens: Int32Array,
  drawn: readonly Int32Array[],
  random: readonly Float64Array[],
  stop: readonly number[],
): Int32Array {
  return tokens.map((first, row) => {
    const befores = [first, ...drawn.slice(0, -1).map((ids) => ids[row]!)];
    return befores.filter((id, run) => random[run]![row]! >= 0 && id > noToken.over && !stop.includes(id)).length;
  });
}
