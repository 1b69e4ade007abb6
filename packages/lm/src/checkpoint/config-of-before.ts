/**
 * A model's configuration as files hold it, in today's words: heads of the kind `hybrid` are a sum of the parts `mosa` and
 * `other`, whose tensors keep their names. Anything else stays as it is, to be checked by `checkLanguageModelConfig`.
 */
export function configOfBefore<C>(config: C): C {
  if (!isObject(config) || !('attention' in config)) return config;
  const { attention } = config;
  return {
    ...config,
    attention: Array.isArray(attention) ? attention.map((layer) => headsOf(layer, 0)) : headsOf(attention, 0),
  };
}

/** Far deeper than sums may stand within sums. */
const mostDepth = 16;

function headsOf(heads: unknown, depth: number): unknown {
  if (!isObject(heads) || depth > mostDepth) return heads;
  if (heads.kind === 'hybrid') {
    const { kind, mosa, other, ...unknown } = heads;
    return { kind: 'sum', parts: { mosa, other }, ...unknown };
  }
  if (heads.kind !== 'sum' || !isObject(heads.parts)) return heads;
  const { parts } = heads;
  const inside = (part: unknown) => headsOf(part, depth + 1);
  if (Array.isArray(parts)) return { ...heads, parts: parts.map(inside) };
  return { ...heads, parts: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, inside(part)])) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
