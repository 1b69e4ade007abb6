import { MosaError, show } from '../error';
import {
  checkDType,
  checkHostTensor,
  checkShape,
  type DType,
  type Shape,
  sameShape,
  showShape,
  sizeOf,
  type TensorType,
} from '../types';
import type { OpAttributes, OpName } from './attributes';
import { inferAttention } from './fused/attention';
import { inferAttentionGradient } from './fused/attention-gradient';
import { inferCausalSelect } from './fused/causal-select';
import { inferDrawToken } from './fused/draw-token';
import { inferRotary } from './fused/rotary';
import { inferSelectIndices } from './fused/select-indices';
import { bool, float, int, numeric, type PointwiseOp, type PointwiseSignature, pointwiseOps } from './pointwise';
import type { InferRule } from './rule';
import { batchOf, ranked, showAll, wantBroadcast, wantDType, wantRank } from './want';

type RuleTable = { readonly [K in Exclude<OpName, PointwiseOp>]: InferRule<K> };

const rules: RuleTable = /* @__PURE__ */ createRules(); // left out of bundles that trace nothing

/**
 * The result type of an op: the one place where operands are checked.
 * @throws MosaError `shape`, `dtype`; `data` for constants, `config` for attributes that are no numbers
 */
export function infer<K extends OpName>(op: K, inputs: readonly TensorType[], attributes: OpAttributes[K]): TensorType {
  const signature = pointwiseOps[op];
  if (signature) return pointwise(signature, inputs, op);
  return (rules[op as keyof RuleTable] as InferRule<OpName>)(inputs, attributes, op);
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
    setRows: ([x, rows, values], _attributes, op) => {
      wantRank(op, x!, 1);
      wantDType(`${op} rows`, rows!, int);
      const wanted = [...rows!.shape, ...x!.shape.slice(1)];
      if (rows!.shape.length !== 1 || !sameShape(values!.shape, wanted)) {
        throw new MosaError('shape', op, 'x [R, ...S], rows [M] and values [M, ...S]', showAll([x!, rows!, values!]));
      }
      if (values!.dtype !== x!.dtype)
        throw new MosaError('dtype', op, 'x and values of one dtype', showAll([x!, values!]));
      return x!;
    },
    topKValues: ([x], { k }, op) => ranked(op, x!, k, 'float32'),
    selectIndices: inferSelectIndices,
    attention: inferAttention,
    attentionGradient: inferAttentionGradient,
    causalSelect: inferCausalSelect,
    rotary: inferRotary,
    drawToken: inferDrawToken,
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

function pointwise([, taken, result]: PointwiseSignature, inputs: readonly TensorType[], op: string): TensorType {
  const { dtype } = inputs[0]!;
  wantDType(op, inputs[0]!, taken);
  if (inputs.some((x) => x.dtype !== dtype)) throw new MosaError('dtype', op, 'operands of one dtype', showAll(inputs));
  const shapes = inputs.map((x) => x.shape);
  return { shape: broadcastShapes(op, shapes), dtype: result ?? dtype };
}

function alongLastAxis(taken: readonly DType[]): InferRule<OpName> {
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

function swap(shape: Shape, transposed: boolean): (number | undefined)[] {
  const last = shape.slice(-2);
  return transposed ? [last[1], last[0]] : [...last];
}
