import assert from 'node:assert/strict';
import { trace } from '@mosa-js/core';
import { unfused } from '@mosa-js/core/adapter';
import { randomSource } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { create, live } from '../support/create.mjs';

const backend = await create();
const reference = createReferenceBackend();
const next = randomSource(11);

const kinds = {
  spread: () => next() * 4 - 2,
  'few values': () => Math.floor(next() * 4) - 1,
  rising: (i) => i / 16 - 1,
  special: () => [0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][Math.floor(next() * 6)],
};

function tensors({ E, B, t }, kind, { capacity }, { valid, state }) {
  const floats = (shape, value) => {
    const length = shape.reduce((a, b) => a * b, 1);
    return { shape, dtype: 'float32', data: Float32Array.from({ length }, (_, i) => value(i)) };
  };
  const ints = (shape, value) => ({
    ...floats(shape, value),
    dtype: 'int32',
    data: Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
  });
  const starts = ints([B], (b) => 37 + 11 * b);
  return {
    logits: floats([E, B, t], (i) => kind(i % t)),
    threshold: floats([E], (e) => [-0.5, 0, 1, Number.NEGATIVE_INFINITY][e % 4]),
    ...(valid
      ? {
          valid: { shape: [B, t], dtype: 'bool', data: Uint8Array.from({ length: B * t }, () => Number(next() < 0.8)) },
        }
      : {}),
    ...(state
      ? {
          start: starts,
          held: floats([E, B, capacity], kind),
          // Distinct, of which some entries are free, in no order.
          positions: ints([E, B, capacity], (i) => (i % 3 === 1 ? -1 : (i * 7) % Math.min(37, capacity * 2))),
          admitted: ints([E, B], (i) => i % 3),
        }
      : {}),
  };
}

async function agrees(size, kindName, options, form = {}) {
  const inputs = tensors(size, kinds[kindName], options, form);
  if (form.state) {
    const { capacity } = options;
    for (let row = 0; row < size.E * size.B; row++) {
      const own = inputs.positions.data.subarray(row * capacity, (row + 1) * capacity);
      own.forEach((position, i) => {
        if (own.indexOf(position) < i) own[i] = -1;
        // A running set has no logits that are no numbers but that of position 0.
        const at = row * capacity + i;
        if (Number.isNaN(inputs.held.data[at])) inputs.held.data[at] = 0;
      });
    }
  }
  const graph = trace(
    (ops, { logits, threshold, valid, start, held, positions, admitted }) => ({
      fates: ops.causalSelect(logits, threshold, options, {
        valid,
        ...(start ? { state: { start, logits: held, positions, admitted } } : {}),
      }),
    }),
    { inputs },
  );
  const run = async (on, tried) => {
    const program = await on.compile(tried);
    const { fates } = await program.run(inputs);
    const { data } = await fates.read();
    fates.dispose();
    await program.dispose();
    return Array.from(data);
  };
  const what = JSON.stringify([size, kindName, options, form]);
  const expected = await run(reference, graph);
  assert.deepEqual(await run(backend, graph), expected, `kernel: ${what}`);
  // The suite meets the primitives on every backend; here they say that the kernel and they mean the same.
  if (form.primitives) assert.deepEqual(await run(backend, unfused(graph)), expected, `primitives: ${what}`);
}

const small = { E: 4, B: 2, t: 90 };

export async function fromTheStart() {
  for (const kind of Object.keys(kinds)) {
    for (const capacity of [1, 7]) await agrees(small, kind, { capacity });
  }
}

export async function withSlotsAndTheFirst() {
  for (const kind of Object.keys(kinds)) {
    await agrees(small, kind, { capacity: 5, includeFirst: true, slots: { count: 2, block: 9 } }, { valid: true });
    await agrees(small, kind, { slots: { count: 3, block: 16 }, includeFirst: true }, { valid: true });
  }
}

export async function fromAState() {
  for (const kind of Object.keys(kinds)) {
    for (const t of [1, 64, 90]) {
      await agrees({ ...small, t }, kind, { capacity: 6 }, { state: true });
      await agrees(
        { ...small, t },
        kind,
        { capacity: 12, includeFirst: true, slots: { count: 3, block: 10 } },
        { state: true, valid: true },
      );
    }
  }
}

export async function asPrimitivesDo() {
  const slots = { count: 7, block: 45 };
  await agrees(small, 'special', { capacity: 5, includeFirst: true, slots }, { valid: true, primitives: true });
  await agrees({ ...small, t: 9 }, 'spread', { capacity: 6 }, { state: true, primitives: true });
}

/** They leave nothing behind, and neither does what follows. */
export async function longRows() {
  const before = live(backend);
  await agrees({ E: 2, B: 1, t: 500 }, 'spread', { capacity: 100 });
  await agrees(
    { E: 2, B: 1, t: 3000 },
    'rising',
    { capacity: 1000, slots: { count: 100, block: 128 } },
    { primitives: false },
  );
  await agrees({ E: 1, B: 1, t: 1100 }, 'spread', { capacity: 1025 });
  assert.deepEqual(live(backend), before);
}

export async function nothingIsLeft() {
  const before = live(backend);
  await agrees(small, 'spread', { capacity: 5 }, { state: true, valid: true });
  assert.deepEqual(live(backend), before);
}

export const finish = () => backend.dispose();
