/** Device tensors with the number of those who hold each: it is freed when the last one lets go. */
export interface Held<T> {
  /** One more holds it. */
  hold(tensor: T): T;
  /** One less. Of a tensor that nobody holds: nothing to do. */
  free(tensor: T): void;
  /** How many hold it. */
  count(tensor: T): number;
  /** Forgets it without giving it back. */
  forget(tensor: T): void;
  /** Frees all, whoever holds them. @throws the first error, after the last of them */
  freeAll(): void;
}

/** @param release gives a tensor back to its library */
export function createHeld<T>(release: (tensor: T) => void): Held<T> {
  const holders = new Map<T, number>();
  return {
    hold(tensor) {
      holders.set(tensor, (holders.get(tensor) ?? 0) + 1);
      return tensor;
    },
    free(tensor) {
      const left = (holders.get(tensor) ?? 1) - 1;
      if (left > 0) holders.set(tensor, left);
      else if (holders.delete(tensor)) release(tensor);
    },
    count: (tensor) => holders.get(tensor) ?? 0,
    forget: (tensor) => void holders.delete(tensor),
    freeAll() {
      const all = [...holders.keys()];
      holders.clear();
      eachInTurn(all, release);
    },
  };
}

/** Does something with all of them, also where it fails for some. @throws the first error, after the last of them */
export function eachInTurn<T>(all: Iterable<T>, task: (one: T) => void): void {
  const errors: unknown[] = [];
  for (const one of all) {
    try {
      task(one);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** The same of tasks that take time, one after another. @throws the first error, after the last of them */
export async function allInTurn(tasks: readonly (() => unknown)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const task of tasks) {
    try {
      await task();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
