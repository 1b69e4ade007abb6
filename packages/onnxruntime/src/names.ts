import type { Graph } from '@mosa-js/core';
import { placeholders } from '@mosa-js/core/adapter';

/** Where a graph's inputs and outputs are found in its ONNX model. */
export interface OnnxNames {
  /** Model input for each graph input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Model output for each graph output. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** A model's one space of names: hands out each name once. */
export class NameSpace {
  // ONNX reads an empty name as "this optional operand is absent".
  readonly #taken = new Set(['']);

  /** The wanted name if it is free, else with the first suffix that makes it so: `name.suffix`, `name.suffix2`, … */
  take(wanted: string, suffix: string): string {
    let name = wanted;
    for (let i = 1; this.#taken.has(name); i++) name = `${wanted}.${suffix}${i === 1 ? '' : i}`;
    this.#taken.add(name);
    return name;
  }
}

/**
 * The names of a graph's inputs and outputs in the model that `toOnnx` writes: their own, except that an output with an
 * input's name has `.out` behind it, since in ONNX these two share one space of names.
 */
export function onnxNames(graph: Graph): OnnxNames {
  return takeNames(graph, new NameSpace());
}

/** Gives inputs and outputs their names before anything else can have them. */
export function takeNames(graph: Graph, space: NameSpace): OnnxNames {
  const named = (keys: readonly string[], suffix: string) =>
    Object.fromEntries(keys.map((key) => [key, space.take(key, suffix)]));
  const inputs = named(
    placeholders(graph, 'input').map(({ name }) => name),
    'in',
  );
  return { inputs, outputs: named(Object.keys(graph.outputs), 'out') };
}
