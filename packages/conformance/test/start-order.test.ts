import { expect, test } from 'vitest';
import { startOrder } from '../src/runner/run-conformance';

const order = (...names: string[]) =>
  startOrder(names.map((name) => (name.startsWith('gpu') ? { name, needs: 'gpu' } : { name }))).map(
    ([index, { name }]) => `${index} ${name}`,
  );

test('one backend that needs a GPU starts first, the others last', () => {
  expect(order('a', 'gpu-1', 'b', 'gpu-2', 'gpu-3')).toEqual(['4 gpu-3', '0 a', '2 b', '3 gpu-2', '1 gpu-1']);
});

test('without a GPU they start as they were asked for', () => {
  expect(order('a', 'b')).toEqual(['0 a', '1 b']);
  expect(order()).toEqual([]);
});
