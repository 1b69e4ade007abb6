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
  }
}

/** A value as an error message shows it: short, exact, and never `[object Object]`. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value === 'function') return 'a function';
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${(value as unknown as ArrayLike<number>).length})`;
  if (typeof value === 'object' && value !== null) {
    try {
      return JSON.stringify(value);
    } catch {
      return `an object of ${value.constructor?.name ?? 'no class'}`;
    }
  }
  return String(value);
}
