import {
  type Backend,
  constantInt,
  constantScalar,
  DeviceTensor,
  type HostTensor,
  range,
  type Traced,
} from '@mosa-js/core';
import { causalOperands, fate, type OpAttributes, sameShape } from '@mosa-js/core/adapter';
import type { Mutant } from './mutant';
import { type Ops, wrong } from './rewrites';

const infinity = Number.POSITIVE_INFINITY;

type Options = OpAttributes['causalSelect'];
type Operands = ReturnType<typeof causalOperands<Traced>>;

/** Causal heads that look ahead, choose or forget wrongly, or attend to what they should not. */
export const causalMutants: readonly Mutant[] = [
  causal('causal-capacity-over-the-whole-sequence', (ops, options, given) => {
    const { capacity } = options;
    const t = ops.typeOf(given.logits).shape[2]!;
    if (given.state || capacity === undefined || capacity >= t) return undefined;
    const { capacity: _, ...unlimited } = options;
    const fates = select(ops, unlimited, given);
    const processed = ops.greaterEqual(fates, constantInt(ops, 0));
    const keys = ops.where(processed, given.logits, constantScalar(ops, -infinity));
    const isFirst = options.includeFirst ? ops.equal(range(ops, t), constantInt(ops, 0)) : undefined;
    const ranked = isFirst ? ops.where(ops.and(isFirst, processed), constantScalar(ops, infinity), keys) : keys;
    const best = marked(ops, ops.selectIndices(ranked, capacity), t);
    return ops.where(ops.and(best, processed), fates, constantInt(ops, fate.none));
  }),
  causal('causal-slots-over-the-whole-sequence', (ops, options, given) => {
    if (!options.slots) return undefined;
    const { count, block } = options.slots;
    const t = ops.typeOf(given.logits).shape[2]!;
    const slots = { count: count * Math.ceil(t / block), block: 2 ** 20 };
    return select(ops, { ...options, slots }, given);
  }),
  causal('causal-threshold-itself-is-above', (ops, options, { logits, threshold, ...rest }) => {
    const [E] = ops.typeOf(threshold).shape as [number];
    const lowest = constantScalar(ops, -infinity);
    const above = ops.where(ops.greaterEqual(logits, ops.reshape(threshold, [E, 1, 1])), logits, lowest);
    return select(ops, options, { logits: above, threshold: ops.broadcastTo(lowest, [E]), ...rest });
  }),
  causal('causal-newest-is-evicted', (ops, options, given) => {
    const { capacity } = options;
    if (given.state || capacity === undefined) return undefined;
    const fates = select(ops, options, given);
    const [E, B, t] = ops.typeOf(fates).shape as [number, number, number];
    const processed = ops.cast(ops.greaterEqual(fates, constantInt(ops, 0)), 'int32');
    const order = ops.cumulativeSum(processed); // 1-based
    // Where the processed token of each order stands, one row after the other; after the last comes none.
    const starts = ops.constant(
      Int32Array.from({ length: E * B }, (_, row) => row * (t + 2)),
      [E, B, 1],
      'int32',
    );
    const row = ops.add(ops.mul(order, processed), starts);
    const positions = ops.mul(processed, range(ops, t));
    const at = ops.scatterAdd(ops.reshape(row, [E * B * t]), ops.reshape(positions, [E * B * t, 1]), E * B * (t + 2));
    const next = ops.gather(ops.reshape(at, [E * B * (t + 2)]), ops.add(row, constantInt(ops, 1)));
    const isLast = ops.equal(order, ops.max(order, [-1], true));
    const stays = ops.or(isLast, ops.greater(constantInt(ops, capacity), order));
    const ends = ops.where(stays, constantInt(ops, fate.stays), next);
    return ops.where(ops.greater(processed, constantInt(ops, 0)), ends, fates);
  }),
  causal('causal-ties-to-the-higher-position', (ops, options, given) => select(ops, options, lateFirst(ops, given))),
  causal('causal-evicted-ones-stay-visible', (ops, options, given) => {
    const fates = select(ops, options, given);
    return ops.where(ops.greaterEqual(fates, constantInt(ops, 0)), constantInt(ops, fate.stays), fates);
  }),
  causal('causal-token-sees-whom-it-evicts', (ops, options, given) => {
    const fates = select(ops, options, given);
    const isEvicted = ops.and(
      ops.greaterEqual(fates, constantInt(ops, 0)),
      ops.greater(constantInt(ops, fate.stays), fates),
    );
    return ops.where(isEvicted, ops.add(fates, constantInt(ops, 1)), fates);
  }),
  causal('causal-dropped-token-evicts', (ops, options, given) => {
    if (!options.slots) return undefined;
    const { slots: _, ...unlimited } = options;
    const [fates, all] = [select(ops, options, given), select(ops, unlimited, given)];
    const isIn = (ends: Traced) => ops.greaterEqual(ends, constantInt(ops, 0));
    return ops.where(ops.and(isIn(fates), isIn(all)), ops.minimum(fates, all), fates);
  }),
  causal(
    'causal-free-entry-counts',
    (ops, options, { state, ...rest }) =>
      state &&
      select(ops, options, {
        ...rest,
        state: { ...state, positions: ops.maximum(state.positions, constantInt(ops, 0)) },
      }),
  ),
  causal('causal-slots-are-taken-by-what-does-not-enter', (ops, options, given) => {
    if (!options.slots || options.capacity === undefined || given.state) return undefined;
    // As if the set never filled, with the fates of the right rule for those that are left.
    const { capacity: _, ...unlimited } = options;
    const [fates, all] = [select(ops, options, given), select(ops, unlimited, given)];
    return ops.where(ops.greaterEqual(all, constantInt(ops, 0)), fates, all);
  }),
  wrong('rotary-by-slot', 'rotary', (ops, { attributes, scope }, [x, cos, sin, positions]) => {
    if (!positions || scope.split('/')[0] !== 'mosa') return undefined;
    const { shape } = ops.typeOf(positions);
    return ops.rotary(x!, cos!, sin!, attributes, ops.broadcastTo(range(ops, shape.at(-1)!), shape));
  }),
  { name: 'causal-cache-keeps-a-row-at-its-reset', mutate: withStaleRows },
];

/** A mutant of causal selection; undefined where it does it right. */
function causal(name: string, build: (ops: Ops, options: Options, given: Operands) => Traced | undefined): Mutant {
  return wrong(name, 'causalSelect', (ops, { attributes }, inputs) => build(ops, attributes, causalOperands(inputs)));
}

/** The op as it is. */
function select(ops: Ops, options: Options, { logits, threshold, ...more }: Operands): Traced {
  return ops.causalSelect(logits, threshold, options, more);
}

/** bool [E, B, t]: true at these positions, int32 [E, B, k]. */
function marked(ops: Ops, positions: Traced, t: number): Traced {
  const [E, B, k] = ops.typeOf(positions).shape as [number, number, number];
  const starts = ops.constant(
    Int32Array.from({ length: E * B }, (_, row) => row * t),
    [E, B, 1],
    'int32',
  );
  const ones = ops.broadcastTo(constantInt(ops, 1), [E * B * k, 1]);
  const counts = ops.scatterAdd(ops.reshape(ops.add(positions, starts), [E * B * k]), ones, E * B * t);
  return ops.reshape(ops.greater(counts, constantInt(ops, 0)), [E, B, t]);
}

/** Logits replaced by their ranks, of which that of the higher position is higher where logits are equal. */
function lateFirst(ops: Ops, { logits, threshold, state, valid }: Operands): Operands {
  const [E, B, t] = ops.typeOf(logits).shape as [number, number, number];
  const here = ops.broadcastTo(state ? ops.add(ops.reshape(state.start, [B, 1]), range(ops, t)) : range(ops, t), [
    E,
    B,
    t,
  ]);
  const values = state ? ops.concat([state.logits, logits], -1) : logits;
  const positions = state ? ops.concat([state.positions, here], -1) : here;
  const n = ops.typeOf(values).shape[2]!;
  const row = (x: Traced) => ops.reshape(x, [E, B, 1, n]);
  const column = (x: Traced) => ops.reshape(x, [E, B, n, 1]);
  const isEarlierEqual = ops.and(
    ops.equal(row(values), column(values)),
    ops.greater(column(positions), row(positions)),
  );
  const isWorse = ops.or(ops.greater(column(values), row(values)), isEarlierEqual);
  const ranks = ops.cast(ops.sum(ops.cast(isWorse, 'int32'), [-1]), 'float32'); // [E, B, n]
  const part = (from: number, size: number) => ops.slice(ranks, [0, 0, from], [E, B, size]);
  const lowest = constantScalar(ops, -infinity);
  const isAbove = ops.greater(logits, ops.reshape(threshold, [E, 1, 1]));
  return {
    logits: ops.where(isAbove, part(n - t, t), lowest),
    threshold: ops.broadcastTo(lowest, [E]),
    ...(state ? { state: { ...state, logits: part(0, n - t) } } : {}),
    ...(valid ? { valid } : {}),
  };
}

/**
 * A backend that keeps the buffers of inputs that were on the device: where the next run is given that input anew from the
 * host, the last row is what it was.
 */
function withStaleRows(backend: Backend): Backend {
  return {
    ...backend,
    async compile(graph, options) {
      const program = await backend.compile(graph, options);
      const before = new Map<string, HostTensor>();
      return {
        ...program,
        async run(inputs) {
          if (typeof inputs !== 'object' || inputs === null) return program.run(inputs);
          const given = { ...inputs };
          for (const [name, tensor] of Object.entries(inputs)) {
            const stale = before.get(name);
            before.delete(name);
            if (tensor instanceof DeviceTensor) {
              if (!tensor.disposed) before.set(name, await tensor.read());
            } else if (stale && tensor && sameShape(stale.shape, tensor.shape)) {
              given[name] = withLastRow(tensor, stale);
            }
          }
          return program.run(given);
        },
      };
    },
  };
}

function withLastRow(tensor: HostTensor, stale: HostTensor): HostTensor {
  const from = tensor.data.length - (tensor.shape.at(-1) ?? 1);
  const data = tensor.data.slice();
  data.set(stale.data.subarray(from), from);
  return { ...tensor, data };
}
