/** A row in words, for progress. */
export function describe({ kind, batch, length, heads, sparsity, k, draw }) {
  const choice = k !== undefined ? `, k = ${k}` : sparsity !== undefined ? `, ρ = ${sparsity}` : '';
  const read = draw === undefined ? '' : draw === 'logits' ? ', logits read' : `, ${draw} drawn and read`;
  return `${kind}, B = ${batch}, T = ${length}, E = ${heads}${choice}${read}`;
}
