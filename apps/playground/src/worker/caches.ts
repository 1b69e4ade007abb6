import { headGroups } from '@mosa-js/core';
import { attentionOf, type Decoder, type HeadStats } from '@mosa-js/lm';

/** How full the cache of one head is. */
export interface CacheUse {
  readonly layer: number;
  readonly kind: 'dense' | 'mosa';
  readonly head: number;
  /** Tokens that it holds, and that it has room for. */
  readonly held: number;
  readonly capacity: number;
  /** Bytes of one: key and value, and with MoSA heads its logit and its position. */
  readonly entryBytes: number;
}

export async function cachesOf(decoder: Decoder): Promise<CacheUse[]> {
  const stats: readonly HeadStats[] = await decoder.stats();
  const position = decoder.position[0]!;
  return attentionOf(decoder.config).flatMap((attention, layer) =>
    headGroups(attention).flatMap(({ prefix, config }) =>
      Array.from({ length: config.heads }, (_, head): CacheUse => {
        const pair = 2 * 4 * config.dHead;
        if (config.kind !== 'mosa' || typeof config.selection !== 'object')
          return { layer, kind: 'dense', head, held: position, capacity: decoder.positions, entryBytes: pair };
        const own = stats.find((each) => each.layer === layer && each.group === prefix && each.head === head)!;
        const { capacity = decoder.positions } = config.selection;
        return { layer, kind: 'mosa', head, held: own.processed - own.evicted, capacity, entryBytes: pair + 8 };
      }),
    ),
  );
}
