import { constantInt, constantScalar, range, type Traced } from '@mosa-js/core';
import type { DrawOptions } from '@mosa-js/core/adapter';
import type { Mutant } from './mutant';
import { fillColumns, type Ops, wrong } from './rewrites';

const minusInfinity = Number.NEGATIVE_INFINITY;

/** Draws at another temperature, among more tokens or fewer, by another number, or of another token. */
export const drawMutants: readonly Mutant[] = [
  wrongDraw('draws-at-temperature-1', ({ temperature }) => (temperature > 0 ? { temperature: 1 } : undefined)),
  wrongDraw('draws-at-the-inverse-temperature', ({ temperature }) =>
    temperature > 0 ? { temperature: 1 / temperature } : undefined,
  ),
  wrongDraw('draws-at-temperature-0-as-at-1', ({ temperature }) =>
    temperature === 0 ? { temperature: 1 } : undefined,
  ),
  wrongDraw('draws-forget-topK', ({ topK }) => (topK === undefined ? undefined : { topK: undefined })),
  wrongDraw('draws-keep-one-more-than-topK', ({ topK }) => (topK === undefined ? undefined : { topK: topK + 1 })),
  wrongDraw('draws-keep-one-less-than-topK', ({ topK = 1 }) => (topK < 2 ? undefined : { topK: topK - 1 })),
  wrongDraw('draws-forget-topP', ({ topP }) => (topP === undefined ? undefined : { topP: undefined })),
  wrong('draws-leave-out-the-token-that-reaches-topP', 'drawToken', (ops, { attributes }, [logits, random]) => {
    const { temperature, topK, topP = 1 } = attributes;
    if (topP === 1 || temperature === 0) return undefined;
    const { shape } = ops.typeOf(logits!);
    const kept = Math.min(topK ?? shape.at(-1)!, shape.at(-1)!);
    const sorted = ops.topKValues(logits!, kept);
    const column = (x: Traced, at: Traced) =>
      ops.sum(ops.where(ops.equal(range(ops, kept), at), x, constantScalar(ops, 0)), [-1], true);
    const far = ops.sub(sorted, column(sorted, constantInt(ops, 0)));
    const masses = ops.cumulativeSum(ops.exp(ops.div(far, constantScalar(ops, temperature))));
    const goal = ops.mul(column(masses, constantInt(ops, kept - 1)), constantScalar(ops, topP));
    const before = ops.sum(ops.cast(ops.greater(goal, masses), 'int32'), [-1], true);
    const last = ops.maximum(ops.sub(before, constantInt(ops, 1)), constantInt(ops, 0));
    const isKept = ops.greaterEqual(logits!, column(sorted, last));
    return ops.drawToken(ops.where(isKept, logits!, constantScalar(ops, minusInfinity)), random!, {
      temperature,
      ...(topK ? { topK } : {}),
    });
  }),
  wrong('draws-ignore-the-number', 'drawToken', (ops, { attributes }, [logits, random]) =>
    ops.drawToken(logits!, ops.add(ops.mul(random!, constantScalar(ops, 0)), constantScalar(ops, 0.5)), attributes),
  ),
  wrong('draws-of-a-batch-share-the-first-number', 'drawToken', (ops, { attributes }, [logits, random]) => {
    const { shape } = ops.typeOf(random!);
    const zeros = shape.map(() => 0);
    const first = ops.slice(
      random!,
      zeros,
      shape.map(() => 1),
    );
    return ops.drawToken(logits!, ops.broadcastTo(first, shape), attributes);
  }),
  wrong('draws-among-ties-from-the-last', 'drawToken', (ops, { attributes }, [logits, random]) => {
    const id = ops.drawToken(reversed(ops, logits!), random!, attributes);
    const last = constantInt(ops, ops.typeOf(logits!).shape.at(-1)! - 1);
    return ops.where(ops.greater(constantInt(ops, 0), id), id, ops.sub(last, id));
  }),
  wrong('draws-of-no-finite-logits-are-0', 'drawToken', (ops, { attributes }, [logits, random]) =>
    ops.maximum(ops.drawToken(logits!, random!, attributes), constantInt(ops, 0)),
  ),
  wrong('draws-of-the-first-512', 'drawToken', (ops, { attributes }, [logits, random]) => {
    const cut = fillColumns(ops, logits!, 512, constantScalar(ops, minusInfinity));
    return cut && ops.drawToken(cut, random!, attributes);
  }),
];

/** Draws with some other options; undefined where they are right. */
function wrongDraw(name: string, change: (options: DrawOptions) => Partial<DrawOptions> | undefined): Mutant {
  return wrong(name, 'drawToken', (ops, { attributes }, [logits, random]) => {
    const changed = change(attributes);
    if (!changed) return undefined;
    const { temperature, topK, topP } = { ...attributes, ...changed };
    return ops.drawToken(logits!, random!, {
      temperature,
      ...(topK === undefined ? {} : { topK }),
      ...(topP === undefined ? {} : { topP }),
    });
  });
}

/** The last axis from its end. */
function reversed(ops: Ops, x: Traced): Traced {
  const { shape } = ops.typeOf(x);
  const size = shape.at(-1)!;
  const flat = ops.reshape(x, [shape.reduce((a, b) => a * b, 1)]);
  const starts = Int32Array.from(
    { length: ops.typeOf(flat).shape[0]! },
    (_, i) => i - (i % size) + size - 1 - (i % size),
  );
  return ops.gather(flat, ops.constant(starts, shape, 'int32'));
}
