import { MosaError, show } from '../error';
import type { PlaceholderNode } from '../graph/graph';
import { checkHostTensor, type HostTensor, sameShape, showType } from '../types';
import type { TensorInputs } from './backend';
import { isDeviceTensor } from './is-device-tensor';

/**
 * Throws unless the tensors are exactly those that the placeholders ask for.
 * @throws MosaError of code `kind` for a missing or unknown one; `data`, `shape` or `dtype` for one that does not fit
 */
export function checkNamed(
  kind: 'input' | 'weight',
  nodes: readonly Pick<PlaceholderNode, 'name' | 'type' | 'positions'>[],
  given: TensorInputs,
): void {
  if (typeof given !== 'object' || given === null)
    throw new MosaError(kind, `${kind}s`, 'an object of tensors by name', show(given));
  for (const { name, type, positions } of nodes) {
    const tensor = given[name];
    const where = `${kind} ${name}`;
    if (tensor === undefined) throw new MosaError(kind, where, showType(type), 'nothing');
    if (!isDeviceTensor(tensor)) checkHostTensor(tensor, where);
    if (!sameShape(tensor.shape, type.shape)) throw new MosaError('shape', where, showType(type), showType(tensor));
    if (tensor.dtype !== type.dtype) throw new MosaError('dtype', where, showType(type), showType(tensor));
    if (positions !== undefined && !isDeviceTensor(tensor)) checkPositions(tensor, positions, where);
  }
  const unknown = Object.keys(given).filter((key) => !nodes.some((node) => node.name === key));
  if (unknown.length > 0) {
    throw new MosaError(kind, `${kind}s`, nodes.map((node) => node.name).join(', ') || 'none', show(unknown));
  }
}

/** @throws MosaError `data` unless rows ascend without a repetition, from 0 to `count` − 1 */
function checkPositions({ shape, data }: HostTensor, count: number, where: string): void {
  const width = shape.at(-1) ?? 1;
  for (let i = 0; i < data.length; i++) {
    const before = i % width === 0 ? -1 : data[i - 1]!;
    if (data[i]! > before && data[i]! < count) continue;
    const came = i % width === 0 ? `${data[i]}` : `${data[i]} after ${before}`;
    throw new MosaError(
      'data',
      where,
      `positions that ascend in each row, from 0 to ${count - 1}`,
      `${came} (element ${i})`,
    );
  }
}
