import type { TensorInputs } from '../backend/backend';
import { checkNamed } from '../backend/check-named';
import { isDeviceTensor } from '../backend/is-device-tensor';
import { MosaError, show } from '../error';
import type { Graph } from '../graph/graph';
import { trace } from '../graph/trace';
import type { Named } from '../graph/tracer';
import { type HostTensor, type Shape, showType, sizeOf, type TensorType } from '../types';
import type { TrainableModel } from './model';

const where = 'trainer accumulate';

/**
 * The model of a micro-batch: the same, with inputs of a part of the batch.
 * @throws MosaError `config` unless the number is whole and from 1, the model says where sequences lie in its inputs, and
 *   there are equally many of them for each micro-batch
 */
export function microModel(model: TrainableModel, accumulate: number): TrainableModel {
  checkAccumulate(accumulate);
  if (accumulate === 1) return model;
  const axes = axesOf(model);
  const inputs = Object.entries(model.inputs).map(([name, { shape, ...type }]): [string, TensorType] => {
    const axis = axes[name];
    if (axis === undefined) return [name, { shape, ...type }];
    const size = shape[axis]!;
    if (size % accumulate !== 0) {
      throw new MosaError(
        'config',
        where,
        `a divisor of ${size}, as axis ${axis} of input ${name} has`,
        `${accumulate}`,
      );
    }
    return [name, { ...type, shape: withAxis(shape, axis, size / accumulate) }];
  });
  return {
    parameters: model.parameters,
    buffers: model.buffers,
    batchAxes: model.batchAxes,
    inputs: Object.fromEntries(inputs),
    loss: (...given) => model.loss(...given),
  };
}

/** @throws MosaError `config` */
export function checkAccumulate(accumulate: unknown): void {
  if (Number.isSafeInteger(accumulate) && (accumulate as number) >= 1) return;
  throw new MosaError('config', where, 'a whole number from 1', show(accumulate));
}

/** @throws MosaError `config` */
function axesOf({ batchAxes, inputs }: TrainableModel): Named<number> {
  const axes = Object.entries(batchAxes?.inputs ?? {});
  if (axes.length === 0) {
    throw new MosaError('config', where, 'a model with batchAxes, which say how its inputs are cut', 'one without');
  }
  for (const [name, axis] of axes) {
    const place = `model batchAxes.inputs.${name}`;
    const type = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!type) throw new MosaError('config', place, `one of ${Object.keys(inputs).join(', ')}`, show(name));
    checkAxis(axis, type, place);
  }
  return Object.fromEntries(axes);
}

function checkAxis(axis: unknown, type: TensorType, place: string): void {
  if (Number.isSafeInteger(axis) && (axis as number) >= 0 && (axis as number) < type.shape.length) return;
  throw new MosaError('config', place, `an axis of ${showType(type)}, from 0`, show(axis));
}

/**
 * The inputs of each micro-batch, in the order of the batch.
 * @param inputs of the whole batch
 * @throws MosaError `input`, `shape`, `dtype` or `data` for what the model does not take, `input` for a tensor on a device
 *   that would have to be cut
 */
export function cutInputs(model: TrainableModel, accumulate: number, inputs: TensorInputs): TensorInputs[] {
  checkNamed(
    'input',
    Object.entries(model.inputs).map(([name, type]) => ({ name, type })),
    inputs,
  );
  const axes = axesOf(model);
  const cut = Object.entries(inputs).map(([name, tensor]) => {
    const axis = axes[name];
    if (axis === undefined) return [name, () => tensor] as const;
    if (isDeviceTensor(tensor)) {
      const expected = `a tensor on the host, to be cut into ${accumulate} micro-batches`;
      throw new MosaError('input', `input ${name}`, expected, `one on the device of ${tensor.backend}`);
    }
    return [name, (index: number) => partOf(tensor, axis, index, accumulate)] as const;
  });
  return Array.from({ length: accumulate }, (_, index) =>
    Object.fromEntries(cut.map(([name, part]) => [name, part(index)])),
  );
}

/** One of the equal parts of a tensor along an axis. */
function partOf({ shape, dtype, data }: HostTensor, axis: number, index: number, parts: number): HostTensor {
  const part = withAxis(shape, axis, shape[axis]! / parts);
  const block = sizeOf(part.slice(axis)); // elements that lie side by side
  const own = data.slice(0, sizeOf(part));
  for (let at = 0, from = index * block; at < own.length; at += block, from += block * parts) {
    own.set(data.subarray(from, from + block), at);
  }
  return { shape: part, dtype, data: own };
}

/**
 * Throws unless the model says where sequences lie in each of its outputs.
 * @param graph of a micro-batch
 * @throws MosaError `config`
 */
export function checkOutputs({ batchAxes }: TrainableModel, graph: Graph): void {
  for (const [key, id] of Object.entries(graph.outputs)) {
    if (!key.startsWith('output/')) continue;
    const name = key.slice('output/'.length);
    const axes = batchAxes?.outputs ?? {};
    checkAxis(
      Object.hasOwn(axes, name) ? axes[name] : undefined,
      graph.nodes[id]!.type,
      `model batchAxes.outputs.${name}`,
    );
  }
}

/**
 * Puts outputs of micro-batches together. Inputs: `INDEX/output/NAME`; outputs: `output/NAME`.
 * @param types of one micro-batch
 */
export function joinGraph({ batchAxes }: TrainableModel, accumulate: number, types: Named<TensorType>): Graph {
  const keys = Object.keys(types);
  const inputs = Array.from({ length: accumulate }, (_, index) =>
    keys.map((key) => [`${index}/${key}`, { shape: types[key]!.shape, dtype: types[key]!.dtype }] as const),
  );
  return trace(
    (ops, parts) => {
      const whole = keys.map((key) => {
        const all = inputs.map((_, index) => parts[`${index}/${key}`]!);
        return [key, ops.concat(all, batchAxes!.outputs![key.slice('output/'.length)]!)] as const;
      });
      return Object.fromEntries(whole);
    },
    { inputs: Object.fromEntries(inputs.flat()) },
  );
}

function withAxis(shape: Shape, axis: number, size: number): Shape {
  return shape.map((own, i) => (i === axis ? size : own));
}
