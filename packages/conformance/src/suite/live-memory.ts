import { type Backend, type MemoryUse, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/** What a backend says that it holds. @throws MosaError `backend` where that is no count of tensors and bytes */
export function liveMemory(backend: Pick<Backend, 'name' | 'memory'>): MemoryUse {
  const use: unknown = backend.memory();
  const { tensors, bytes } = (use ?? {}) as Partial<MemoryUse>;
  if (isCount(tensors) && isCount(bytes)) return { tensors, bytes };
  throw new MosaError('backend', `${backend.name} memory`, '{ tensors, bytes }, whole numbers from 0', shown(use));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** JSON would show NaN as null. */
function shown(use: unknown): string {
  if (typeof use !== 'object' || use === null) return show(use);
  return `{ ${Object.entries(use)
    .map(([key, value]) => `${key}: ${show(value)}`)
    .join(', ')} }`;
}
