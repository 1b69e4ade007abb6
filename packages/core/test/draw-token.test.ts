import { expect, it } from 'vitest';
import { type DrawOptions, type TensorType, trace } from '../src/index';

const float = (...shape: number[]): TensorType => ({ shape, dtype: 'float32' });
const draw = (options: DrawOptions, logits = float(2, 3, 5), random = float(2, 3)) =>
  trace((ops, { l, r }) => ({ y: ops.drawToken(l!, r!, options) }), { inputs: { l: logits, r: random } });

it('has a token for each row', () => {
  const { nodes, outputs } = draw({ temperature: 0.5, topK: 9, topP: 1 });
  expect(nodes[outputs.y!]!.type).toEqual({ shape: [2, 3], dtype: 'int32' });
  const one = draw({ temperature: 0 }, float(5), float());
  expect(one.nodes[one.outputs.y!]!.type).toEqual({ shape: [], dtype: 'int32' });
});

it.each([
  [{ temperature: -1 }],
  [{ temperature: Number.NaN }],
  [{ temperature: Number.POSITIVE_INFINITY }],
  [{ temperature: 1, topK: 0 }],
  [{ temperature: 1, topK: 1.5 }],
  [{ temperature: 1, topK: Number.POSITIVE_INFINITY }],
  [{ temperature: 1, topP: 0 }],
  [{ temperature: 1, topP: 1.1 }],
  [{ temperature: 1, topP: Number.NaN }],
])('refuses %o', (options) => {
  expect(() => draw(options)).toThrow('drawToken: expected temperature ≥ 0, whole topK ≥ 1, 0 < topP ≤ 1, got ');
});

it('refuses operands that do not fit', () => {
  const usual = { temperature: 1 };
  expect(() => draw(usual, float(2, 5), float(5))).toThrow('drawToken random: expected [2], got float32 [5]');
  expect(() => draw(usual, float(), float())).toThrow('a rank of at least 1');
  expect(() => draw(usual, { shape: [5], dtype: 'int32' }, float())).toThrow('float32');
  expect(() => draw(usual, float(5), { shape: [], dtype: 'int32' })).toThrow('float32');
});
