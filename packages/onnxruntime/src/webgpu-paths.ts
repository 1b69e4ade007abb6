/** The code paths of models for ONNX Runtime's webgpu execution provider, beside those that all have. */
export const webgpuPaths = [
  'exp: NaN kept',
  'log: zero, negatives and NaN answered apart',
  'sigmoid: NaN kept',
  'softmax: NaN kept',
  'isNaN: x ≠ x',
  'neg: float32',
  'neg: int32 by 0 − x',
  'and: equal shapes',
  'and: expanded',
  'or: equal shapes',
  'or: expanded',
  'where: bool, equal shapes',
  'where: bool, expanded',
  'cast: bool to int32',
  'cast: bool to the int32 that it was made from',
  'transpose: numbers',
  'transpose: bool by int32',
  'concat: numbers',
  'concat: bool by int32',
  'slice: int32 or bool by gathers',
  'slice: int32 or bool as a whole',
  'sum: float32',
  'sum: int32, 32 elements or more',
  'sum: int32 in halves, fewer than 32 elements',
  'cumulativeSum: rows in one piece',
  'cumulativeSum: rows in whole blocks',
  'cumulativeSum: rows in blocks, the last one padded',
  'scatterAdd: int32',
  'scatterAdd: one update',
  'scatterAdd: 2 parts',
  'scatterAdd: 3 parts',
  'scatterAdd: 4 to 7 parts',
  'scatterAdd: too many updates for parts',
  'output: to the host',
  'output: left on the device',
] as const;

/** Beside those, where the provider's own attention is right. */
export const webgpuAttentionPaths = ['attention: by MultiHeadAttention', 'attention: from primitives'] as const;

/** Beside those, where heads select by an operator. */
export const webgpuSelectPaths = ['selectIndices: by TopK of blocks'] as const;
