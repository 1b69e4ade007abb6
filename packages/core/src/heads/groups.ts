import type { AttentionConfig, MosaConfig, SingleConfig, SumConfig } from './config';

/** Heads of one kind in a layer. */
export interface HeadGroup {
  /** Where the names of its weights begin: '' where it is the whole layer, else `parts.0.`, or in named parts `NAME.`. */
  readonly prefix: string;
  readonly config: SingleConfig;
}

/** The groups of heads of a layer, sums within sums included, in the order in which their outputs are added. */
export function headGroups(config: AttentionConfig, prefix = ''): readonly HeadGroup[] {
  if (config.kind !== 'sum') return [{ prefix, config }];
  return partsOf(config).flatMap(({ name, config: part }) => headGroups(part, `${prefix}${name}.`));
}

/** The parts of a sum, by what their weights' names begin with. */
export function partsOf({ parts }: SumConfig): readonly { readonly name: string; readonly config: AttentionConfig }[] {
  if (isList(parts)) return parts.map((config, index) => ({ name: `parts.${index}`, config }));
  return Object.entries(parts).map(([name, config]) => ({ name, config }));
}

export interface ChoosingGroup extends HeadGroup {
  readonly config: MosaConfig;
  readonly outputs: string;
}

/** Groups of MoSA heads, each with the names under which its logits and indices come out of the layer. */
export function choosingGroups(config: AttentionConfig): readonly ChoosingGroup[] {
  const mosa = headGroups(config).filter(
    (group): group is HeadGroup & { readonly config: MosaConfig } => group.config.kind === 'mosa',
  );
  return mosa.map((group) => ({ ...group, outputs: mosa.length === 1 ? '' : group.prefix }));
}

function isList(parts: SumConfig['parts']): parts is readonly AttentionConfig[] {
  return Array.isArray(parts);
}
