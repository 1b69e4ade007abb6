import { createRequire } from 'node:module';
import { MosaError as Imported } from '@mosa-js/core';
import { expect, it } from 'vitest';
import { MosaError } from '../src/index';

// Three copies of core in one process: the source, and the built package for import and for require.
const { MosaError: Required } = createRequire(import.meta.url)('@mosa-js/core');

it('is known by every copy of core', () => {
  const classes = [MosaError, Imported, Required] as (typeof MosaError)[];
  expect(new Set(classes).size).toBe(3);
  for (const Made of classes) {
    const error = new Made('shape', 'here', 'this', 'that');
    for (const Known of classes) expect(error).toBeInstanceOf(Known);
    expect(Object.keys(error)).not.toContain('Symbol(mosa-js.MosaError)');
  }
});

it('is not what it is not', () => {
  class Special extends MosaError {}
  const plain = new MosaError('shape', 'here', 'this', 'that');
  expect(plain instanceof Special).toBe(false);
  expect(new Special('shape', 'here', 'this', 'that')).toBeInstanceOf(MosaError);
  expect(new Special('shape', 'here', 'this', 'that')).toBeInstanceOf(Special);
  for (const other of [new Error('x'), { name: 'MosaError', code: 'shape' }, undefined, null, 'x'])
    expect(other instanceof MosaError).toBe(false);
});
