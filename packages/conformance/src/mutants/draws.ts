import { constantInt, constantScalar, range, type Traced } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { fillColumns, type Ops, wrong } from './rewrites';

const minusInfinity = Number.NEGATIVE_INFINITY;

/** Options of a draw as scalars. */
interface Sampling {
  readonly temperature: Traced;
  /** 0: all. */
  readonly topK: Traced;
  readonly topP: Traced;
}

/** Draws at another temperature, among more tokens or fewer, by another number, or of another token. */
export const drawMutants: readonly Mutant[] = [
  wrongOptions('draws-at-temperature-1', (ops, { temperature }) => ({
    temperature: ops.where(isAbove(ops, temperature, 0), constantScalar(ops, 1), temperature),
  })),
  wrongOptions('draws-at-the-inverse-temperature', (ops, { temperature }) => ({
    temperature: ops.where(isAbove(ops, temperature, 0), ops.div(constantScalar(ops, 1), temperature), temperature),
  })),
  wrongOptions('draws-at-temperature-0-as-at-1', (ops, { temperature }) => ({
    temperature: ops.where(isAbove(ops, temperature, 0), temperature, constantScalar(ops, 1)),
  })),
  wrongOptions('draws-forget-topK', (ops) => ({ topK: constantScalar(ops, 0) })),
  wrongOptions('draws-keep-one-more-than-topK', (ops, { topK }) => ({
    topK: ops.where(isAbove(ops, topK, 0), ops.add(topK, constantScalar(ops, 1)), topK),
  })),
  wrongOptions('draws-keep-one-less-than-topK', (ops, { topK }) => ({
    topK: ops.where(isAbove(ops, topK, 1), ops.sub(topK, constantScalar(ops, 1)), topK),
  })),
  wrongOptions('draws-forget-topP', (ops) => ({ topP: constantScalar(ops, 1) })),
  wrong('draws-leave-out-the-token-that-reaches-topP', 'drawToken', (ops, _, [logits, random, sampling]) => {
    const { temperature, topK, topP } = partsOf(ops, sampling!);
    const size = ops.typeOf(logits!).shape.at(-1)!;
    const sorted = ops.topKValues(logits!, size);
    const isAt = (place: Traced) => ops.equal(range(ops, size), place);
    const column = (x: Traced, place: Traced) => ops.sum(ops.where(isAt(place), x, constantScalar(ops, 0)), [-1], true);
    const isFirst = ops.greater(ops.cast(topK, 'int32'), range(ops, size));
    const isIn = ops.or(isFirst, ops.equal(topK, constantScalar(ops, 0)));
    const far = ops.sub(sorted, column(sorted, constantInt(ops, 0)));
    const weights = ops.where(isIn, ops.exp(ops.div(far, temperature)), constantScalar(ops, 0));
    const masses = ops.cumulativeSum(weights);
    const goal = ops.mul(column(masses, constantInt(ops, size - 1)), topP);
    const before = ops.sum(ops.cast(ops.greater(goal, masses), 'int32'), [-1], true);
    const last = ops.maximum(ops.sub(before, constantInt(ops, 1)), constantInt(ops, 0));
    const isKept = ops.or(ops.greaterEqual(logits!, column(sorted, last)), ops.not(isAbove(ops, temperature, 0)));
    const kept = ops.where(isKept, logits!, constantScalar(ops, minusInfinity));
    const isWhole = ops.greaterEqual(topP, constantScalar(ops, 1));
    return ops.drawToken(ops.where(isWhole, logits!, kept), random!, sampling!);
  }),
  wrong('draws-ignore-the-number', 'drawToken', (ops, _, [logits, random, sampling]) => {
    const half = ops.add(ops.mul(random!, constantScalar(ops, 0)), constantScalar(ops, 0.5));
    return ops.drawToken(logits!, half, sampling!);
  }),
  wrong('draws-of-a-batch-share-the-first-number', 'drawToken', (ops, _, [logits, random, sampling]) => {
    const { shape } = ops.typeOf(random!);
    const first = ops.slice(
      random!,
      shape.map(() => 0),
      shape.map(() => 1),
    );
    return ops.drawToken(logits!, ops.broadcastTo(first, shape), sampling!);
  }),
  wrong('draws-among-ties-from-the-last', 'drawToken', (ops, _, [logits, random, sampling]) => {
    const id = ops.drawToken(reversed(ops, logits!), random!, sampling!);
    const last = constantInt(ops, ops.typeOf(logits!).shape.at(-1)! - 1);
    return ops.where(ops.greater(constantInt(ops, 0), id), id, ops.sub(last, id));
  }),
  wrong('draws-of-no-finite-logits-are-0', 'drawToken', (ops, _, [logits, random, sampling]) =>
    ops.maximum(ops.drawToken(logits!, random!, sampling!), constantInt(ops, 0)),
  ),
  wrong('draws-of-the-first-512', 'drawToken', (ops, _, [logits, random, sampling]) => {
    const cut = fillColumns(ops, logits!, 512, constantScalar(ops, minusInfinity));
    return cut && ops.drawToken(cut, random!, sampling!);
  }),
];

/** Draws with some other options. */
function wrongOptions(name: string, change: (ops: Ops, right: Sampling) => Partial<Sampling>): Mutant {
  return wrong(name, 'drawToken', (ops, _, [logits, random, sampling]) => {
    const right = partsOf(ops, sampling!);
    const { temperature, topK, topP } = { ...right, ...change(ops, right) };
    const all = [temperature, topK, topP].map((part) => ops.reshape(part, [1]));
    return ops.drawToken(logits!, random!, ops.concat(all, 0));
  });
}

function partsOf(ops: Ops, sampling: Traced): Sampling {
  const part = (place: number) => ops.reshape(ops.slice(sampling, [place], [1]), []);
  return { temperature: part(0), topK: part(1), topP: part(2) };
}

const isAbove = (ops: Ops, x: Traced, least: number) => ops.greater(x, constantScalar(ops, least));

/** The last axis from its end. */
function reversed(ops: Ops, x: Traced): Traced {
  const { shape } = ops.typeOf(x);
  const size = shape.at(-1)!;
  const all = shape.reduce((a, b) => a * b, 1);
  const places = Int32Array.from({ length: all }, (_, i) => i - (i % size) + size - 1 - (i % size));
  return ops.gather(ops.reshape(x, [all]), ops.constant(places, shape, 'int32'));
}
