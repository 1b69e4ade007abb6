/** What the GPU devices of this page or worker reported. */
export interface DeviceWatch {
  /** Errors that no scope caught, oldest first. Empty it to start anew. */
  readonly errors: string[];
  /** From now on a device may go away: its owner is disposing of it. */
  expectLoss(): void;
}

/** The part of a GPUDevice that is used here. */
interface Device extends EventTarget {
  readonly lost: Promise<{ readonly reason?: string; readonly message: string }>;
}

interface AdapterClass {
  prototype: { requestDevice(...options: unknown[]): Promise<Device> };
}

/**
 * Listens to every WebGPU device and off-screen WebGL context that is made from now on, whichever library asks for it: a
 * wrong shader throws nothing, it leaves zeros and an error event, and a lost device computes on in silence.
 * @param onLost told once a device is lost without having been destroyed
 */
export function watchDevices(onLost: (reason: string) => void): DeviceWatch {
  const errors: string[] = [];
  let expected = false;
  const lost = (reason: string) => {
    if (!expected) onLost(reason);
  };
  watchWebgl(() => lost('the WebGL context was lost'));
  const adapters = (globalThis as { GPUAdapter?: AdapterClass }).GPUAdapter;
  if (adapters) {
    const request = adapters.prototype.requestDevice;
    adapters.prototype.requestDevice = async function (this: unknown, ...options) {
      const device = await request.apply(this, options);
      device.addEventListener('uncapturederror', (event) => {
        errors.push((event as Event & { error?: { message?: string } }).error?.message ?? 'no message');
      });
      void device.lost.then(({ reason, message }) => {
        if (reason !== 'destroyed') lost(`the GPU device was lost: ${message || (reason ?? 'no reason given')}`);
      });
      return device;
    };
  }
  return {
    errors,
    expectLoss() {
      expected = true;
    },
  };
}

function watchWebgl(onLost: () => void): void {
  if (typeof OffscreenCanvas === 'undefined') return;
  const { prototype } = OffscreenCanvas as unknown as { prototype: { getContext(...options: unknown[]): unknown } };
  const create = prototype.getContext;
  prototype.getContext = function (this: OffscreenCanvas, ...options) {
    if (String(options[0]).startsWith('webgl')) this.addEventListener('webglcontextlost', onLost, { once: true });
    return create.apply(this, options);
  };
}
