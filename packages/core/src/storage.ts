/**
 * How the elements of a float32 tensor are held on a device. Of the 16-bit formats each value is rounded once, to nearest and ties to
 * even, and what reads it computes in float32 with the rounded value. `float16` has 11 significant bits, to 65,504, and `bfloat16`
 * 8 with float32's range.
 */
export const storageFormats = ['float32', 'float16', 'bfloat16'] as const;
export type StorageFormat = (typeof storageFormats)[number];
/** Those of 16 bits. */
export type HalfFormat = Exclude<StorageFormat, 'float32'>;

export interface UploadOptions {
  /** How it is held on the device; int32 and bool tensors are held as ever. Default 'float32'. */
  readonly storage?: StorageFormat;
  /** What it is, for messages: `weight wq`. Default 'upload'. */
  readonly name?: string;
}
