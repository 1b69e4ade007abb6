import fc from 'fast-check';
import type { Dtype, Tensor } from '../../src';

const bytesPerElement: Record<Dtype, number> = { BOOL: 1, U8: 1, F16: 2, BF16: 2, I32: 4, F32: 4, F64: 8, I64: 8 };

const arrays = {
  BOOL: Uint8Array,
  U8: Uint8Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I32: Int32Array,
  F32: Float32Array,
  F64: Float64Array,
  I64: BigInt64Array,
};

const tensor: fc.Arbitrary<Tensor> = fc
  .record({
    dtype: fc.constantFrom(...(Object.keys(arrays) as Dtype[])),
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
  })
  .chain(({ dtype, shape }) => {
    const length = shape.reduce((a, b) => a * b, 1) * bytesPerElement[dtype];
    const byte = fc.integer({ min: 0, max: dtype === 'BOOL' ? 1 : 255 });
    return fc.array(byte, { minLength: length, maxLength: length }).map((bytes) => {
      return { dtype, shape, data: new arrays[dtype](Uint8Array.from(bytes).buffer) } as Tensor;
    });
  });

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '__proto__', 'constructor', '10', '9', 'a"\\', '\uffee', '\u{1f600}'),
);

/** Tensors of every dtype, with any bits, shapes with zeros, and names that are hard on parsers. */
export const tensors = fc.dictionary(
  text.filter((name) => name !== '__metadata__'),
  tensor,
  { maxKeys: 8, noNullPrototype: false },
);

/** At most one field, since the Python library writes several in a random order. */
export const metadata = fc.option(fc.dictionary(text, text, { maxKeys: 1 }), { nil: undefined });
