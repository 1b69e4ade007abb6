import type { Named, TensorType } from '@mosa-js/core';
import type { LanguageModelConfig } from '../config';
import type { ProgramName } from './export-language-model';

/** What goes from run to run. */
export interface OnnxStatePart {
  /** Input of prefill and decode. */
  readonly input: string;
  /** The output that is that input of the next run. */
  readonly output: string;
  readonly dtype: 'int32' | 'float32';
  /** Sizes of its axes; `batch` is that of the run. */
  readonly shape: readonly (number | 'batch')[];
  /** What all elements are before any token. */
  readonly fill: number;
}

/** model.json: what a program that runs the files has to know. */
export interface OnnxManifest {
  readonly format: 'mosa-js-onnx';
  readonly version: 1;
  readonly config: LanguageModelConfig;
  /** As checkpoints have it. */
  readonly tokenizer?: unknown;
  readonly positions: number;
  readonly programs: readonly ProgramName[];
  /** Tokens that one run of prefill takes of each sequence. */
  readonly longestPrefill?: number;
  readonly state?: readonly OnnxStatePart[];
}

export function manifestOf(of: {
  readonly config: LanguageModelConfig;
  readonly tokenizer: unknown;
  readonly positions: number;
  readonly programs: readonly ProgramName[];
  readonly most: number;
  /** Of one sequence. */
  readonly types: Named<TensorType>;
}): OnnxManifest {
  const { config, tokenizer, positions, programs, most, types } = of;
  const state = Object.entries(types).map(
    ([name, { shape, dtype }]): OnnxStatePart => ({
      input: name,
      output: `next/${name}`,
      dtype: dtype as OnnxStatePart['dtype'],
      // Sequences are the first axis of `position`, and the second one of caches, behind heads.
      shape: shape.map((size, axis) => (axis === (name.startsWith('cache/') ? 1 : 0) ? 'batch' : size)),
      fill: name.endsWith('positions') ? -1 : 0,
    }),
  );
  return {
    format: 'mosa-js-onnx',
    version: 1,
    config,
    ...(tokenizer === undefined ? {} : { tokenizer }),
    positions,
    programs,
    ...(state.length === 0 ? {} : { longestPrefill: most, state }),
  };
}
