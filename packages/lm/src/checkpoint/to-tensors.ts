import type { HostTensor, Named } from '@mosa-js/core';
import type { Tensor } from '@mosa-js/safetensors';
import type { Checkpoint } from './checkpoint';

/** What stands in the metadata of every checkpoint, so that readers know what they have. */
export const format = { format: 'mosa-js-lm', version: '1' } as const;

/** Where the moments of a parameter lie: beside it, so that a checkpoint is a file of weights too. */
export const momentPrefixes = { first: 'optimizer.first.', second: 'optimizer.second.' } as const;

/** A checkpoint as safetensors writes it: parameters and buffers by their own names, moments by prefix, the rest as JSON. */
export function toTensors(checkpoint: Checkpoint): {
  tensors: Record<string, Tensor>;
  metadata: Record<string, string>;
} {
  const { config, optimizer, run, state, tokenizer, best } = checkpoint;
  const { step, parameters, buffers = {}, moments } = state;
  const tensors = {
    ...converted(parameters, ''),
    ...converted(buffers, ''),
    ...converted(moments?.first ?? {}, momentPrefixes.first),
    ...converted(moments?.second ?? {}, momentPrefixes.second),
  };
  const parts = { config, optimizer, run, step, tokenizer, best };
  const metadata = Object.entries(parts)
    .filter(([, part]) => part !== undefined)
    .map(([name, part]) => [name, JSON.stringify(part)]);
  return { tensors, metadata: { ...format, ...Object.fromEntries(metadata) } };
}

function converted(named: Named<HostTensor>, prefix: string): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(named).map(([name, { shape, data }]): [string, Tensor] => [
      `${prefix}${name}`,
      // A backend that computes in float64 goes on with all its digits.
      data instanceof Float64Array
        ? { dtype: 'F64', shape, data }
        : { dtype: 'F32', shape, data: data instanceof Float32Array ? data : Float32Array.from(data) },
    ]),
  );
}
