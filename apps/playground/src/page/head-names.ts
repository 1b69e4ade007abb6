import type { HeadRow } from '../worker/look';

/** Heads of a layer, MoSA heads first: they are what there is to see. */
export function headsOf(rows: readonly HeadRow[], layer: number): readonly HeadRow[] {
  const own = rows.filter((row) => row.layer === layer);
  return [...own.filter(({ kind }) => kind === 'mosa'), ...own.filter(({ kind }) => kind === 'dense')];
}

/** Counted from 1, as people do. */
export function nameOf({ kind, head }: Pick<HeadRow, 'kind' | 'head'>): string {
  return `${kind === 'mosa' ? 'MoSA' : 'dense'} ${head + 1}`;
}
