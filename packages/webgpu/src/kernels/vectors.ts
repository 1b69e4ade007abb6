/** How many elements an invocation computes at once: single ones, or vectors of 4. */
export type Width = 1 | 4;

/** Vectors where rows of this length are whole vectors. */
export function componentsOf(length: number): Width {
  return length % 4 === 0 ? 4 : 1;
}

/** The same in names of code paths. */
export function inVectors(width: Width): 'in vectors' | 'one by one' {
  return width === 4 ? 'in vectors' : 'one by one';
}
