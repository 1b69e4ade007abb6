import type { Memory } from './buffers';

/** A part of a buffer that a dispatch is bound to. */
export interface Part {
  readonly start: number;
  readonly bytes: number;
}

/** What a binding is bound to: a buffer that stays, or what comes with a run, by its number there. */
export type Source = (Part & { readonly buffer: GPUBuffer }) | (Part & { readonly given: number });

/** Combinations of tensors that bind groups are kept for, the latest. */
export const keptBindings = 8;

/** The bind groups of a dispatch. */
export interface Binder {
  /** That for the tensors of a run. */
  of(given: readonly Memory[]): GPUBindGroup;
  /** Forgets those that were made for runs, of which one failed. */
  forget(): void;
}

/**
 * Makes the bind groups of a dispatch, each once: what stands in memory of the program has one for good, what works on tensors of a
 * run one for every combination of buffers that it has met lately.
 */
export function createBinder(device: GPUDevice, layout: GPUBindGroupLayout, sources: readonly Source[]): Binder {
  const make = (given: readonly Memory[]) =>
    device.createBindGroup({
      layout,
      entries: sources.map((source, binding) => {
        const buffer = 'buffer' in source ? source.buffer : given[source.given]!.buffer;
        return { binding, resource: { buffer, offset: source.start, size: source.bytes } };
      }),
    });
  const slots = [...new Set(sources.flatMap((source) => ('given' in source ? [source.given] : [])))];
  if (slots.length === 0) {
    const group = make([]);
    return { of: () => group, forget: () => undefined };
  }
  let known: { readonly ids: readonly number[]; readonly group: GPUBindGroup }[] = [];
  const of = (given: readonly Memory[]) => {
    const at = known.findIndex(({ ids }) => slots.every((slot, i) => given[slot]!.id === ids[i]));
    if (at === 0) return known[0]!.group;
    const entry = at > 0 ? known.splice(at, 1)[0]! : { ids: slots.map((slot) => given[slot]!.id), group: make(given) };
    known.unshift(entry);
    if (known.length > keptBindings) known.pop();
    return entry.group;
  };
  return {
    of,
    forget() {
      known = [];
    },
  };
}
