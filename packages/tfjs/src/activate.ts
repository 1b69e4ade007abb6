import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Tfjs } from './library';

/** By engine: the start of a backend that is under way. tfjs drops one start when another begins, so they take turns. */
const starting = new WeakMap<object, Promise<unknown>>();

/** What a start is given. */
export interface StartOptions {
  /** tfjs's name of the backend. */
  readonly backend: string;
  readonly where: string;
  /** Seconds after which a start that neither succeeds nor fails is given up. */
  readonly limit: number;
}

/**
 * Starts a tfjs backend, unless it runs already, and leaves the caller's own choice of backend as it was. (Where there
 * was none, this one stays active.)
 * @throws MosaError `unavailable` where nothing registered it or its start fails or does not end
 */
export async function startBackend(lib: Tfjs, options: StartOptions): Promise<void> {
  const engine = lib.engine();
  const turn = (starting.get(engine) ?? Promise.resolve()).then(() => start(lib, options));
  starting.set(
    engine,
    turn.catch(() => undefined),
  );
  await turn;
}

async function start(lib: Tfjs, { backend, where, limit }: StartOptions): Promise<void> {
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
    started = await within(limit, lib.setBackend(backend), () => {
      stopWaiting(lib, backend);
      const actual = `no answer within ${limit} s${advice(backend)}`;
      return new MosaError('unavailable', where, `the tfjs backend ${show(backend)} to start`, actual);
    });
  } catch (error) {
    cause = error;
  }
  if (previous && previous !== backend && lib.findBackendFactory(previous)) await lib.setBackend(previous);
  if (started) return;
  if (cause instanceof MosaError) throw cause;
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

/** tfjs would wait for this start before any other work. It forgets one only of a backend that it removes. */
function stopWaiting(lib: Tfjs, backend: string): void {
  const factory = lib.findBackendFactory(backend);
  lib.removeBackend(backend);
  lib.registerBackend(backend, factory);
}

async function within<R>(seconds: number, work: Promise<R>, late: () => MosaError): Promise<R> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), seconds * 1000);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Why a start may never end, where that is known. */
function advice(backend: string): string {
  if (backend !== 'wasm') return '';
  return '; in a page that is cross-origin isolated its threads do not start once a bundler has minified it (leave @tensorflow/tfjs-backend-wasm as it is), and setWasmPaths() must name a folder with its .wasm files';
}

function packageOf(backend: string): string {
  return backend === 'tensorflow' ? '@tensorflow/tfjs-node' : `@tensorflow/tfjs-backend-${backend}`;
}
