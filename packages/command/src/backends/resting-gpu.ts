import type { ModuleLoader } from '@mosa-js/core/adapter';

type MapAsync = (this: object, ...range: unknown[]) => Promise<undefined>;

/** Milliseconds: shorter waits are as they were, and a wait that never ends does not slow down what else goes on. */
const [afterwards, atMost] = [3, 60_000];

/**
 * While a buffer is being mapped, Dawn for Node asks in every turn of the event loop whether the GPU is done. That takes a
 * whole core, which a GPU in software needs itself: in a longer wait, each turn rests a millisecond.
 * @returns a loader that gives npm's `webgpu` so
 */
export function restingGpu(load: ModuleLoader): ModuleLoader {
  return async (specifier) => {
    const module = await load(specifier);
    const buffer = (module.globals as { GPUBuffer?: { prototype: { mapAsync: MapAsync } } } | undefined)?.GPUBuffer;
    if (specifier === 'webgpu' && buffer !== undefined) restWhileMapping(buffer.prototype);
    return module;
  };
}

function restWhileMapping(buffer: { mapAsync: MapAsync }): void {
  const { mapAsync } = buffer;
  const never = new Int32Array(new SharedArrayBuffer(4));
  const waits = new Map<symbol, number>();
  let isTurning = false;
  const turn = () => {
    isTurning = waits.size > 0;
    if (!isTurning) return;
    const longest = performance.now() - Math.min(...waits.values());
    if (longest > afterwards && longest < atMost) Atomics.wait(never, 0, 0, 1);
    setImmediate(turn);
  };
  buffer.mapAsync = async function (...range) {
    const wait = Symbol();
    waits.set(wait, performance.now());
    if (!isTurning) setImmediate(turn);
    isTurning = true;
    try {
      return await mapAsync.apply(this, range);
    } finally {
      waits.delete(wait);
    }
  };
}
