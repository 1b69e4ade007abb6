import { type Dtype, isDtype, type Tensor } from './dtypes';
import { quote, SafetensorsError } from './error';
import { decodeBF16, decodeF16 } from './half';
import type { ByName } from './layout';

/** A tensor as mosa-js's layers, models and trainers take it: a `HostTensor` of `@mosa-js/core`. */
export interface PlainTensor {
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly shape: readonly number[];
  /** Float32Array or Float64Array of float32, Int32Array of int32, Uint8Array of bool. */
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

export interface HostTensorsOptions {
  /** Only tensors whose names start so, without it: `blocks.0.attention.`. Default: all. */
  readonly prefix?: string;
  /** What they were read from, for error messages. Default 'hostTensors'. */
  readonly where?: string;
}

/**
 * Tensors of a file as layers take them, so that `createLayer(backend, config, hostTensors(file.tensors))` is all there is
 * to do. F32, F64, F16 and BF16 become float32 (F64 keeps its digits), I32 int32, BOOL bool. Data are shared, not copied,
 * but for F16 and BF16.
 * @throws SafetensorsError `dtype` for I64 and U8; `name` where no name starts with the prefix
 */
export function hostTensors(tensors: ByName<Tensor>, options: HostTensorsOptions = {}): Record<string, PlainTensor> {
  const { prefix = '', where = 'hostTensors' } = options;
  const all = tensors instanceof Map ? [...(tensors as ReadonlyMap<string, Tensor>)] : Object.entries(tensors);
  const chosen = all.filter(([name]) => name.startsWith(prefix));
  if (chosen.length === 0 && prefix !== '') {
    throw new SafetensorsError('name', where, `tensors whose names start with ${quote(prefix)}`, 'none');
  }
  return Object.fromEntries(
    chosen.map(([name, tensor]) => [name.slice(prefix.length), plain(tensor, `${where}: tensor ${quote(name)}`)]),
  );
}

function plain({ dtype, shape, data }: Tensor, where: string): PlainTensor {
  switch (dtype) {
    case 'F32':
    case 'F64':
      return { dtype: 'float32', shape, data };
    case 'F16':
      return { dtype: 'float32', shape, data: decodeF16(data) };
    case 'BF16':
      return { dtype: 'float32', shape, data: decodeBF16(data) };
    case 'I32':
      return { dtype: 'int32', shape, data };
    case 'BOOL':
      return { dtype: 'bool', shape, data };
    default:
      throw new SafetensorsError('dtype', where, 'F32, F64, F16, BF16, I32 or BOOL', `${dtype as Dtype}`);
  }
}

/** The way back: tensors of layers as `writeSafetensors` takes them. @throws SafetensorsError `dtype` */
export function fileTensors(tensors: Readonly<Record<string, PlainTensor>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
      const wanted = { float32: data instanceof Float64Array ? 'F64' : 'F32', int32: 'I32', bool: 'BOOL' }[dtype];
      if (!isDtype(wanted)) {
        throw new SafetensorsError('dtype', `tensor ${quote(name)}`, 'float32, int32 or bool', quote(String(dtype)));
      }
      return [name, { dtype: wanted, shape, data } as Tensor];
    }),
  );
}
