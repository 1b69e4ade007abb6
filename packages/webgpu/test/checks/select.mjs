import assert from 'node:assert/strict';
import { isSoftware } from '@mosa-js/webgpu';
import { create, live } from '../support/create.mjs';
import { rows as kinds } from '../support/select-rule.mjs';
import { agrees, mask, tensor } from '../support/selecting.mjs';

const backend = await create();

export async function everyKindOfRow() {
  for (const kind of Object.values(kinds)) {
    for (const width of [1, 32, 33, 257, 1000]) {
      for (const k of new Set([1, Math.ceil(width / 3), width])) await agrees(backend, tensor([2, width], kind), k);
    }
  }
}

export async function rowsLongerThanAChunk() {
  for (const width of [8191, 8193, 20000]) {
    for (const kind of ['spread', 'few values', 'special']) {
      for (const k of [64, width - 5]) await agrees(backend, tensor([2, width], kinds[kind]), k);
    }
  }
}

export async function oneRowOf100000() {
  await agrees(backend, tensor([100000], kinds.spread), 3125);
  await agrees(backend, tensor([100000], kinds['few values']), 60001);
  await agrees(backend, tensor([100000], kinds.equal), 99999);
}

export async function moreRowsThanOneDimensionOfADispatch() {
  await agrees(backend, tensor([70000, 3], kinds.spread), 2);
  // With a workgroup for each row, which takes a software GPU minutes.
  if (!isSoftware(backend.adapterInfo)) await agrees(backend, tensor([70000, 40], kinds.spread), 2);
}

export async function isOnTheDevice() {
  assert.deepEqual(backend.capabilities.fused, [
    'selectIndices',
    'attention',
    'attentionGradient',
    'rotary',
    'causalSelect',
    'drawToken',
  ]);
}

export async function nothingIsLeft() {
  const before = live(backend);
  await agrees(backend, tensor([4, 100], kinds.spread), 9, mask([100], 0.5));
  assert.deepEqual(live(backend), before);
}

export const finish = () => backend.dispose();
