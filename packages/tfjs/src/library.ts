import type * as core from '@tensorflow/tfjs-core';

/** The module namespace of `@tensorflow/tfjs-core`, or of a package that re-exports it, such as `@tensorflow/tfjs`. */
export type Tfjs = typeof core;

/** A tensor of tfjs, on whichever of its backends. */
export type TfjsTensor = core.Tensor;
