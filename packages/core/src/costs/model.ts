import { MosaError, show } from '../error';

/** Head kinds of the paper's comparison. */
export type SparseKind = 'mosa' | 'fixed' | 'routing';

/** A decoder-only model as the paper counts it (App. A). All layers are alike. */
export interface ModelShape {
  readonly layers: number;
  /** h */
  readonly dModel: number;
  /** h' */
  readonly dHead: number;
  /** T, tokens a sequence */
  readonly seqLen: number;
  readonly denseHeads: number;
  /** Sparse heads beside the dense ones. Default 0. */
  readonly sparseHeads?: number;
  /** Kind of the sparse heads. Default 'mosa'. */
  readonly kind?: SparseKind;
  /** ρ = T/k. Needed where there are sparse heads. */
  readonly sparsity?: number;
  /** Only for `paperParameterCount`. Default 8000, as in the paper. */
  readonly vocabulary?: number;
}

export function checkModel(model: ModelShape, where: string): void {
  const whole = (key: string, value: unknown, least: number) => {
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      throw new MosaError('config', `${where}.${key}`, `a whole number from ${least}`, show(value));
    }
  };
  for (const key of ['layers', 'dModel', 'dHead', 'seqLen'] as const) whole(key, model[key], 1);
  whole('denseHeads', model.denseHeads, 0);
  whole('sparseHeads', model.sparseHeads ?? 0, 0);
  whole('vocabulary', model.vocabulary ?? 8000, 1);
  const { kind = 'mosa', sparsity } = model;
  if (!['mosa', 'fixed', 'routing'].includes(kind))
    throw new MosaError('config', `${where}.kind`, 'mosa, fixed or routing', show(kind));
  if (((model.sparseHeads ?? 0) > 0 || sparsity !== undefined) && !(Number.isFinite(sparsity) && sparsity! >= 1)) {
    throw new MosaError('config', `${where}.sparsity`, 'a finite number from 1', show(sparsity));
  }
}

/** k at length T: min(max(⌊T/ρ⌋, 2), T). */
export function tokensPerHead(seqLen: number, sparsity: number): number {
  return Math.min(Math.max(Math.floor(seqLen / sparsity), 2), seqLen);
}
