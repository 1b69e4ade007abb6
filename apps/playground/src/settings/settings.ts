/** All that a run in the page follows from, beside the text. */
export interface Settings {
  /** Where it computes: `auto` is WebGPU on a real GPU, and WebAssembly elsewhere. */
  readonly backend: 'auto' | 'webgpu' | 'wasm';
  /** How MoSA heads choose: the best of the whole sequence, as published, or without looking ahead. */
  readonly selection: 'published' | 'causal';
  /** k: tokens that a MoSA head takes of a sequence. */
  readonly k: number;
  /** MoSA heads of a layer; 0: as many as equal FLOPs allow. */
  readonly heads: number;
  /** Dense heads that the hybrid keeps. */
  readonly kept: number;
  /** Heads of the dense model. */
  readonly dense: number;
  /** Tokens that a causal head remembers; 0: k. */
  readonly capacity: number;
  /** Tokens of a sequence. */
  readonly length: number;
  readonly width: number;
  readonly layers: number;
  readonly batch: number;
  readonly rate: number;
  readonly steps: number;
  readonly seed: number;
}

export const defaults: Settings = {
  backend: 'auto',
  selection: 'published',
  k: 8,
  heads: 0,
  kept: 2,
  dense: 4,
  capacity: 0,
  length: 64,
  width: 64,
  layers: 2,
  batch: 8,
  rate: 0.003,
  steps: 500,
  seed: 1,
};
