import { expect, it } from 'vitest';
import { samplingTensor, type TensorType, trace } from '../src/index';

const float = (...shape: number[]): TensorType => ({ shape, dtype: 'float32' });
const draw = (logits = float(2, 3, 5), random = float(2, 3), sampling = float(3)) =>
  trace((ops, { l, r, s }) => ({ y: ops.drawToken(l!, r!, s!) }), { inputs: { l: logits, r: random, s: sampling } });

it('has a token for each row', () => {
  const { nodes, outputs } = draw();
  expect(nodes[outputs.y!]!.type).toEqual({ shape: [2, 3], dtype: 'int32' });
  const one = draw(float(5), float());
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
  expect(() => samplingTensor(options)).toThrow(
    'drawToken: expected temperature ≥ 0, whole topK ≥ 1, 0 < topP ≤ 1, got ',
  );
});

it('refuses operands that do not fit', () => {
  expect(() => draw(float(2, 5), float(5))).toThrow('drawToken random: expected [2], got float32 [5]');
  expect(() => draw(float(), float())).toThrow('a rank of at least 1');
  expect(() => draw({ shape: [5], dtype: 'int32' }, float())).toThrow('float32');
  expect(() => draw(float(5), { shape: [], dtype: 'int32' })).toThrow('float32');
  expect(() => draw(float(5), float(), float(2))).toThrow('drawToken sampling: expected [3], got float32 [2]');
});

it('has options in a tensor, within what a float32 holds', () => {
  expect(samplingTensor({ temperature: 0.5, topK: 9, topP: 0.25 }).data).toEqual(Float32Array.of(0.5, 9, 0.25));
  expect(samplingTensor({ temperature: 0 }).data).toEqual(Float32Array.of(0, 0, 1));
  const far = samplingTensor({ temperature: 1e-99, topK: 1e12, topP: 1e-99 }).data;
  expect(far).toEqual(Float32Array.of(2 ** -126, 2 ** 24, 2 ** -126));
  expect(samplingTensor({ temperature: 1e300 }).data[0]).toBe(Math.fround(1e36));
});
