import { MosaError, show } from '../error';
import type { PlaceholderNode } from '../graph/graph';
import { checkHostTensor, sameShape, showType } from '../types';
import type { TensorInputs } from './backend';
import { DeviceTensor } from './device-tensor';

/**
 * Throws unless the tensors are exactly those that the placeholders ask for.
 * @throws MosaError of code `kind` for a missing or unknown one; `data`, `shape` or `dtype` for one that does not fit
 */
export function checkNamed(kind: 'input' | 'weight', nodes: readonly PlaceholderNode[], given: TensorInputs): void {
  if (typeof given !== 'object' || given === null)
    throw new MosaError(kind, `${kind}s`, 'an object of tensors by name', show(given));
  for (const { name, type } of nodes) {
    const tensor = given[name];
    const where = `${kind} ${name}`;
    if (tensor === undefined) throw new MosaError(kind, where, showType(type), 'nothing');
    if (!(tensor instanceof DeviceTensor)) checkHostTensor(tensor, where);
    if (!sameShape(tensor.shape, type.shape)) throw new MosaError('shape', where, showType(type), showType(tensor));
    if (tensor.dtype !== type.dtype) throw new MosaError('dtype', where, showType(type), showType(tensor));
  }
  const unknown = Object.keys(given).filter((key) => !nodes.some((node) => node.name === key));
  if (unknown.length > 0) {
    throw new MosaError(kind, `${kind}s`, nodes.map((node) => node.name).join(', ') || 'none', show(unknown));
  }
}
