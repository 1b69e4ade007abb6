import { type Shape, sizeOf } from '@mosa-js/core';
import { type AnyNode, broadcastStrides, sameShape } from '@mosa-js/core/adapter';
import { simplify, type Walk, walkUniforms } from '../strides';
import { walkCode } from '../strides.wgsl';
import { inVectors, type Width } from '../vectors';
import { load, type Read } from './operands.wgsl';

export const operandPaths = [
  'elementwise: an operand of one element, one by one',
  'elementwise: an operand of one element, in vectors',
  'elementwise: an operand repeated, one by one',
  'elementwise: an operand repeated, four neighbours in a vector',
  'elementwise: an operand repeated, one element in a vector',
  'elementwise: an operand repeated along more than 4 axes',
] as const;
type OperandPath = (typeof operandPaths)[number];

/** Arrays that are smaller than the result and are repeated along the axes of one shape. */
interface Repetition {
  readonly shape: Shape;
  readonly reads: Read[];
}

interface LoadOptions {
  readonly vectors?: boolean;
  readonly index?: string;
  readonly spread?: Width;
}

/** WGSL that names elements, with the names. */
export interface Loading {
  readonly names: readonly string[];
  readonly code: string;
}

/** The elements of operands from outside that a group's expressions use, each loaded once. */
export class Operands {
  readonly #inputs: readonly AnyNode[];
  readonly #size: number;
  readonly #prefix: string;
  readonly #whole: Read[] = [];
  readonly #single: Read[] = [];
  readonly #repeated: Repetition[] = [];

  /**
   * @param size elements of the result
   * @param prefix of names, where others stand beside them
   */
  constructor(inputs: readonly AnyNode[], size: number, prefix = '') {
    this.#inputs = inputs;
    this.#size = size;
    this.#prefix = prefix;
  }

  /** Name of the element of an input that an op whose result has this shape meets. */
  element(id: number, shape: Shape): string {
    const array = this.#inputs.findIndex((input) => input.id === id);
    const { type } = this.#inputs[array]!;
    const read = (list: Read[], prefix: string, strides: readonly number[] = []): string => {
      const found = list.find((known) => known.array === array);
      if (found) return found.name;
      const name = `${this.#prefix}${prefix}${array}`;
      list.push({ name, array, dtype: type.dtype, strides });
      return name;
    };
    const size = sizeOf(type.shape);
    if (size === this.#size) return read(this.#whole, 'x');
    if (size === 1) return read(this.#single, 's');
    let place = this.#repeated.findIndex((known) => sameShape(known.shape, shape));
    if (place < 0) place = this.#repeated.push({ shape, reads: [] }) - 1;
    return read(this.#repeated[place]!.reads, `r${place}a`, broadcastStrides(type.shape, shape));
  }

  /**
   * What loads all of them, and its uniforms. Vectors where the sizes allow it.
   * @param vectors whether results can be computed 4 at a time
   * @param index WGSL of the number of the result's element or vector
   * @param spread width of what is named, where each result's element is to be several times in a vector
   */
  finish({ vectors = this.#size % 4 === 0, index = 'index', spread }: LoadOptions = {}): {
    readonly loads: readonly Loading[];
    readonly uniforms: Record<string, number[]>;
    readonly width: Width;
    readonly paths: readonly OperandPath[];
  } {
    const walks = this.#repeated.map(({ shape, reads }) =>
      simplify({ sizes: shape, strides: reads.map(({ strides }) => strides) }, 'elementwise'),
    );
    const width = vectors && walks.every(keepsVectors) ? 4 : 1;
    const named = spread ?? width;
    const loads: Loading[] = [
      ...this.#whole.map((read) => ({ names: [read.name], code: load(read, [index], named, width) })),
      ...this.#single.map((read) => ({ names: [read.name], code: load(read, ['0'], named) })),
    ];
    const uniforms: Record<string, number[]> = {};
    const paths = new Set<OperandPath>();
    if (this.#single.length > 0) paths.add(`elementwise: an operand of one element, ${inVectors(width)}`);
    walks.forEach((walk, i) => {
      const { reads } = this.#repeated[i]!;
      const names = reads.map(({ name }) => name);
      const name = `${this.#prefix}w${i}`;
      Object.assign(uniforms, walkUniforms(walk, names, name));
      const lines = [walkCode(walk.sizes.length, names, width === 1 ? index : `4 * ${index}`, name)];
      if (walk.sizes.length > 4) paths.add('elementwise: an operand repeated along more than 4 axes');
      reads.forEach((read, array) => {
        // Along the last axis an array is repeated, or goes on element by element.
        const isSplat = width === 1 || walk.strides[array]!.at(-1) === 0;
        const how = isSplat ? 'one element in a vector' : 'four neighbours in a vector';
        paths.add(`elementwise: an operand repeated, ${width === 1 ? 'one by one' : how}`);
        const at = `${read.name}At`;
        lines.push(load(read, isSplat ? [at] : [0, 1, 2, 3].map((lane) => `${at} + ${lane}`), named));
      });
      loads.push({ names, code: lines.join('\n') });
    });
    return { loads, uniforms, width, paths: [...paths] };
  }

  /** How many elements each input's array holds in one of its own, by input: vectors only where all reads of it are whole. */
  components(width: Width): number[] {
    return this.#inputs.map((_, array) => (this.#whole.some((read) => read.array === array) ? width : 1));
  }
}

/** Whether 4 neighbours of the result are neighbours, or one element, of each array too. */
function keepsVectors({ sizes, strides }: Walk): boolean {
  return sizes.at(-1)! % 4 === 0 && strides.every((own) => own.at(-1)! <= 1);
}
