import { groupOf } from '../../src/suite/case';
import type { Read } from './replayed-backend';

/** How wide the bounds of cases are: for elements that are judged, bound ÷ the tensor's largest value. */
export class Tightness {
  readonly #shares = new Map<string, number[]>();

  has(id: string): boolean {
    return this.#shares.has(id);
  }

  /** @param reads all that the case reads when its results are right */
  add(id: string, reads: readonly Read[]): void {
    const own: number[] = [];
    this.#shares.set(id, own);
    for (const { type, data, bounds, largest } of reads) {
      if (type.dtype !== 'float32') continue;
      // Every element of small tensors, and as many of large ones: no one tensor decides for its group.
      const step = Math.max(1, Math.floor(bounds.length / 500));
      for (let i = 0; i < bounds.length; i += step)
        if (Number.isFinite(data[i])) own.push(bounds[i] === 0 ? 0 : bounds[i]! / largest);
    }
  }

  /** The median over all finite elements that a group judges, the widest group first. */
  ofGroups(): (readonly [group: string, share: number])[] {
    const groups = new Map<string, number[]>();
    for (const [id, own] of this.#shares) groups.set(groupOf(id), [...(groups.get(groupOf(id)) ?? []), ...own]);
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    return [...groups].map(([group, values]) => [group, median(values)] as const).sort((a, b) => b[1] - a[1]);
  }
}
