/** What went wrong, for a program to branch on. */
export type MosaErrorCode =
  | 'shape' // a rank or size that the operation does not take
  | 'dtype' // an element type that is unknown or not taken here
  | 'config' // a head or model configuration out of range
  | 'weight' // a weight that is missing, unknown or of the wrong shape
  | 'input' // a program input that is missing or unknown
  | 'data' // host data that does not fit its shape or type
  | 'mixed' // a tensor of another backend or of another trace
  | 'disposed' // use after dispose
  | 'unavailable' // a library or device that is not there
  | 'backend' // the backend's library failed
  | 'unsupported' // the backend has no such operation
  | 'diverged' // training met a number that is not finite
  | 'golden' // golden files missing or corrupt
  | 'usage' // wrong command line
  | 'output'; // a path that cannot be written

/** Shared by all copies of core that a program may have loaded, as mixed versions do. */
const brand = Symbol.for('mosa-js.MosaError');

/** The one error that mosa-js throws: `where` failed, what it expected, and what came instead. */
export class MosaError extends Error {
  override readonly name = 'MosaError';
  readonly code: MosaErrorCode;
  /** The function, op or file that refused. */
  readonly where: string;
  readonly expected: string;
  readonly actual: string;

  constructor(code: MosaErrorCode, where: string, expected: string, actual: string, options?: ErrorOptions) {
    super(`${where}: expected ${expected}, got ${actual}`, options);
    this.code = code;
    this.where = where;
    this.expected = expected;
    this.actual = actual;
    Object.defineProperty(this, brand, { value: true });
  }

  /** `instanceof MosaError` holds for the errors of every copy of core. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a subclass inherits this, and knows only its own
    const isOwn = Function.prototype[Symbol.hasInstance].call(this, value);
    // biome-ignore lint/complexity/noThisInStatic: as above
    return isOwn || (this === MosaError && Object(value)[brand] === true);
  }
}

/** Longest text of a value in a message: files and callers may hold megabytes. */
const mostCharacters = 1000;
/** Items of a list that a message shows, and lists within lists: deeper ones would end the stack. */
const mostItems = 100;
const deepestList = 8;

/**
 * A value as an error message shows it: short, exact where it is short, and never `[object Object]`. Never throws: what is
 * shown is most often wrong, and may throw when it is read.
 */
export function show(value: unknown): string {
  let text: string;
  try {
    text = textOf(value, 0);
  } catch {
    text = 'a value that cannot be shown';
  }
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}

function textOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, mostCharacters + 1));
  if (Array.isArray(value)) {
    if (depth > deepestList) return '[…]';
    const items = Array.from(value.slice(0, mostItems), (item) => textOf(item, depth + 1));
    return `[${items.join(', ')}${value.length > mostItems ? ', …' : ''}]`;
  }
  if (typeof value === 'function') return 'a function';
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${(value as unknown as ArrayLike<number>).length})`;
  if (typeof value === 'object' && value !== null) return jsonOf(value) ?? `an object of ${classOf(value)}`;
  return String(value);
}

/** Undefined for what JSON does not have, such as circles, and for what is deeper than the stack. */
function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function classOf(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' ? name : 'no class';
}
