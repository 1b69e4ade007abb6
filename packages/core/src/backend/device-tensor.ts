import { MosaError } from '../error';
import type { StorageFormat } from '../storage';
import type { DType, HostTensor, Shape, TensorType } from '../types';
import { disposeSymbol } from './dispose';
import { deviceBrand } from './is-device-tensor';

interface Lifecycle {
  read(): Promise<HostTensor>;
  free(): void;
}

/** A tensor on a backend's device, owned by whoever got it. */
export class DeviceTensor implements TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
  /** Name of the backend that holds it. */
  readonly backend: string;
  /** How its elements are held. */
  readonly storage: StorageFormat;
  readonly #owner: symbol;
  readonly #lifecycle: Lifecycle;
  #handle: unknown;
  #disposed = false;

  /** Made by backends only. */
  constructor(
    owner: symbol,
    backend: string,
    type: TensorType & { readonly storage?: StorageFormat },
    handle: unknown,
    lifecycle: Lifecycle,
  ) {
    this.shape = type.shape;
    this.dtype = type.dtype;
    this.storage = type.storage ?? 'float32';
    this.backend = backend;
    this.#owner = owner;
    this.#handle = handle;
    this.#lifecycle = lifecycle;
  }

  /** What `isDeviceTensor` looks for. */
  get [deviceBrand](): true {
    return true;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /** A copy on the host. @throws MosaError `disposed` */
  async read(): Promise<HostTensor> {
    if (this.#disposed)
      throw new MosaError('disposed', 'read', 'a tensor in use', `a tensor of ${this.backend} after dispose()`);
    return this.#lifecycle.read();
  }

  /** Frees the device memory. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#handle = undefined;
    this.#lifecycle.free();
  }

  [disposeSymbol](): void {
    this.dispose();
  }

  /** Counts as disposed from now on, though nothing was freed: for the backend that made it, which hands its memory on. */
  handOver(): void {
    this.#disposed = true;
    this.#handle = undefined;
  }

  /** The library's own tensor, for the backend that made it. @throws MosaError `mixed` or `disposed` */
  handle(owner: symbol, backend: string, where: string): unknown {
    if (this.#owner !== owner) {
      throw new MosaError('mixed', where, `a tensor of this ${backend} backend`, `one of another (${this.backend})`);
    }
    if (this.#disposed)
      throw new MosaError('disposed', where, 'a tensor in use', `a tensor of ${this.backend} after dispose()`);
    return this.#handle;
  }
}
