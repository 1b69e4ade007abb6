import type { ConformanceCase } from './case';
import { type GraphCase, type GraphCaseOptions, graphCase, named } from './graph-case';

/** Graphs that one case runs as one, at most. */
const most = 16;
/** A graph whose id has a number as long as this stays a case of its own: it is there for its size. */
const size = /\d{5}/;

/**
 * Small graphs of one op in one case, since a backend takes longer to prepare a graph than to run it. A result is
 * named after its graph, so that what fails is told as before.
 * @param keyOf graphs of equal keys come together; the key is the joined case's id
 */
export function joinedCases(cases: readonly GraphCase[], keyOf: (one: GraphCase) => string): ConformanceCase[] {
  const groups = new Map<string, GraphCase[]>();
  const apart: ConformanceCase[] = [];
  for (const one of cases) {
    if (one.options.large || size.test(one.id)) apart.push(one);
    else groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  }
  const joined = [...groups].flatMap(([key, members]) => {
    const parts = Array.from({ length: Math.ceil(members.length / most) }, (_, i) =>
      members.slice(i * most, (i + 1) * most),
    );
    return parts.map((part, i) =>
      part.length === 1
        ? part[0]!
        : joinOf(parts.length === 1 ? key : `${key};part=${i + 1}`, part, { alone: part[0]!.options.alone ?? false }),
    );
  });
  return [...joined, ...apart];
}

/** These graphs as one, run as the options say. */
export function joinOf(id: string, members: readonly GraphCase[], options: GraphCaseOptions): GraphCase {
  return graphCase(
    id,
    () =>
      Object.fromEntries(
        members.flatMap((member, i) =>
          Object.entries(member.tensors()).map(([name, tensor]) => [`${i}/${name}`, tensor]),
        ),
      ),
    (ops, inputs) =>
      Object.fromEntries(
        members.flatMap((member, i) => {
          const own = Object.entries(inputs).filter(([name]) => name.startsWith(`${i}/`));
          const given = Object.fromEntries(own.map(([name, x]) => [name.slice(`${i}/`.length), x]));
          const results = named(member.build(ops, given), member.options.stage ?? 'value');
          return Object.entries(results).map(([name, x]) => [`${restOf(member.id)} ${name}`, x]);
        }),
      ),
    options,
  );
}

/** `op/div:by-zero` → by-zero */
function restOf(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}
