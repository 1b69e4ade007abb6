import { MosaError } from '@mosa-js/core';

const scopes = ['validation', 'out-of-memory', 'internal'] as const;

/** What a device says went wrong; WebGPU calls themselves return as if nothing had happened. */
export interface Health {
  /**
   * Does the work at once, and answers when the device has accepted all of it.
   * @param undo takes back a result that is not handed on, because the device did not accept the work
   * @throws MosaError `backend` with the device's words
   */
  watch<R>(task: string, work: () => R | Promise<R>, undo?: (result: R) => void): Promise<R>;
  /** Throws what the device has said since, for work that does not reach it. */
  check(task: string): void;
  /** Hears the device no more. */
  stop(): void;
}

/**
 * Watches a device. Error scopes around each piece of work catch its errors and no others; the device answers them
 * when it has checked the commands, not when it has done them, so a run need not wait for the GPU. What happens outside
 * of any scope (`uncapturederror`), and the loss of the device, is told to the work under way or the next.
 */
export function watchDevice(device: GPUDevice, where: string): Health {
  let uncaptured: string | undefined;
  let loss: MosaError | undefined;
  const listener = (event: GPUUncapturedErrorEvent) => {
    uncaptured ??= event.error.message;
  };
  device.addEventListener('uncapturederror', listener);
  const waiting = new Set<() => void>();
  device.lost.then(({ reason, message }) => {
    const actual = `a lost one (${reason || 'unknown'}): ${firstLines(message)}`;
    loss = new MosaError('backend', where, 'a GPU device in use', actual);
    for (const stop of waiting) stop();
  });
  // What a promise gives, or undefined once the device is lost. Not by Promise.race, which would keep every result for as
  // long as the device lives.
  const orLost = <R>(promise: Promise<R>) =>
    new Promise<R | undefined>((resolve) => {
      const stop = () => resolve(undefined);
      waiting.add(stop);
      if (loss) stop();
      void promise.then((value) => {
        waiting.delete(stop);
        resolve(value);
      });
    });

  const refuse = (task: string, message: string | undefined) => {
    if (loss) throw loss;
    const actual = message ?? uncaptured;
    if (message === undefined) uncaptured = undefined;
    if (actual === undefined) return;
    throw new MosaError('backend', `${where} ${task}`, 'the GPU to take the work', firstLines(actual));
  };

  return {
    async watch<R>(task: string, work: () => R | Promise<R>, undo: (result: R) => void = () => undefined) {
      refuse(task, undefined);
      for (const scope of scopes) device.pushErrorScope(scope);
      let done: Promise<Settled<R>>;
      try {
        done = settle(work());
      } catch (error) {
        done = Promise.resolve({ error });
      }
      const errors = Promise.all(scopes.map(() => device.popErrorScope().catch(() => null)));
      // A lost device may never answer, so its loss is waited for too.
      const popped = await orLost(errors);
      const settled = (await orLost(done)) ?? { error: loss };
      try {
        refuse(task, popped?.find((error) => error !== null)?.message);
      } catch (error) {
        if ('value' in settled) undo(settled.value);
        throw error;
      }
      if ('error' in settled) throw settled.error;
      return settled.value;
    },
    check: (task) => refuse(task, undefined),
    stop: () => device.removeEventListener('uncapturederror', listener),
  };
}

type Settled<R> = { readonly value: R } | { readonly error: unknown };

async function settle<R>(result: R | Promise<R>): Promise<Settled<R>> {
  try {
    return { value: await result };
  } catch (error) {
    return { error };
  }
}

/** The device's own words are long: the first lines name the fault, what follows quotes the shader. */
function firstLines(message: string): string {
  const lines = message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line);
  return lines.slice(0, 3).join(' | ').slice(0, 400) || 'no message';
}
