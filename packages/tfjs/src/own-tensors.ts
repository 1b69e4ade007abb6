import { MosaError, type TensorType } from '@mosa-js/core';
import { dtypes, type OwnTensors, show } from '@mosa-js/core/adapter';
import { withBackend } from './activate';
import type { Tfjs, TfjsTensor } from './library';

/**
 * The type of a tensor of this tfjs.
 * @throws MosaError `mixed` for anything else, `disposed`, `dtype`
 */
export function typeOfTensor(lib: Tfjs, x: TfjsTensor): TensorType {
  if (!(x instanceof lib.Tensor)) throw new MosaError('mixed', 'tfjs', 'a tensor of this tfjs', show(x));
  if (x.isDisposed) throw new MosaError('disposed', 'tfjs', 'a tensor in use', 'one after dispose()');
  const { shape, dtype } = x;
  const known = dtypes.find((name) => name === dtype);
  if (!known) throw new MosaError('dtype', 'tfjs', `a tensor of ${dtypes.join(', ')}`, dtype);
  return { shape, dtype: known };
}

/**
 * Tensors of tfjs, in and out by another handle on their elements: tfjs counts handles, so either may be disposed of first.
 * @param backend tfjs's name of the backend on which they must be
 */
export function ownTensors(lib: Tfjs, backend: string, name: string): OwnTensors<TfjsTensor, TfjsTensor> {
  return {
    wrap(x) {
      const type = typeOfTensor(lib, x);
      // tfjs would move it here by way of the host.
      if (lib.engine().findBackend(backend).refCount(x.dataId) === 0) {
        throw new MosaError(
          'mixed',
          `${name} wrap`,
          `a tensor made while '${backend}' is tfjs's backend`,
          'one of another',
        );
      }
      const share = () =>
        type.dtype === 'bool' ? lib.notEqual(x, lib.scalar(false, 'bool')) : lib.reshape(x, x.shape);
      const tensor = withBackend(lib, backend, name, () => lib.tidy(() => lib.keep(share())));
      return { tensor, type: { shape: [...type.shape], dtype: type.dtype } };
    },
    unwrap: (tensor) => tensor,
  };
}
