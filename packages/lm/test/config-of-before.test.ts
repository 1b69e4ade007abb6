import { expect, it } from 'vitest';
import { configOfBefore } from '../src/index';
import { dense, h, mosa } from './support/models';

const before = { kind: 'hybrid', mosa, other: dense };
const now = { kind: 'sum', parts: { mosa, other: dense } };
const model = (attention: unknown) => ({ vocabularySize: 5, dModel: h, layers: 1, attention });

it.each([
  ['hybrid heads', before, now],
  ['those of single layers', [dense, before], [dense, now]],
  ['those within a sum', { kind: 'sum', parts: [before, dense] }, { kind: 'sum', parts: [now, dense] }],
  ['those within named parts', { kind: 'sum', parts: { a: before } }, { kind: 'sum', parts: { a: now } }],
  ['what is not known of them', { ...before, weight: 1 }, { ...now, weight: 1 }],
])('reads %s as a sum', (_name, given, expected) => {
  expect(configOfBefore(model(given))).toEqual(model(expected));
});

it.each([null, 3, 'hybrid', {}, model(null), model(dense), model(now), model([null, { kind: 'sum', parts: null }])])(
  'leaves what is neither as it is: %j',
  (given) => {
    expect(configOfBefore(given)).toEqual(given);
  },
);
