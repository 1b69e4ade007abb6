import { type DeviceTensor, type Graph, MosaError, type TensorType } from '@mosa-js/core';
import { checkHostTensor, sameShape, show, showType } from '@mosa-js/core/adapter';

/**
 * The tensor, of which every read is checked as well: class and length of the data, and its type.
 * @throws MosaError `backend` where it is no tensor of this type
 */
export function checkedTensor(given: unknown, { shape, dtype }: TensorType, where: string): DeviceTensor {
  const wanted = { shape, dtype };
  const tensor = given as DeviceTensor;
  if (typeof tensor?.read !== 'function' || typeof tensor.dispose !== 'function') {
    throw new MosaError('backend', where, `a tensor of ${showType(wanted)}`, show(given));
  }
  checkType(tensor, wanted, where);
  // A member of this one tensor, since programs take no other object in its place.
  const read = tensor.read.bind(tensor);
  tensor.read = async () => {
    const host = await read();
    checkHostTensor(host, `${where}: data that was read`);
    checkType(host, wanted, `${where}: data that was read`);
    return host;
  };
  return tensor;
}

/** The outputs of a run. @throws MosaError `backend` where one is missing or of another type than the graph says */
export function checkedOutputs(outputs: unknown, graph: Graph, where: string): Record<string, DeviceTensor> {
  if (typeof outputs !== 'object' || outputs === null) {
    throw new MosaError('backend', where, 'an object of tensors by name', show(outputs));
  }
  const found = outputs as Record<string, unknown>;
  for (const [name, id] of Object.entries(graph.outputs)) {
    checkedTensor(found[name], graph.nodes[id]!.type, `${where}: output ${name}`);
  }
  return found as Record<string, DeviceTensor>;
}

function checkType(actual: TensorType, wanted: TensorType, where: string): void {
  if (Array.isArray(actual.shape) && sameShape(actual.shape, wanted.shape) && actual.dtype === wanted.dtype) return;
  const got = Array.isArray(actual.shape) ? showType(actual) : show(actual.shape);
  throw new MosaError('backend', where, showType(wanted), got);
}
