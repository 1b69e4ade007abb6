import { MosaError } from '@mosa-js/core';
import { withBackend } from './activate';
import type { Tfjs } from './library';

/** The part of a GPUDevice that is used here. */
export interface Device {
  addEventListener(type: 'uncapturederror', listener: (event: { error: { message: string } }) => void): void;
  readonly lost: Promise<{ readonly reason?: string; readonly message: string }>;
}

/** What the device below tfjs says went wrong. */
export interface DeviceErrors {
  /** @throws MosaError `backend` with what it has said since it was asked last */
  check(task: string): void;
  /** After work that failed: hands over what tfjs still holds back of it, so that the next work does not fail with it. */
  settle(): Promise<void>;
}

/**
 * Hears what a WebGPU device reports: a wrong shader throws nothing, it leaves zeros, and its whole submission is dropped.
 * @param backend tfjs's name of a backend that was started, and runs on this device
 */
export function deviceErrors(lib: Tfjs, backend: string, device: Device, name: string): DeviceErrors {
  let reported: string | undefined;
  let loss: string | undefined;
  device.addEventListener('uncapturederror', ({ error }) => {
    reported ??= error.message;
  });
  void device.lost.then(({ reason, message }) => {
    loss = `a lost one (${reason || 'unknown'}): ${message}`;
  });

  /** tfjs hands work over in batches. A read sends all that is left, and comes back once the device has answered to it. */
  async function readSomething(): Promise<void> {
    const made = lib.fill([1], 0);
    await made.data().finally(() => made.dispose());
  }

  return {
    check(task) {
      const where = `${name} ${task}`;
      if (loss !== undefined) throw new MosaError('backend', where, 'a GPU device in use', firstLines(loss));
      if (reported !== undefined)
        throw new MosaError('backend', where, 'the GPU to take the work', firstLines(reported));
    },
    async settle() {
      await withBackend(lib, backend, name, readSomething).catch(() => undefined); // a lost device, which is told by then
      reported = undefined;
    },
  };
}

/** The first lines name the fault; what follows quotes the shader. */
function firstLines(message: string): string {
  return message.split('\n').slice(0, 3).join(' | ').slice(0, 400);
}
