import type { OnnxGraph, OnnxInitialiser } from '../onnx/model';

/** Weights of a model in a file of their own. */
export interface ExternalData {
  /** Its name, in the folder of the model. */
  readonly file: string;
  readonly bytes: number;
  /** What it holds, in order, so that it can be written without a copy as a whole. */
  readonly pieces: readonly Uint8Array[];
}

/** Smaller tensors stay in the model. */
const fewestBytes = 1024;
/** Readers map files into memory by pages. */
const page = 4096;

export function moveOut(graph: OnnxGraph, file: string): { readonly graph: OnnxGraph; readonly data: ExternalData } {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const add = (piece: Uint8Array) => {
    pieces.push(piece);
    bytes += piece.length;
  };
  const initialisers = graph.initialisers.map((one): OnnxInitialiser => {
    if (one.raw.length < fewestBytes) return one;
    if (bytes % page !== 0) add(new Uint8Array(page - (bytes % page)));
    const offset = bytes;
    add(one.raw);
    return { ...one, external: { file, offset } };
  });
  return { graph: { ...graph, initialisers }, data: { file, bytes, pieces } };
}
