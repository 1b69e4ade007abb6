import type { DType, HostData, TensorType } from '@mosa-js/core';
import type { Binding, OpAttribute } from './library';

/** A tensor of a plan, before there is one. */
export interface Value {
  readonly type: TensorType;
}

/** An op of TensorFlow by its name, with what it reads and makes. */
export interface Call {
  readonly op: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly Value[];
  readonly results: readonly Value[];
}

/** Attributes of an op: a type by its name, a flag, or a whole number. */
export type Attributes = Readonly<Record<string, DType | boolean | number>>;

/** Calls of TensorFlow in the order in which they are made. */
export class Plan {
  readonly calls: Call[] = [];
  readonly constants = new Map<Value, HostData>();
  readonly #binding: Binding;
  readonly #made = new Map<Value, Call>();
  readonly #small = new Map<string, Value>();
  readonly #below = new Map<Value, number>();

  constructor(binding: Binding) {
    this.#binding = binding;
  }

  /** One that comes from outside. */
  given(type: TensorType): Value {
    return { type };
  }

  constant(data: HostData, type: TensorType): Value {
    const value = this.given(type);
    this.constants.set(value, data);
    return value;
  }

  /** Whole numbers, such as axes, which TensorFlow takes as a tensor: [n], or [] of one number. */
  ints(values: number | readonly number[]): Value {
    const shape = typeof values === 'number' ? [] : [values.length];
    return this.#known(`int32 ${JSON.stringify(values)}`, Int32Array.from([values].flat()), { shape, dtype: 'int32' });
  }

  /** A number of float32. [] */
  float(value: number): Value {
    return this.#known(`float32 ${value}`, Float32Array.of(value), { shape: [], dtype: 'float32' });
  }

  /** @param attributes those that do not follow from the operands, as their types do */
  run(op: string, inputs: readonly Value[], type: TensorType, attributes: Attributes = {}): Value {
    return this.runMany(op, inputs, [type], attributes)[0]!;
  }

  /** An op with several results. */
  runMany(op: string, inputs: readonly Value[], types: readonly TensorType[], attributes: Attributes = {}): Value[] {
    const results = types.map((type) => this.given(type));
    this.#add(this.into(op, inputs, results, attributes));
    return results;
  }

  /** Another op of the same attributes and operands. */
  repeat({ attributes, inputs }: Call, op: string, type: TensorType): Value {
    const value = this.given(type);
    this.#add({ op, attributes, inputs, results: [value] });
    return value;
  }

  /** A call that makes these values, which is not made yet. */
  into(op: string, inputs: readonly Value[], results: readonly Value[], attributes: Attributes): Call {
    return { op, attributes: this.#listed(attributes), inputs, results };
  }

  #add(call: Call): void {
    this.calls.push(call);
    for (const value of call.results) this.#made.set(value, call);
  }

  /** The call that made a value, if it was of this op. */
  madeBy(value: Value, op: string): Call | undefined {
    const call = this.#made.get(value);
    return call?.op === op ? call : undefined;
  }

  /** Notes that all elements are from 0 to below a limit. */
  limit(value: Value, below: number): Value {
    this.#below.set(value, below);
    return value;
  }

  /** Whether it is known that all elements are from 0 to below a limit. */
  isBelow(value: Value, limit: number): boolean {
    return this.#below.get(value)! <= limit;
  }

  #known(key: string, data: HostData, type: TensorType): Value {
    const value = this.#small.get(key) ?? this.constant(data, type);
    this.#small.set(key, value);
    return value;
  }

  #listed(attributes: Attributes): OpAttribute[] {
    const { TF_FLOAT, TF_INT32, TF_BOOL, TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_INT } = this.#binding;
    const types = { float32: TF_FLOAT, int32: TF_INT32, bool: TF_BOOL };
    return Object.entries(attributes).map(([name, value]) => {
      if (typeof value === 'string') return { name, type: TF_ATTR_TYPE, value: types[value] };
      return { name, type: typeof value === 'boolean' ? TF_ATTR_BOOL : TF_ATTR_INT, value };
    });
  }
}
