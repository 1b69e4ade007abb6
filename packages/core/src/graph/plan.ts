/** What one piece of work reads and writes, by numbers of values. */
export interface PlanStep {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

export interface MemoryPlan {
  /** Bytes of each buffer. */
  readonly buffers: readonly number[];
  /** The buffer that each value lies in. */
  readonly bufferOf: ReadonlyMap<number, number>;
  /** The largest sum of bytes of values that are needed at once: no plan can do with less. */
  readonly peak: number;
}

/** From the step that writes a value first to the last that uses it. */
interface Life {
  readonly value: number;
  readonly bytes: number;
  readonly first: number;
  last: number;
}

/**
 * Shares buffers among values that are never needed at once. A value begins at the start of its buffer, and none shares one with
 * an operand of the step that writes it: a device may not read and write one buffer in a step. The largest values come
 * first, each into the first buffer that is free all its life, so that no buffer is larger than the largest value in it.
 * @param bytes of the values that are planned; others are not looked at
 */
export function planMemory(steps: readonly PlanStep[], bytes: ReadonlyMap<number, number>): MemoryPlan {
  const lives = livesOf(steps, bytes);
  const buffers: { readonly bytes: number; readonly lives: Life[] }[] = [];
  const bufferOf = new Map<number, number>();
  for (const life of [...lives].sort((a, b) => b.bytes - a.bytes || a.first - b.first)) {
    const isFree = (other: Life) => other.last < life.first || life.last < other.first;
    let buffer = buffers.findIndex(({ lives }) => lives.every(isFree));
    if (buffer < 0) buffer = buffers.push({ bytes: life.bytes, lives: [] }) - 1;
    buffers[buffer]!.lives.push(life);
    bufferOf.set(life.value, buffer);
  }
  return { buffers: buffers.map(({ bytes }) => bytes), bufferOf, peak: peakOf(lives, steps.length) };
}

function livesOf(steps: readonly PlanStep[], bytes: ReadonlyMap<number, number>): Life[] {
  const lives = new Map<number, Life>();
  steps.forEach(({ reads, writes }, step) => {
    for (const value of [...writes, ...reads]) {
      const size = bytes.get(value);
      if (size === undefined) continue;
      const life = lives.get(value);
      if (life) life.last = step;
      else lives.set(value, { value, bytes: size, first: step, last: step });
    }
  });
  return [...lives.values()];
}

function peakOf(lives: readonly Life[], steps: number): number {
  const change = new Array<number>(steps + 1).fill(0);
  for (const { bytes, first, last } of lives) {
    change[first]! += bytes;
    change[last + 1]! -= bytes;
  }
  let live = 0;
  return change.reduce((peak, by) => {
    live += by;
    return Math.max(peak, live);
  }, 0);
}
