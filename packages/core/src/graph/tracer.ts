import { MosaError, show } from '../error';
import type { TensorOps } from '../ops/interface';
import { makeOps } from '../ops/make-ops';
import { checkDType, checkShape } from '../types';
import type { AnyNode, Draft, Graph, GraphNode, InputType, PlaceholderNode } from './graph';

/** A tensor inside a trace: a node that has not run. */
export interface Traced {
  readonly node: AnyNode;
  readonly trace: Tracer;
}

/** Named types, or whatever else a trace is given by name. */
export type Named<V> = Readonly<Record<string, V>>;

/** Records what is asked of the tensor interface as a graph. */
export class Tracer {
  readonly ops: TensorOps<Traced>;
  readonly #nodes: AnyNode[] = [];
  readonly #scopes: string[] = [];

  constructor() {
    this.ops = makeOps<Traced>({
      typeOf: (x) => this.#own(x).type,
      apply: (op, inputs, attributes, type) => this.copy({ op, attributes, type } as GraphNode, inputs),
      enter: (name) => this.#scopes.push(name),
      leave: () => this.#scopes.pop(),
    });
  }

  placeholder(kind: PlaceholderNode['kind'], name: string, type: InputType): Traced {
    checkDType(type?.dtype, `${kind} ${name}`);
    const { shape, dtype, positions } = type;
    checkShape(shape, `${kind} ${name}`);
    const declared = { op: 'placeholder', kind, name, inputs: [], type: { shape: [...shape], dtype } } as const;
    return this.#add(positions === undefined ? declared : { ...declared, positions });
  }

  /** An input or weight as another graph has it. */
  place({ kind, name, type, positions }: PlaceholderNode): Traced {
    return this.placeholder(kind, name, { ...type, positions });
  }

  /** Copies a node of another graph, with operands of this trace. */
  copy({ op, attributes, type }: GraphNode, inputs: readonly Traced[]): Traced {
    const draft = { op, attributes, type, inputs: inputs.map((x) => this.#own(x).id) } as Draft<GraphNode>;
    return this.record(draft, inputs);
  }

  /** The graph of everything that the outputs depend on. Inputs and weights stay even where nothing reads them. */
  finish(outputs: Named<Traced>): Graph {
    const wanted = new Set(Object.values(outputs).map((value) => this.#own(value).id));
    // Operands come before what is made of them, so one pass from the end finds all.
    for (const { id, inputs } of [...this.#nodes].reverse()) {
      if (wanted.has(id)) for (const input of inputs) wanted.add(input);
    }
    const kept = this.#nodes.filter((node) => wanted.has(node.id) || node.op === 'placeholder');
    const place = new Map(kept.map((node, index) => [node.id, index]));
    return {
      nodes: kept.map(
        (node) => ({ ...node, id: place.get(node.id)!, inputs: node.inputs.map((id) => place.get(id)!) }) as AnyNode,
      ),
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, place.get(value.node.id)!])),
    };
  }

  /** Adds an op. @param inputs what its operands stand for */
  protected record(draft: Draft<GraphNode>, _inputs: readonly Traced[]): Traced {
    return this.#add(draft);
  }

  /** What stands for a node of this trace. */
  protected at(id: number): Traced {
    return { node: this.#nodes[id]!, trace: this };
  }

  #own(x: Traced): AnyNode {
    if (x?.trace !== this) {
      throw new MosaError('mixed', 'trace', 'a tensor of this trace', x?.trace ? 'one of another trace' : show(x));
    }
    return x.node;
  }

  #add(draft: Draft<AnyNode>): Traced {
    const node = { ...draft, id: this.#nodes.length, scope: this.#scopes.filter(Boolean).join('/') } as AnyNode;
    this.#nodes.push(node);
    return { node, trace: this };
  }
}
