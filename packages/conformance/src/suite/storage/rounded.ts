import { type Backend, type HostTensor, hostTensor } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import { roundedValues } from '../../bounds/rounded';
import type { Verdict } from '../case';

export const halfFormats: readonly HalfFormat[] = ['float16', 'bfloat16'];

/** What storage in a format makes of a float32 tensor, by the conversion of files, which is not the one that core has. */
export function rounded(tensor: HostTensor, format: HalfFormat): HostTensor {
  const { data, shape, dtype } = tensor;
  if (dtype !== 'float32') return tensor;
  return hostTensor(roundedValues(data, format), shape);
}

/** The verdict on a backend that declares that it does not hold a format; undefined where it does. */
export function notHeld({ capabilities }: Backend, format: HalfFormat): Verdict | undefined {
  if (capabilities.storage.includes(format)) return undefined;
  return { status: 'unsupported', reason: `weights are held in ${capabilities.storage.join(', ')} alone (storage)` };
}

/** The same of a format in which it carries. */
export function notCarried({ capabilities }: Backend, format: HalfFormat): Verdict | undefined {
  const { carriedStorage = ['float32'] } = capabilities as Partial<typeof capabilities>;
  if (carriedStorage.includes(format)) return undefined;
  return { status: 'unsupported', reason: `what is carried is held in ${carriedStorage.join(', ')} (carriedStorage)` };
}

/** A backend that holds all weights in a format, whoever compiles. */
export function holding(backend: Backend, storage: HalfFormat): Backend {
  return { ...backend, compile: (graph, options) => backend.compile(graph, { ...options, storage }) };
}
