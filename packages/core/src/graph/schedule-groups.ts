import type { ElementwiseGroup } from './elementwise';
import type { Graph } from './graph';
import type { Step } from './schedule';

/** What runs, in order, on a backend that runs elementwise ops in groups: what only a group needs gets no step of its own. */
export function scheduleGroups(graph: Graph, given: readonly ElementwiseGroup[]): Step[] {
  const groups = new Map(given.map((group) => [group.nodes.at(-1)!.id, group]));
  const elsewhere = new Set(given.flatMap(({ results }) => results.slice(0, -1)));
  const wanted = new Set(Object.values(graph.outputs));
  const steps: Step[] = [];
  for (const node of [...graph.nodes].reverse()) {
    const group = groups.get(node.id);
    const writes = group?.results ?? [node.id];
    const isWanted = node.op === 'placeholder' || writes.some((id) => wanted.has(id));
    if (!isWanted || elsewhere.has(node.id)) continue;
    const reads = group ? group.inputs.map(({ id }) => id) : node.inputs;
    for (const id of reads) wanted.add(id);
    steps.push({ node, reads, writes, ...(group ? { group } : {}) });
  }
  return withRenames(steps.reverse());
}

/** A reshape is a name of what was computed, and goes right after that, wherever that went. */
function withRenames(steps: readonly Step[]): Step[] {
  const isRename = ({ node, group }: Step) => !group && node.op === 'reshape';
  const renames = new Map<number, Step[]>();
  for (const step of steps.filter(isRename)) {
    const [id] = step.reads;
    renames.set(id!, [...(renames.get(id!) ?? []), step]);
  }
  const withThose = (step: Step): Step[] => [
    step,
    ...step.writes.flatMap((id) => (renames.get(id) ?? []).flatMap(withThose)),
  ];
  return steps.filter((step) => !isRename(step)).flatMap(withThose);
}
