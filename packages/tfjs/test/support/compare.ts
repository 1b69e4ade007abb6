import type { DType, HostTensor } from '@mosa-js/core';
import { expect } from 'vitest';

const classes: Record<DType, string> = { float32: 'Float32Array', int32: 'Int32Array', bool: 'Uint8Array' };

/**
 * Largest error of a device's tensor, relative to the wanted element or to `scale` where that is larger. Integers and
 * booleans, infinities and NaN must be exact, or the error is infinite.
 */
export function errorOf(actual: HostTensor, wanted: HostTensor, scale = 0): number {
  expect(actual.dtype).toBe(wanted.dtype);
  expect(actual.shape).toEqual(wanted.shape);
  expect(actual.data.constructor.name).toBe(classes[wanted.dtype]);
  expect(actual.data.length).toBe(wanted.data.length);
  let worst = 0;
  wanted.data.forEach((want, i) => {
    const got = actual.data[i]!;
    if (got === want || (Number.isNaN(got) && Number.isNaN(want))) return;
    const error = Math.abs(got - want) / Math.max(scale, Math.abs(want));
    const comparable = wanted.dtype === 'float32' && Number.isFinite(want) && Number.isFinite(got);
    worst = Math.max(worst, comparable ? error : Number.POSITIVE_INFINITY);
  });
  return worst;
}

export function largest(tensor: HostTensor): number {
  return Float64Array.from(tensor.data, Math.abs).reduce((a, b) => Math.max(a, b), 0);
}
