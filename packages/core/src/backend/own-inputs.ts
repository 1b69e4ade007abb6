import { MosaError, show } from '../error';
import { ownTensor } from '../own-tensor';
import type { TensorInputs } from './backend';
import { isDeviceTensor } from './is-device-tensor';

/**
 * The host tensors among these as they are now; tensors on a device are handed on.
 * @throws MosaError of code `kind` for no object; `data`, `shape` or `dtype` for what is no host tensor
 */
export function ownInputs(given: TensorInputs, kind: 'input' | 'weight' = 'input'): TensorInputs {
  if (typeof given !== 'object' || given === null)
    throw new MosaError(kind, `${kind}s`, 'an object of tensors by name', show(given));
  return Object.fromEntries(
    Object.entries(given).map(([name, tensor]) => [
      name,
      isDeviceTensor(tensor) ? tensor : ownTensor(tensor, `${kind} ${name}`),
    ]),
  );
}
