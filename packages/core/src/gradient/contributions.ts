import type { Traced } from '../graph/tracer';
import { zeros } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import type { Shape } from '../types';
import { pad } from './spread';

interface Part {
  readonly dy: Traced;
  readonly begin: readonly number[];
}

/** What the readers of one value give to its gradient. */
export class Contributions {
  readonly #ops: TensorOps<Traced>;
  readonly #shape: Shape;
  readonly #whole: Traced[] = [];
  readonly #parts: Part[] = [];

  constructor(ops: TensorOps<Traced>, shape: Shape) {
    this.#ops = ops;
    this.#shape = shape;
  }

  add(dy: Traced): void {
    this.#whole.push(dy);
  }

  /** From a reader of the box that starts at `begin`. */
  addSlice(dy: Traced, begin: readonly number[]): void {
    this.#parts.push({ dy, begin });
  }

  /** Their sum; zeros where there are none. */
  total(): Traced {
    const ops = this.#ops;
    const joined = this.#join();
    const all = joined
      ? [...this.#whole, joined]
      : [...this.#whole, ...this.#parts.map(({ dy, begin }) => pad(ops, dy, begin, this.#shape))];
    if (all.length === 0) return zeros(ops, this.#shape);
    return all.reduce((a, b) => ops.add(a, b));
  }

  /** Slices that together are the whole are laid side by side, as when a projection was split into Q, K and V. */
  #join(): Traced | undefined {
    const size = ({ dy }: Part, axis: number) => dy.node.type.shape[axis]!;
    for (const axis of this.#shape.keys()) {
      const ordered = [...this.#parts].sort((a, b) => a.begin[axis]! - b.begin[axis]!);
      let end = 0;
      const fits = ordered.every((part) => {
        const next = part.begin[axis] === end;
        end += size(part, axis);
        return next && this.#shape.every((whole, other) => other === axis || size(part, other) === whole);
      });
      if (fits && end === this.#shape[axis] && ordered.length > 0)
        return this.#ops.concat(
          ordered.map(({ dy }) => dy),
          axis,
        );
    }
    return undefined;
  }
}
