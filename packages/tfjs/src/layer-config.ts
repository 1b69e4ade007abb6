import { type AttentionConfig, MosaError, type SingleConfig } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

type WithoutWidth<C> = C extends unknown ? Omit<C, 'dModel'> & { readonly dModel?: number } : never;

/** Heads of core's, in which `dModel`, h, may be left out. Parts of a sum are a list. */
export type LayerAttention =
  | WithoutWidth<SingleConfig>
  | { readonly kind: 'sum'; readonly parts: readonly LayerAttention[] };

/** The same heads for tokens of width h. What they say of their width stays, for core to check. */
export function withWidth(attention: LayerAttention, dModel: number): AttentionConfig {
  if (attention.kind !== 'sum') return { ...attention, dModel: attention.dModel ?? dModel } as SingleConfig;
  const { parts } = attention;
  // A saved model writes names in another case, so those of parts could come back as others.
  if (!Array.isArray(parts)) throw new MosaError('config', 'MosaAttention attention.parts', 'a list', show(parts));
  return { ...attention, parts: parts.map((part) => withWidth(part, dModel)) };
}

/** h, where the heads say it. */
export function widthOf(attention: LayerAttention): number | undefined {
  if (attention.kind !== 'sum') return attention.dModel;
  const parts = Array.isArray(attention.parts) ? (attention.parts as readonly LayerAttention[]) : [];
  return parts.map(widthOf).find((width) => width !== undefined);
}
