import { checkModel, type ModelShape, type SparseKind, tokensPerHead } from './model';

/** Sizes that one head's FLOPs depend on. */
export interface HeadShape {
  readonly dModel: number;
  readonly dHead: number;
  readonly seqLen: number;
  readonly sparsity?: number;
}

/** Forward FLOPs of one head for one sequence (paper, App. A). A product [i,j]·[j,k] counts 2ijk. */
export function headFlops(
  kind: SparseKind | 'dense',
  { dModel: h, dHead: d, seqLen: T, sparsity: rho = 1 }: HeadShape,
): number {
  const k = tokensPerHead(T, rho);
  switch (kind) {
    case 'dense':
      return 8 * h * d * T + 4 * d * T * T;
    case 'mosa':
      return 8 * h * d * k + 4 * d * k * k + 2 * h * T + d * k;
    case 'fixed':
      return 8 * h * d * k + 4 * d * k * k;
    case 'routing':
      return 6 * h * d * T + 4 * d * k * k * rho + 2 * d * T;
  }
}

/**
 * Forward FLOPs of a model for one sequence (paper, App. A): heads and feed-forward blocks (16h²T a layer). Norms,
 * embeddings, the output layer, top-k, softmax and RoPE are not counted.
 * @throws MosaError `config`
 */
export function forwardFlops(model: ModelShape): number {
  checkModel(model, 'forwardFlops');
  const feedForward = 16 * model.dModel ** 2 * model.seqLen;
  const sparse = model.sparseHeads ? model.sparseHeads * headFlops(model.kind ?? 'mosa', model) : 0;
  return model.layers * (model.denseHeads * headFlops('dense', model) + sparse + feedForward);
}

/** A dense baseline, and how a sparse model of equal FLOPs is made from it. */
export interface IsoFlopOptions extends HeadShape {
  readonly layers: number;
  readonly baselineDenseHeads: number;
  /** Dense heads that stay. The paper keeps 4. */
  readonly keepDenseHeads: number;
  readonly kind: SparseKind;
  readonly sparsity: number;
}

/**
 * Sparse heads per layer of the model at equal FLOPs: the most that do not exceed the dense baseline's (paper, section 4).
 * @returns 0 where not even one fits
 * @throws MosaError `config`
 */
export function isoFlopHeads(options: IsoFlopOptions): number {
  const { layers, dModel, dHead, seqLen, baselineDenseHeads, keepDenseHeads, kind, sparsity } = options;
  const sizes = { layers, dModel, dHead, seqLen, kind, sparsity };
  checkModel({ ...sizes, denseHeads: baselineDenseHeads }, 'isoFlopHeads (baselineDenseHeads is denseHeads)');
  checkModel({ ...sizes, denseHeads: keepDenseHeads, sparseHeads: 1 }, 'isoFlopHeads (keepDenseHeads is denseHeads)');
  const room = (baselineDenseHeads - keepDenseHeads) * headFlops('dense', options);
  return Math.max(Math.floor(room / headFlops(kind, options)), 0);
}
