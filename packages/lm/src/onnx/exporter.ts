import type { AttentionConfig, Graph, HostTensor, StorageFormat } from '@mosa-js/core';

type Sizes = Readonly<Record<string, number>>;

/** The module `@mosa-js/onnxruntime`, as far as it is used: it writes the files, and no runtime is loaded for that. */
export interface OnnxExporter<Derived = never> {
  exportOnnx(
    graph: (sizes: Sizes) => Graph,
    weights: Readonly<Record<string, HostTensor>>,
    options: {
      readonly sizes: Readonly<Record<string, readonly number[]>>;
      readonly derived: readonly Derived[];
      readonly metadata: Readonly<Record<string, string>>;
      readonly externalFile: string;
      readonly externalFrom?: number;
      readonly opset?: number;
      readonly ir?: number;
      readonly storage?: StorageFormat;
    },
  ): OnnxFile;
  derivedSizes(config: AttentionConfig): readonly Derived[];
  sampleLengths(configs: readonly AttentionConfig[], most: number): readonly number[];
}

/** A file of ONNX, and the weights beside it where these are too large for one. */
export interface OnnxFile {
  readonly model: Uint8Array;
  readonly data?: { readonly file: string; readonly bytes: number; readonly pieces: readonly Uint8Array[] };
}
