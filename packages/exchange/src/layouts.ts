import { type AttentionConfig, headGroups, MosaError, type SingleConfig, weightShapes } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/**
 * How tensors are named in a PyTorch file: as the modules of the authors' package are (`PureMoSA`, `Dense`, `MHLocalAttention`, and
 * `MoSA`, which has both), or as here, for modules written to these names.
 */
export type Layout = 'authors' | 'mosa-js';

export const layouts: readonly Layout[] = ['authors', 'mosa-js'];

/** @throws MosaError `config` */
export function checkLayout(layout: unknown, where: string): asserts layout is Layout {
  if (!layouts.includes(layout as Layout))
    throw new MosaError('config', `${where} layout`, layouts.map(show).join(' or '), show(layout));
}

/** Names of `PureMoSA`; it has no threshold, which causal heads need, and the one here is a buffer of the module. */
const mosaNames = {
  'router.weight': 'r.0.weight',
  'qkv.weight': 'QKV.W',
  'out.weight': 'O.W',
  'router.threshold': 'threshold',
};

/** Names of `Dense` and `MHLocalAttention`. */
const otherNames = { 'qkv.weight': 'W_QKV.weight', 'out.weight': 'W_O.weight' };

const modules = { mosa: 'mosa_heads.', other: 'other_heads.' } as const;

/**
 * The names of a layer's weights in a layout, by the names that they have here.
 * @param has whether the file holds a tensor whose name starts so: one group of heads may stand in a hybrid module alone
 * @throws MosaError `config` for heads that the authors' modules do not have
 */
export function namesIn(
  layout: Layout,
  config: AttentionConfig,
  where: string,
  has: (prefix: string) => boolean = () => false,
): Record<string, string> {
  if (layout === 'mosa-js') return Object.fromEntries(Object.keys(weightShapes(config)).map((name) => [name, name]));
  const groups = headGroups(config);
  const kinds = groups.map(({ config: group }) => partOf(group, where));
  if (groups.length > 2 || new Set(kinds).size < kinds.length) {
    const expected = "heads that the authors' hybrid module has: MoSA, and beside it dense or local heads, each once";
    throw new MosaError('config', where, expected, groups.map(({ config: group }) => group.kind).join(' + '));
  }
  return Object.fromEntries(
    groups.flatMap(({ prefix, config: group }, index) => {
      const own = modules[kinds[index]!];
      const path = config.kind === 'sum' || has(own) ? own : '';
      const names: Readonly<Record<string, string>> = group.kind === 'mosa' ? mosaNames : otherNames;
      return Object.keys(weightShapes(group)).map((name) => [`${prefix}${name}`, `${path}${names[name]}`]);
    }),
  );
}

function partOf({ kind }: SingleConfig, where: string): keyof typeof modules {
  if (kind === 'mosa') return 'mosa';
  if (kind === 'dense' || kind === 'local') return 'other';
  const expected = "mosa, dense or local heads, which the authors' modules have (layout 'mosa-js' takes all)";
  throw new MosaError('config', where, expected, `${kind} heads`);
}

/** Tables of rotary frequencies that modules may store: they follow from the configuration. */
export function isDerived(name: string): boolean {
  return /(^|\.)(pe|local_attention\.rel_pos)\.(inv_freq|scale)$/.test(name);
}
