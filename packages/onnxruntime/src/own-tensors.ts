import { type HostData, MosaError, type TensorType } from '@mosa-js/core';
import { dtypes, type OwnTensors, show } from '@mosa-js/core/adapter';
import type { Tensor } from 'onnxruntime-common';
import { type Held, release } from './held';
import type { OnnxRuntimeLibrary } from './library';
import type { OnnxTarget } from './target';

export interface OwnTensorsOptions {
  readonly lib: OnnxRuntimeLibrary;
  readonly target: OnnxTarget;
  readonly name: string;
  keep(held: Held): Held;
  /** No longer counted. */
  forget(held: Held): void;
  download(held: Held): Promise<HostData>;
}

/** Tensors of ONNX Runtime, in and out as they are. */
export function ownTensors({ lib, target, name, keep, forget, download }: OwnTensorsOptions): OwnTensors<Held, Tensor> {
  return {
    wrap(given) {
      const { tensor, type } = checked(lib, given, target, `${name} wrap`);
      return { tensor: keep({ tensor, type, foreign: tensor === given }), type };
    },
    unwrap(held) {
      forget(held);
      const { tensor, maker } = held;
      if (!maker) return tensor;
      // One that frees through the session that made it, and is read as this adapter reads it.
      return lib.Tensor.fromGpuBuffer(tensor.gpuBuffer as never, {
        dataType: tensor.type as 'float32',
        dims: tensor.dims,
        download: () => download(held) as never,
        dispose: () => release(held),
      });
    },
  };
}

/** The tensor with its type; a copy of it where true is not 1. */
function checked(
  lib: OnnxRuntimeLibrary,
  tensor: Tensor,
  target: OnnxTarget,
  where: string,
): { tensor: Tensor; type: TensorType } {
  if (!(tensor instanceof lib.Tensor)) throw new MosaError('mixed', where, 'a Tensor of this `lib`', show(tensor));
  const { location, dims } = tensor;
  if (location === 'none') throw new MosaError('disposed', where, 'a tensor in use', 'one after dispose()');
  const places = target === 'webgpu' ? ['cpu', 'gpu-buffer'] : ['cpu'];
  if (!places.includes(location)) throw new MosaError('mixed', where, `a tensor in ${places.join(' or ')}`, location);
  const dtype = dtypes.find((known) => known === tensor.type);
  if (!dtype) throw new MosaError('dtype', where, `a tensor of ${dtypes.join(', ')}`, tensor.type);
  const type: TensorType = { shape: [...dims], dtype };
  if (dtype !== 'bool' || location !== 'cpu') return { tensor, type };
  const bits = tensor.data as Uint8Array;
  if (bits.every((bit) => bit <= 1)) return { tensor, type };
  return {
    tensor: new lib.Tensor(
      'bool',
      bits.map((bit) => (bit === 0 ? 0 : 1)),
      dims,
    ),
    type,
  };
}
