import { type HostData, MosaError, sizeOf, type TensorType } from '@mosa-js/core';
import { type HalfFormat, show } from '@mosa-js/core/adapter';
import type { Attended } from '../kernels/attention/attention';
import type { Loaded } from '../kernels/kernels';
import type { PathName } from '../kernels/paths';
import type { Puts } from '../kernels/put-rows';
import { inVectors } from '../kernels/vectors';
import { type Dispatch, dispatchPath } from './dispatch';
import { componentsOfResult, type StoredType } from './wgsl';

/** A tensor of a program that is being laid out: a part of a storage, which gets its place in memory later. */
export interface Value extends TensorType {
  readonly size: number;
  /** Number of the storage that it lies in. */
  readonly storage: number;
  /** Its first element there. */
  readonly start: number;
  /** Of a slice whose elements do not follow each other there: where they lie in the tensor that it was taken from. */
  readonly box?: { readonly of: Value; readonly start: number; readonly strides: readonly number[] };
  /** Of rows that stay where they are: the tensor [R, width] that they are of, and int32 numbers of rows, one after another. */
  readonly picked?: { readonly of: Value; readonly rows: Value };
}

/** Whether a tensor's elements follow each other from its first one on. */
export function isInOrder({ box, picked }: Value): boolean {
  return box === undefined && picked === undefined;
}

/** A dispatch and the values that it works on. */
export interface Recorded {
  readonly dispatch: Dispatch;
  readonly reads: readonly Value[];
  readonly writes: readonly Value[];
  /** The op that it is a part of, and where in the model that stands. */
  readonly op: string;
  readonly scope: string;
  readonly inPlace?: InPlace;
  /** Of one that replaces rows where they lie. */
  readonly puts?: Puts;
}

/**
 * What does the same where the result lies where an operand lies; undefined where there is no such way. 'elements': code
 * that reads of an operand as large as the results just the element that it writes, if the operand is named as those of groups are.
 */
export type InPlace = 'elements' | ((operand: number) => Pick<Recorded, 'dispatch' | 'reads' | 'puts'> | undefined);

/** A storage as a part of another. */
export interface Place {
  readonly storage: number;
  readonly start: number;
}

/** What kernels may know of a device. */
export type Limits = Pick<
  GPUSupportedLimits,
  | 'maxComputeInvocationsPerWorkgroup'
  | 'maxComputeWorkgroupSizeX'
  | 'maxComputeWorkgroupsPerDimension'
  | 'maxComputeWorkgroupStorageSize'
  | 'maxStorageBuffersPerShaderStage'
  | 'minStorageBufferOffsetAlignment'
>;

export interface LoweringOptions {
  readonly limits: Limits;
  /** Workgroups that keep the whole device at work. */
  readonly enoughWorkgroups: number;
  /** Whether short loops that take most of the time are written out. */
  readonly unrolls: boolean;
  /** Notes which way a kernel computes. */
  take(path: PathName): void;
  readonly loaded: Loaded;
}

/**
 * Takes down the dispatches of a program, in order. Kernels write to it and ask nothing of a device: what they make depends
 * on types, attributes and limits alone.
 */
export class Lowering {
  readonly limits: Limits;
  readonly enoughWorkgroups: number;
  readonly unrolls: boolean;
  readonly take: (path: PathName) => void;
  /** Products of few rows or columns, where a program has some. */
  readonly few: Loaded['few'];
  readonly dispatches: Recorded[] = [];
  /** Elements of each storage. */
  readonly storages: number[] = [];
  /** Storages that lie in others. */
  readonly places = new Map<number, Place>();
  /** Data of the storages that hold constants. */
  readonly constants = new Map<number, { readonly data: HostData; readonly type: TensorType }>();
  /** Storages of float32 weights, and of what is carried, that are held in 16 bits. */
  readonly halves = new Map<number, HalfFormat>();
  /** Attention by operands and options: its gradient starts from what it left. */
  readonly attended = new Map<string, Attended>();
  /** What is taken down now. */
  node: { readonly op: string; readonly scope: string } = { op: '', scope: '' };
  readonly #pinned = new Set<number>();
  /** By storage, the dispatches that write and read it, and storages placed in it. */
  readonly #writers: number[][] = [];
  readonly #readers: number[][] = [];
  readonly #placed: number[][] = [];

  constructor({ limits, enoughWorkgroups, unrolls, take, loaded }: LoweringOptions) {
    this.limits = limits;
    this.enoughWorkgroups = enoughWorkgroups;
    this.unrolls = unrolls;
    this.take = take;
    this.few = loaded.few;
  }

  /** A tensor in a storage of its own, which nothing has written yet. */
  empty({ shape, dtype }: TensorType): Value {
    const size = sizeOf(shape);
    const storage = this.storages.push(size) - 1;
    for (const list of [this.#writers, this.#readers, this.#placed]) list.push([]);
    return { shape, dtype, size, storage, start: 0 };
  }

  /**
   * Takes down a dispatch after those before it.
   * @param into a tensor to write to instead of a new one
   */
  record(
    dispatch: Dispatch,
    operands: readonly Value[],
    output: TensorType,
    { into = this.empty(output), inPlace }: { readonly into?: Value; readonly inPlace?: InPlace } = {},
  ): Value {
    this.recordAll(dispatch, operands, [into], inPlace);
    return into;
  }

  /** The same of a dispatch with several results. */
  recordAll(dispatch: Dispatch, reads: readonly Value[], writes: readonly Value[], inPlace?: InPlace): void {
    // A shader walks what it reads from its first element on, so a box would give it others, in silence.
    const box = reads.find((value) => !isInOrder(value));
    if (box) throw new MosaError('backend', `${this.node.op}`, 'operands in order', show(box.shape));
    this.take(dispatchPath(dispatch, this.limits.maxComputeWorkgroupsPerDimension));
    reads.forEach((value, i) => {
      const half = this.halves.get(value.storage);
      if (half) this.take(`${half}: read ${inVectors(dispatch.components?.[i] === 4 ? 4 : 1)}`);
    });
    const number = this.dispatches.push({ dispatch, reads, writes, ...this.node, inPlace }) - 1;
    for (const { storage } of writes) this.#writers[storage]!.push(number);
    for (const { storage } of reads) this.#readers[storage]!.push(number);
  }

  constant(data: HostData, type: TensorType): Value {
    const value = this.empty(type);
    this.constants.set(value.storage, { data, type });
    return value;
  }

  /** Whether a storage is written by the program, as a whole or in its parts, and not by who calls it. */
  isComputed(storage: number): boolean {
    return this.#writers[storage]!.length > 0 || this.#placed[storage]!.length > 0;
  }

  /** How many storages there are: those from this number on are made from now on. */
  get next(): number {
    return this.storages.length;
  }

  /**
   * Whether all that is known of a storage by now is that it was written: whoever writes it may write 16 bits then.
   * @param from storages before this number are left as they are
   */
  isFresh(x: Value, from: number): boolean {
    const isWritten = this.isComputed(x.storage) && this.#placed[x.storage]!.length === 0;
    return x.storage >= from && this.standsAlone(x) && isWritten && this.#readers[x.storage]!.length === 0;
  }

  /** From now on a storage is held in 16 bits; its writers round. @param x a fresh one */
  holdIn(x: Value, format: HalfFormat): void {
    this.halves.set(x.storage, format);
    for (const number of this.#writers[x.storage]!) {
      const { dispatch, writes } = this.dispatches[number]!;
      const result = writes.findIndex(({ storage }) => storage === x.storage);
      this.take(`${format}: written ${inVectors(componentsOfResult(dispatch, result) === 4 ? 4 : 1)}`);
    }
  }

  /** What the array of a value holds. */
  storedAs({ storage, dtype }: Value): StoredType {
    return this.halves.get(storage) ?? dtype;
  }

  /** Bytes of so many elements of a storage, in whole words. */
  bytesIn(storage: number, elements: number): number {
    return this.halves.has(storage) ? 4 * Math.ceil(elements / 2) : 4 * elements;
  }

  /** From now on a storage is not placed in another. */
  pin(storage: number): void {
    this.#pinned.add(storage);
  }

  /**
   * Whether a tensor is all of a storage that lies in no other, and is held so.
   * @param format of 16 bits. Default: elements of its dtype
   */
  standsAlone(x: Value, format?: HalfFormat): boolean {
    const { storage, start, size } = x;
    return (
      isInOrder(x) &&
      start === 0 &&
      size === this.storages[storage] &&
      !this.places.has(storage) &&
      this.halves.get(storage) === format
    );
  }

  /** The storage that a tensor lies in at last, which lies in no other, and its first element there. */
  locate({ storage, start }: Pick<Value, 'storage' | 'start'>): Place {
    const place = this.places.get(storage);
    return place ? this.locate({ storage: place.storage, start: place.start + start }) : { storage, start };
  }

  /** The same elements in another shape. */
  reshape(x: Value, { shape, dtype }: TensorType): Value {
    return { ...x, shape, dtype };
  }

  /**
   * Elements of x that follow each other, without a copy.
   * @param start the first of them
   * @returns undefined where no binding can begin there
   */
  view(x: Value, start: number, { shape, dtype }: TensorType): Value | undefined {
    const first = x.start + start;
    return this.#mayBegin(x.storage, first)
      ? { shape, dtype, size: sizeOf(shape), storage: x.storage, start: first }
      : undefined;
  }

  /**
   * Lets a tensor be made where it is wanted, in a part of `whole`, so that it need not be copied there.
   * @param start the part's first element
   * @returns false where it cannot be: see `mayPlace`, and no dispatch may read and write one buffer
   */
  place(x: Value, whole: Value, start: number): boolean {
    const first = whole.start + start;
    if (!this.mayPlace(x) || !this.#mayBegin(whole.storage, first)) return false;
    if (this.#meet(this.#within(x.storage), this.#within(whole.storage))) return false;
    this.places.set(x.storage, { storage: whole.storage, start: first });
    this.#placed[whole.storage]!.push(x.storage);
    return true;
  }

  /** Whether a tensor is one of the program's own, which lies nowhere else. */
  mayPlace(x: Value): boolean {
    return this.standsAlone(x) && this.isComputed(x.storage) && !this.#pinned.has(x.storage);
  }

  /** Whether some dispatch reads one of these and writes one of those, or the other way round. */
  #meet(some: readonly number[], others: readonly number[]): boolean {
    const crosses = (read: readonly number[], written: readonly number[]) => {
      const writers = new Set(written.flatMap((storage) => this.#writers[storage]!));
      return read.some((storage) => this.#readers[storage]!.some((number) => writers.has(number)));
    };
    return crosses(some, others) || crosses(others, some);
  }

  /** A storage and all that lie in it. */
  #within(storage: number): number[] {
    return [storage, ...this.#placed[storage]!.flatMap((inner) => this.#within(inner))];
  }

  #mayBegin(storage: number, element: number): boolean {
    return ((this.halves.has(storage) ? 2 : 4) * element) % this.limits.minStorageBufferOffsetAlignment === 0;
  }
}
