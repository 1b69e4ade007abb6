import { checkModel, type ModelShape, tokensPerHead } from './model';

/**
 * Parameters of a model (paper, App. A): untied embeddings 2·V·h, 8h² a feed-forward block, 4hh' a dense or fixed head,
 * 4hh' + h a MoSA head, 3hh' and ρ centres a routing head; no biases and no norms.
 * @throws MosaError `config`
 */
export function paperParameterCount(model: ModelShape): number {
  checkModel(model, 'paperParameterCount');
  const { dModel: h, dHead: d, sparsity = 1 } = model;
  const sparse = { mosa: 4 * h * d + h, fixed: 4 * h * d, routing: 3 * h * d + sparsity * d }[model.kind ?? 'mosa'];
  const layer = model.denseHeads * 4 * h * d + (model.sparseHeads ?? 0) * sparse + 8 * h * h;
  return 2 * (model.vocabulary ?? 8000) * h + model.layers * layer;
}

/**
 * Key-value pairs that a decoder keeps for one sequence, per layer and in all: T a dense head, k a MoSA or fixed head,
 * T a routing head (its projections run on all tokens).
 * @throws MosaError `config`
 */
export function kvPairs(model: ModelShape): { perLayer: number; total: number } {
  checkModel(model, 'kvPairs');
  const { seqLen: T, sparsity = 1, kind = 'mosa' } = model;
  const sparse = kind === 'routing' ? T : tokensPerHead(T, sparsity);
  const perLayer = model.denseHeads * T + (model.sparseHeads ?? 0) * sparse;
  return { perLayer, total: perLayer * model.layers };
}
