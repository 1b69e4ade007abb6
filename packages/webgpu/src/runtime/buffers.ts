import type { WebGpuBuffer } from './browser-types';

/** GPU memory, known by a number: what bind groups are remembered by. */
export interface Memory {
  readonly id: number;
  readonly buffer: WebGpuBuffer;
  readonly bytes: number;
}

/** Where GPU buffers come from and go to: a device, or a library that keeps account of them. */
export interface BufferSource {
  create(bytes: number, usage: number): WebGpuBuffer;
  destroy(buffer: WebGpuBuffer): void;
}

/**
 * Buffers of tensors that come and go with runs. One that is given back is kept for the next of its size, so that equal runs
 * use equal buffers, and destroyed when a number of runs went by without it.
 */
export interface Buffers {
  /** Whether acquiring all of these takes a new one. */
  lacks(bytes: readonly number[]): boolean;
  acquire(bytes: number): Memory;
  release(memory: Memory): void;
  /** A new one, that is kept for nobody: `discard` ends it. */
  make(bytes: number): Memory;
  discard(memory: Memory): void;
  /** A buffer from elsewhere, to be used like the others. It stays its owner's. */
  adopt(buffer: WebGpuBuffer): Memory;
  /** Hands a buffer out for good. */
  giveAway(memory: Memory): WebGpuBuffer;
  /** Says that a run begins. */
  tick(): void;
  /** Bytes of all that were made and are not destroyed. */
  readonly reserved: number;
  destroy(): void;
}

/** Runs that a free buffer waits through. A trainer that accumulates micro-batches uses some of them once a step. */
const patience = 64;

export function createBuffers(source: BufferSource, usage: number): Buffers {
  const free = new Map<number, { readonly memory: Memory; readonly since: number }[]>();
  let count = 0;
  let time = 0;
  let reserved = 0;
  const discard = ({ buffer, bytes }: Memory) => {
    reserved -= bytes;
    source.destroy(buffer);
  };
  const drop = (isOld: (since: number) => boolean) => {
    for (const [bytes, list] of free) {
      const kept = list.filter(({ memory, since }) => {
        if (!isOld(since)) return true;
        discard(memory);
        return false;
      });
      if (kept.length > 0) free.set(bytes, kept);
      else free.delete(bytes);
    }
  };
  // A buffer that comes back under another name keeps its number, and with it its bind groups.
  const ids = new WeakMap<WebGpuBuffer, number>();
  const idOf = (buffer: WebGpuBuffer) => {
    const id = ids.get(buffer) ?? ++count;
    ids.set(buffer, id);
    return id;
  };
  const make = (bytes: number): Memory => {
    const buffer = source.create(bytes, usage);
    reserved += bytes;
    return { id: idOf(buffer), buffer, bytes };
  };
  return {
    lacks(sizes) {
      const wanted = new Map<number, number>();
      for (const bytes of sizes) wanted.set(roomFor(bytes), (wanted.get(roomFor(bytes)) ?? 0) + 1);
      return [...wanted].some(([room, number]) => (free.get(room)?.length ?? 0) < number);
    },
    make: (bytes) => make(roomFor(bytes)),
    discard,
    acquire(bytes) {
      const room = roomFor(bytes);
      const list = free.get(room);
      if (list?.length) {
        // Always that of the lowest number, so that equal runs find the same ones.
        const lowest = list.reduce((best, { memory }, i) => (memory.id < list[best]!.memory.id ? i : best), 0);
        return list.splice(lowest, 1)[0]!.memory;
      }
      return make(room);
    },
    release(memory) {
      const list = free.get(memory.bytes);
      if (list) list.push({ memory, since: time });
      else free.set(memory.bytes, [{ memory, since: time }]);
    },
    adopt: (buffer) => ({ id: idOf(buffer), buffer, bytes: buffer.size }),
    giveAway({ buffer, bytes }) {
      reserved -= bytes;
      return buffer;
    },
    tick() {
      time++;
      if (time % patience === 0) drop((since) => time - since >= patience);
    },
    get reserved() {
      return reserved;
    },
    destroy: () => drop(() => true),
  };
}

/** Whole vectors of four, since what has as many elements is read in them. */
function roomFor(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
