import { type HostTensor, MosaError } from '@mosa-js/core';
import { checkFields, checkNamed, show } from '@mosa-js/core/adapter';
import { decodeF16, encodeBF16, encodeF16, type Tensor } from '@mosa-js/safetensors';
import { checkNumbers } from './check-numbers';
import { checkLayout, type Layout, namesIn } from './layouts';
import { type Exchanged, ownShapes, partsOf } from './model-parts';

const storages = ['F64', 'F32', 'F16', 'BF16'] as const;

export interface ToPyTorchOptions {
  /** The heads of a layer, or the parts of a model (`modelParts` of `@mosa-js/lm`). */
  readonly config: Exchanged;
  /** How the tensors are to be named. Default 'authors'. */
  readonly layout?: Layout;
  /** How numbers are stored, rounded to the nearest. Default: as they are, F32 or F64. */
  readonly dtype?: (typeof storages)[number];
}

/**
 * Tensors as `writeSafetensors` takes them and a PyTorch module loads them (`load_state_dict(safetensors.torch.load_file(path))`).
 * `fromPyTorch` gives back the same bits, unless `dtype` rounds them.
 * @throws MosaError `weight`, `shape`, `dtype` or `data` where weights do not fit the configuration, or numbers the dtype; `config`
 *   for heads that the layout does not have
 */
export function toPyTorch(
  weights: Readonly<Record<string, HostTensor>>,
  options: ToPyTorchOptions,
): Record<string, Tensor> {
  checkFields(options, ['config', 'layout', 'dtype'], 'toPyTorch options');
  const { layout = 'authors', dtype } = options;
  checkLayout(layout, 'toPyTorch');
  if (dtype !== undefined && !storages.includes(dtype))
    throw new MosaError('config', 'toPyTorch dtype', storages.join(', '), show(dtype));
  const parts = partsOf(options.config, 'toPyTorch');
  const types = Object.entries(ownShapes(parts)).map(([name, shape]) => ({
    name,
    type: { shape, dtype: 'float32' as const },
  }));
  checkNamed('weight', types, weights);
  const named: Record<string, Tensor> = {};
  const add = (own: string, name: string) => {
    named[name] = stored(weights[own]!, dtype, `toPyTorch ${own}`, own.endsWith('threshold'));
  };
  for (const name of Object.keys(parts.others)) add(name, name);
  for (const [path, config] of Object.entries(parts.attention)) {
    for (const [own, name] of Object.entries(namesIn(layout, config, `toPyTorch ${path}`.trim())))
      add(`${path}${own}`, `${path}${name}`);
  }
  return named;
}

function stored(
  { shape, data }: HostTensor,
  wanted: ToPyTorchOptions['dtype'],
  where: string,
  infinite: boolean,
): Tensor {
  checkNumbers(data, where, infinite);
  const dtype = wanted ?? (data instanceof Float64Array ? 'F64' : 'F32');
  switch (dtype) {
    case 'F64':
      return { dtype, shape, data: data instanceof Float64Array ? data : Float64Array.from(data) };
    case 'F32':
      return { dtype, shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
    case 'BF16':
      return { dtype, shape, data: encodeBF16(data) };
    case 'F16': {
      const bits = encodeF16(data);
      const tooLarge = infinite ? -1 : decodeF16(bits).findIndex((value) => !Number.isFinite(value));
      if (tooLarge >= 0)
        throw new MosaError('data', where, 'numbers that F16 holds, up to 65504', show(data[tooLarge]));
      return { dtype, shape, data: bits };
    }
  }
}
