import { unsignedType, wgslType } from '../types.wgsl';
import type { Width } from '../vectors';

/** WGSL's words for scalars or for vectors. */
interface Words {
  readonly float: string;
  readonly unsigned: string;
  /** A constant of bits. */
  bits(value: number): string;
}

function words(width: Width): Words {
  const unsigned = unsignedType(width);
  return {
    float: wgslType('float32', width),
    unsigned,
    bits: (value) => `${unsigned}(0x${value.toString(16)}u)`,
  };
}

const infinity = 0x7f800000;
const magnitude = 0x7fffffff;
const sign = 0x80000000;
const nan = 0x7fc00000;

/** 88.72284, the first number whose exponential is beyond the largest float32; −104: below the smallest. */
const overflow = 0x42b17218;
const underflow = 0xc2d00000;

/**
 * A function of float32 whose values at NaN, ±∞, 0 and beyond the largest number are those of IEEE 754. WGSL leaves them open,
 * and compilers may take it that no number is NaN or infinite; so the operand is looked at as bits, and the result chosen as bits.
 * @param first its value where none of the choices holds
 * @param choices values in bits, and the conditions on `bits` under which they are the result; the last that holds counts
 */
function define(width: Width, name: string, first: string, choices: readonly (readonly [string, string])[]): string {
  const { float, unsigned } = words(width);
  return `
    fn ${name}(a: ${float}) -> ${float} {
      let bits = bitcast<${unsigned}>(a);
      var y = bitcast<${unsigned}>(${first});
      ${choices.map(([value, when]) => `y = select(y, ${value}, ${when});`).join('\n')}
      return bitcast<${float}>(y);
    }`;
}

function notANumber({ bits }: Words, name = 'bits'): string {
  return `(${name} & ${bits(magnitude)}) > ${bits(infinity)}`;
}

/** e^a. @param name of the function, where a shader has it of numbers and of vectors */
export function exponential(width: Width, name = 'exponential'): string {
  const own = words(width);
  const { bits } = own;
  return define(width, name, 'exp(a)', [
    [bits(infinity), `(bits >= ${bits(overflow)}) & (bits <= ${bits(infinity)})`],
    [bits(0), `bits >= ${bits(underflow)}`],
    ['bits', notANumber(own)],
  ]);
}

/** The natural logarithm, as `logarithm`. */
export function logarithm(width: Width): string {
  const own = words(width);
  const { bits } = own;
  return define(width, 'logarithm', 'log(a)', [
    [bits(infinity), `bits == ${bits(infinity)}`],
    [bits(nan), `bits > ${bits(sign)}`],
    [bits(sign + infinity), `(bits & ${bits(magnitude)}) == ${bits(0)}`],
    ['bits', notANumber(own)],
  ]);
}

/** The square root, as `squareRoot`. */
export function squareRoot(width: Width): string {
  const own = words(width);
  const { bits } = own;
  return define(width, 'squareRoot', 'sqrt(a)', [
    [bits(nan), `bits > ${bits(sign)}`],
    ['bits', `(bits == ${bits(infinity)}) | ((bits & ${bits(magnitude)}) == ${bits(0)})`],
    ['bits', notANumber(own)],
  ]);
}

/** The sigmoid, as `logistic`. It calls `exponential`, of a number that is never above 0: its quotient stays where WGSL promises a precision. */
export function logistic(width: Width): string {
  const own = words(width);
  const { float, bits } = own;
  const power = 'exponential(-abs(a))';
  const quotient = `select(${power}, ${float}(1), a >= ${float}()) / (${float}(1) + ${power})`;
  return define(width, 'logistic', quotient, [
    [bits(0x3f800000), `bits == ${bits(infinity)}`],
    [bits(0), `bits == ${bits(sign + infinity)}`],
    ['bits', notANumber(own)],
  ]);
}

/** a ÷ b, as `quotient`. WGSL promises a precision for denominators up to 2^126; larger ones are made smaller, together with the numerator. */
export function quotient(width: Width): string {
  const own = words(width);
  const { float, unsigned, bits } = own;
  return `
    fn quotient(a: ${float}, b: ${float}) -> ${float} {
      let signs = (bitcast<${unsigned}>(a) ^ bitcast<${unsigned}>(b)) & ${bits(sign)};
      let sizeA = bitcast<${unsigned}>(a) & ${bits(magnitude)};
      let sizeB = bitcast<${unsigned}>(b) & ${bits(magnitude)};
      let scale = select(${float}(1), ${float}(0.25), sizeB > ${bits(0x7e000000)});
      var y = bitcast<${unsigned}>((a * scale) / (b * scale));
      y = select(y, signs, (sizeA == ${bits(0)}) | (sizeB == ${bits(infinity)}));
      y = select(y, signs | ${bits(infinity)}, (sizeB == ${bits(0)}) | (sizeA == ${bits(infinity)}));
      let isNothing = ((sizeA == ${bits(0)}) & (sizeB == ${bits(0)})) | ((sizeA == ${bits(infinity)}) & (sizeB == ${bits(infinity)}));
      let isNaN = (sizeA > ${bits(infinity)}) | (sizeB > ${bits(infinity)});
      return bitcast<${float}>(select(y, ${bits(nan)}, isNothing | isNaN));
    }`;
}

/** Whether two numbers can be compared: neither is NaN. */
export function areOrdered(width: Width): string {
  const { float, unsigned, bits } = words(width);
  const isNumber = (name: string) => `((bitcast<${unsigned}>(${name}) & ${bits(magnitude)}) <= ${bits(infinity)})`;
  return `fn areOrdered(a: ${float}, b: ${float}) -> ${wgslType('bool', width)} { return ${isNumber('a')} & ${isNumber('b')}; }`;
}
