import { MosaError, show } from '../error';
import {
  checkDType,
  checkHostTensor,
  checkShape,
  type HostData,
  type HostTensor,
  hostTensor,
  type Shape,
  sameShape,
  showType,
  type TensorType,
} from '../types';
import { isCausal } from './causal-config';
import { checkConfig } from './check-config';
import type { AttentionConfig, SingleConfig } from './config';
import { headGroups } from './groups';
import { randomUniform, seedOf } from './random';

/**
 * Names and shapes of a layer's weights, in the authors' layout: `router.weight` [E, h], `qkv.weight` [E, h, 3h'] in
 * order Q, K, V, `out.weight` [E, h', h] for MoSA, and `router.threshold` [E] where it is causal; `qkv.weight` [3h'·E, h], split per head into [3h'] and then Q, K, V,
 * and `out.weight` [h, h'·E] for dense, local and fixed; `qk.weight` and `value.weight` [h'·E, h], `out.weight`
 * [h, h'·E], `centres` [E, ρ, h'] for routing. Those of a sum begin as `SumConfig` says. No biases.
 */
export function weightShapes(config: AttentionConfig): Record<string, Shape> {
  checkConfig(config);
  return Object.fromEntries(layout(config).map(({ prefix, name, shape }) => [`${prefix}${name}`, shape]));
}

/** One weight of one group of heads. */
interface Entry {
  readonly prefix: string;
  readonly name: string;
  readonly shape: Shape;
  readonly group: SingleConfig;
}

function layout(config: AttentionConfig): readonly Entry[] {
  return headGroups(config).flatMap(({ prefix, config: group }) =>
    Object.entries(groupLayout(group)).map(([name, shape]) => ({ prefix, name, shape, group })),
  );
}

/** The weights of one group of heads, as `weightShapes` says. */
export function groupLayout(config: SingleConfig): Record<string, Shape> {
  const { dModel: h, dHead: d, heads: E } = config;
  switch (config.kind) {
    case 'mosa':
      return {
        'router.weight': [E, h],
        'qkv.weight': [E, h, 3 * d],
        'out.weight': [E, d, h],
        ...(isCausal(config) ? { 'router.threshold': [E] } : {}),
      };
    case 'routing':
      return {
        'qk.weight': [d * E, h],
        'value.weight': [d * E, h],
        'out.weight': [h, d * E],
        centres: [E, config.sparsity, d],
      };
    default:
      return { 'qkv.weight': [3 * d * E, h], 'out.weight': [h, d * E] };
  }
}

/**
 * The weights of one group by the names that its function knows them by: `router.weight` is `router`, `router.threshold` is
 * `threshold`.
 */
export function groupWeights<T>(
  weights: Readonly<Record<string, T>>,
  prefix: string,
  config: SingleConfig,
): Record<string, T> {
  const names = Object.keys(groupLayout(config));
  return Object.fromEntries(
    names.map((name) => [name.replace('.weight', '').replace('router.', ''), weights[`${prefix}${name}`]!]),
  );
}

/**
 * Throws unless the weights are exactly those of the configuration.
 * @throws MosaError `weight`; `data`, `shape` or `dtype` for what is no tensor
 */
export function checkWeights(
  config: AttentionConfig,
  weights: Readonly<Record<string, TensorType | HostTensor>>,
): void {
  checkFloats(weightShapes(config), weights, 'weight');
}

/**
 * Throws unless exactly these float32 tensors are there.
 * @param kind what each of them is, for messages
 * @throws MosaError `weight`; `data`, `shape` or `dtype` for what is no tensor
 */
export function checkFloats(
  shapes: Readonly<Record<string, Shape>>,
  given: Readonly<Record<string, TensorType | HostTensor>>,
  kind: string,
): void {
  if (typeof given !== 'object' || given === null)
    throw new MosaError('weight', `${kind}s`, 'an object of tensors by name', show(given));
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = given[name];
    const where = `${kind} ${name}`;
    const expected = showType({ shape, dtype: 'float32' });
    if (tensor === undefined) throw new MosaError('weight', where, expected, 'nothing');
    checkTensor(tensor, where);
    if (tensor.dtype !== 'float32' || !sameShape(tensor.shape, shape)) {
      throw new MosaError('weight', where, expected, showType(tensor));
    }
  }
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(shapes, name));
  const known = Object.keys(shapes).join(', ') || 'none';
  if (unknown.length > 0) throw new MosaError('weight', `${kind}s`, known, show(unknown));
}

/** Throws unless this is a tensor on the host, or the type of one. */
function checkTensor(tensor: TensorType | HostTensor, where: string): void {
  if (typeof tensor !== 'object' || tensor === null || 'data' in tensor) {
    checkHostTensor(tensor as HostTensor, where);
    return;
  }
  checkDType(tensor.dtype, where);
  checkShape(tensor.shape, where);
}

/**
 * Initial weights, made on the host so that every backend starts from the same bits. U(±1/√(3h')) for MoSA's projections,
 * U(±1/√(hE)) for its output, U(±1/√fan-in) for the router and all other matrices; routing centres are of unit length; thresholds
 * of causal heads are 0.
 * @param seed safe integer, of which every bit counts; the same seed gives the same weights everywhere
 * @throws MosaError `config`; `shape` for weights of 2^31 elements or more
 */
export function initWeights(config: AttentionConfig, seed: number): Record<string, HostTensor> {
  if (!Number.isSafeInteger(seed)) throw new MosaError('config', 'initWeights seed', 'a whole number', show(seed));
  for (const [name, shape] of Object.entries(weightShapes(config))) checkShape(shape, `initWeights ${name}`);
  return Object.fromEntries(
    layout(config).map(({ prefix, name, shape, group }, index) => {
      if (name === 'router.threshold') return [`${prefix}${name}`, hostTensor(new Float32Array(shape[0]!), shape)];
      const weight = randomUniform(shape, initLimit(group, name, shape), seedOf(seed, index));
      if (name === 'centres') makeUnit(weight.data, shape.at(-1)!);
      return [`${prefix}${name}`, weight];
    }),
  );
}

function initLimit({ kind, dHead, dModel, heads }: SingleConfig, name: string, shape: Shape): number {
  if (kind === 'mosa' && name === 'qkv.weight') return 1 / Math.sqrt(3 * dHead);
  if (kind === 'mosa' && name === 'out.weight') return 1 / Math.sqrt(dModel * heads);
  return name === 'centres' ? 1 : 1 / Math.sqrt(shape.at(-1)!);
}

/** Makes every row of this width one of length 1. */
function makeUnit(data: HostData, width: number): void {
  for (let start = 0; start < data.length; start += width) {
    const row = data.subarray(start, start + width);
    const length = Math.hypot(...row) || 1;
    row.set(row.map((value) => value / length));
  }
}
