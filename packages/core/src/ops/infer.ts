import { MosaError, show } from '../error';
import {
  checkDType,
  checkHostTensor,
  checkShape,
  type DType,
  type Shape,
  sameShape,
  showShape,
  showType,
  sizeOf,
  type TensorType,
} from '../types';
import type { OpAttributes, OpName } from './attributes';
import { bool, float, int, numeric, type PointwiseOp, type PointwiseSignature, pointwiseOps } from './pointwise';

/** What an op makes of its operands. @param op its name, for messages */
type Rule<K extends OpName> = (inputs: readonly TensorType[], attributes: OpAttributes[K], op: string) => TensorType;

type RuleTable = { readonly [K in Exclude<OpName, PointwiseOp>]: Rule<K> };

const rules: RuleTable = /* @__PURE__ */ createRules(); // left out of bundles that trace nothing

/**
 * The result type of an op: the one place where operands are checked.
 * @throws MosaError `shape`, `dtype`; `data` for constants, `config` for attributes that are no numbers
 */
export function infer<K extends OpName>(op: K, inputs: readonly TensorType[], attributes: OpAttributes[K]): TensorType {
  const signature = pointwiseOps[op];
  if (signature) return pointwise(signature, inputs, op);
  return (rules[op as keyof RuleTable] as Rule<OpName>)(inputs, attributes, op);
}

/** Of every op that a graph may hold, fused ones included. */
export function opNames(): readonly string[] {
  return [...Object.keys(pointwiseOps), ...Object.keys(rules)];
}

function createRules(): RuleTable {
  return {
    constant: (_inputs, attributes) => {
      checkHostTensor(attributes, 'constant');
      return { shape: attributes.shape, dtype: attributes.dtype };
    },
    where: ([condition, a, b], _attributes, op) => {
      wantDType(op, condition!, bool);
      if (a!.dtype !== b!.dtype) throw new MosaError('dtype', op, `branches of one dtype`, showAll([a!, b!]));
      const shape = broadcastShapes(op, [condition!.shape, a!.shape, b!.shape]);
      return { shape, dtype: a!.dtype };
    },
    cast: ([x], { dtype }, op) => {
      checkDType(dtype, op);
      return { shape: x!.shape, dtype };
    },
    reshape: ([x], { shape }, op) => {
      checkShape(shape, op);
      if (sizeOf(shape) !== sizeOf(x!.shape)) {
        throw new MosaError('shape', op, `${sizeOf(x!.shape)} elements as in [${x!.shape}]`, show(shape));
      }
      return { shape, dtype: x!.dtype };
    },
    transpose: ([x], { permutation }, op) => {
      const rank = x!.shape.length;
      if (
        permutation.length !== rank ||
        new Set(permutation).size !== rank ||
        permutation.some((p) => !(p in x!.shape))
      ) {
        throw new MosaError('shape', op, `a permutation of ${rank} axes`, show(permutation));
      }
      return { shape: permutation.map((axis) => x!.shape[axis]!), dtype: x!.dtype };
    },
    broadcastTo: ([x], { shape }, op) => {
      checkShape(shape, op);
      wantBroadcast(op, x!.shape, shape);
      return { shape, dtype: x!.dtype };
    },
    concat: (inputs, { axis }, op) => {
      const [first] = inputs;
      if (!first) throw new MosaError('shape', op, 'at least one tensor', 'none');
      for (const x of inputs) {
        const fits =
          x.shape.length === first.shape.length && x.shape.every((n, i) => i === axis || n === first.shape[i]);
        if (!fits) throw new MosaError('shape', op, `shapes equal but for axis ${axis}`, showAll(inputs));
        if (x.dtype !== first.dtype) throw new MosaError('dtype', op, 'one dtype', showAll(inputs));
      }
      const length = inputs.reduce((total, x) => total + x.shape[axis]!, 0);
      return { shape: first.shape.map((n, i) => (i === axis ? length : n)), dtype: first.dtype };
    },
    slice: ([x], { begin, size }, op) => {
      const { shape } = x!;
      const inside = (n: number, i: number) =>
        Number.isInteger(begin[i]) &&
        Number.isInteger(size[i]) &&
        begin[i]! >= 0 &&
        size[i]! >= 1 &&
        begin[i]! + size[i]! <= n;
      if (begin.length !== shape.length || size.length !== shape.length || !shape.every(inside)) {
        throw new MosaError('shape', op, `a box inside [${shape}]`, `begin ${show(begin)}, size ${show(size)}`);
      }
      return { shape: [...size], dtype: x!.dtype };
    },
    matMul: ([a, b], { transposeA, transposeB }, op) => {
      wantDType(op, a!, float);
      wantDType(op, b!, float);
      const [m, ka] = swap(a!.shape, transposeA);
      const [kb, n] = swap(b!.shape, transposeB);
      const batch = batchOf(a!, b!);
      if (!batch || ka !== kb) {
        const wanted = `[...P, ${transposeA ? 'K, M' : 'M, K'}] and [...P, ${transposeB ? 'N, K' : 'K, N'}]`;
        throw new MosaError('shape', op, wanted, showAll([a!, b!]));
      }
      return { shape: [...batch, m!, n!], dtype: 'float32' };
    },
    sum: reduction,
    max: reduction,
    softmax: alongLastAxis(float),
    cumulativeSum: alongLastAxis(numeric),
    gather: ([x, indices], _attributes, op) => {
      wantRank(op, x!, 1);
      wantDType(`${op} indices`, indices!, int);
      return { shape: [...indices!.shape, ...x!.shape.slice(1)], dtype: x!.dtype };
    },
    scatterAdd: ([indices, updates], { rows }, op) => {
      wantDType(`${op} indices`, indices!, int);
      wantDType(`${op} updates`, updates!, numeric);
      if (indices!.shape.length !== 1 || updates!.shape.length !== 2 || indices!.shape[0] !== updates!.shape[0]) {
        throw new MosaError('shape', op, 'indices [M] and updates [M, D]', showAll([indices!, updates!]));
      }
      checkShape([rows], `${op} rows`);
      return { shape: [rows, updates!.shape[1]!], dtype: updates!.dtype };
    },
    topKValues: ([x], { k }, op) => ranked(op, x!, k, 'float32'),
    selectIndices: ([logits, valid], { k }, op) => {
      if (valid) {
        wantDType('select valid', valid, bool);
        wantBroadcast('select valid', valid.shape, logits!.shape);
      }
      return ranked(op, logits!, k, 'int32');
    },
    attention: ([q, k, v, mask], { causal, scale }, op) => {
      for (const x of [q!, k!, v!]) wantDType(op, x, float);
      const [m, d] = q!.shape.slice(-2);
      const [n, dk] = k!.shape.slice(-2);
      const [nv, e] = v!.shape.slice(-2);
      const batch = batchOf(q!, k!, v!);
      if (!batch || d !== dk || nv !== n || (causal && m !== n)) {
        const wanted = `q [...P, M, d], k [...P, N, d], v [...P, N, e]${causal ? ' with M = N' : ''}`;
        throw new MosaError('shape', op, wanted, showAll([q!, k!, v!]));
      }
      if (!Number.isFinite(scale)) throw new MosaError('config', `${op} scale`, 'a finite number', show(scale));
      if (mask) {
        wantDType(`${op} mask`, mask, bool);
        wantBroadcast(`${op} mask`, mask.shape, [...batch, m!, n!]);
      }
      return { shape: [...batch, m!, e!], dtype: 'float32' };
    },
  };
}

/** The shape that several shapes broadcast to. @throws MosaError `shape` */
export function broadcastShapes(where: string, shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = shapes.map((shape) => shape.at(i - rank) ?? 1).filter((size) => size !== 1);
    if (sizes.some((size) => size !== sizes[0])) {
      throw new MosaError('shape', where, 'shapes that broadcast', shapes.map(showShape).join(' and '));
    }
    return sizes[0] ?? 1;
  });
}

/** The axes before the last two, where all operands have these two and the same ones before. */
function batchOf(...operands: readonly TensorType[]): Shape | undefined {
  const [first, ...others] = operands.map(({ shape }) => shape.slice(0, -2));
  const fits = operands.every(({ shape }) => shape.length > 1) && others.every((batch) => sameShape(batch, first!));
  return fits ? first : undefined;
}

function pointwise([, taken, result]: PointwiseSignature, inputs: readonly TensorType[], op: string): TensorType {
  const { dtype } = inputs[0]!;
  wantDType(op, inputs[0]!, taken);
  if (inputs.some((x) => x.dtype !== dtype)) throw new MosaError('dtype', op, 'operands of one dtype', showAll(inputs));
  const shapes = inputs.map((x) => x.shape);
  return { shape: broadcastShapes(op, shapes), dtype: result ?? dtype };
}

function alongLastAxis(taken: readonly DType[]): Rule<OpName> {
  return ([x], _attributes, op) => {
    wantDType(op, x!, taken);
    wantRank(op, x!, 1);
    return x!;
  };
}

function reduction([x]: readonly TensorType[], { axes, keepDims }: OpAttributes['sum'], op: string): TensorType {
  wantDType(op, x!, numeric);
  if (axes.length === 0 || new Set(axes).size !== axes.length || axes.some((axis) => !(axis in x!.shape))) {
    throw new MosaError('shape', op, `distinct axes of [${x!.shape}]`, show(axes));
  }
  const shape = x!.shape.flatMap((n, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [n]));
  return { shape, dtype: x!.dtype };
}

function ranked(op: string, x: TensorType, k: number, dtype: DType): TensorType {
  wantDType(op, x, float);
  wantRank(op, x, 1);
  const n = x.shape.at(-1)!;
  if (!Number.isInteger(k) || k < 1 || k > n) {
    throw new MosaError('shape', op, `a whole k from 1 to ${n}, the last axis of [${x.shape}]`, show(k));
  }
  return { shape: [...x.shape.slice(0, -1), k], dtype };
}

function wantDType(where: string, x: TensorType, taken: readonly DType[]): void {
  if (!taken.includes(x.dtype)) throw new MosaError('dtype', where, taken.join(' or '), showType(x));
}

function wantRank(where: string, x: TensorType, least: number): void {
  if (x.shape.length < least) throw new MosaError('shape', where, `a rank of at least ${least}`, showType(x));
}

function wantBroadcast(where: string, from: Shape, to: Shape): void {
  const offset = to.length - from.length;
  if (offset < 0 || from.some((n, i) => n !== 1 && n !== to[offset + i])) {
    throw new MosaError('shape', where, `a shape that broadcasts to ${showShape(to)}`, showShape(from));
  }
}

function swap(shape: Shape, transposed: boolean): (number | undefined)[] {
  const last = shape.slice(-2);
  return transposed ? [last[1], last[0]] : [...last];
}

function showAll(types: readonly TensorType[]): string {
  return types.map(showType).join(' and ');
}
