/**
 * What is timed at one T, as rows that differ in heads, kind, and k or ρ. A k above T is left out.
 * @returns [{ kind, batch, length, heads, sparsity?, k? }]
 */
export function layerShapes({ batch, heads, kinds, sparsity, k }, length) {
  return heads.flatMap((E, i) =>
    kinds.flatMap(({ kind, heads: own }) => {
      if (own !== undefined && i > 0) return [];
      const shape = { kind, batch, length, heads: own ?? E };
      if (kind === 'dense') return [shape];
      if (kind === 'mosa' && k.length > 0) return countsAt(k, length).map((count) => ({ ...shape, k: count }));
      return sparsity.map((rho) => ({ ...shape, sparsity: rho }));
    }),
  );
}

/** @param k [{ share } or { count }]. @returns numbers of positions, each once, none above T */
export function countsAt(k, length) {
  const counts = k.map(({ share, count }) => count ?? Math.ceil(length / share));
  return [...new Set(counts)].filter((count) => count <= length);
}

/** Core's configuration of one row. */
export function attentionOf({ kind, heads, sparsity, k }, { width, headWidth, denseHeads = 0, beside = 'dense' }) {
  const sizes = { dModel: width, dHead: headWidth };
  const own = { kind, ...sizes, heads };
  if (kind === 'dense') return own;
  const sparse = k === undefined ? { ...own, sparsity } : { ...own, k };
  if (denseHeads === 0) return sparse;
  const others = { kind: beside, ...sizes, heads: denseHeads, ...(beside === 'dense' ? {} : { sparsity }) };
  return { kind: 'sum', parts: [others, sparse] };
}
