import { MosaError, show } from '@mosa-js/core';
import type { Tfjs } from './library';

/** By engine: the start of a backend that is under way. tfjs drops one start when another begins, so they take turns. */
const starting = new WeakMap<object, Promise<unknown>>();

/**
 * Starts a tfjs backend, unless it runs already, and leaves the caller's own choice of backend as it was. (Where there
 * was none, this one stays active.)
 * @throws MosaError `unavailable` where nothing registered it or its start fails
 */
export async function startBackend(lib: Tfjs, backend: string, where: string): Promise<void> {
  const engine = lib.engine();
  const turn = (starting.get(engine) ?? Promise.resolve()).then(() => start(lib, backend, where));
  starting.set(
    engine,
    turn.catch(() => undefined),
  );
  await turn;
}

async function start(lib: Tfjs, backend: string, where: string): Promise<void> {
  const engine = lib.engine();
  if (!lib.findBackendFactory(backend)) {
    const registered = engine.backendNames().join(', ') || 'none';
    throw new MosaError(
      'unavailable',
      where,
      `the tfjs backend ${show(backend)} (npm install ${packageOf(backend)}, and import it before this call)`,
      `only these backends in this tfjs: ${registered}`,
    );
  }
  if (backend in engine.registry) return;
  const previous = lib.getBackend();
  let started = false;
  let cause: unknown;
  try {
    started = await lib.setBackend(backend);
  } catch (error) {
    cause = error;
  }
  if (previous && previous !== backend && lib.findBackendFactory(previous)) await lib.setBackend(previous);
  if (started) return;
  throw new MosaError(
    'unavailable',
    where,
    `the tfjs backend ${show(backend)} to start on this machine`,
    `a failed start${cause instanceof Error ? `: ${cause.message}` : ' (tfjs logged why)'}`,
    { cause },
  );
}

/**
 * Does synchronous work on a backend that was started, then goes back to the one that was active. Tensors made inside
 * belong to that backend, and tfjs moves a tensor only when another backend touches it: so nothing ever moves.
 */
export function withBackend<R>(lib: Tfjs, backend: string, where: string, work: () => R): R {
  const { registry } = lib.engine();
  const previous = lib.getBackend();
  if (!(backend in registry)) {
    throw new MosaError('unavailable', where, `the tfjs backend ${show(backend)} in use`, 'one that was removed');
  }
  if (previous === backend) return work();
  void lib.setBackend(backend); // takes effect before it returns, since the backend runs
  try {
    return work();
  } finally {
    if (previous in registry) void lib.setBackend(previous);
  }
}

function packageOf(backend: string): string {
  return backend === 'tensorflow' ? '@tensorflow/tfjs-node' : `@tensorflow/tfjs-backend-${backend}`;
}
