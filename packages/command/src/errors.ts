const mostCharacters = 2000;

/**
 * Message of whatever was thrown, at most 2,000 characters of it. Never throws itself: an adapter may throw null, a symbol,
 * or an object whose members throw when they are read.
 */
export function messageOf(error: unknown): string {
  const text = textOf(error);
  if (text.length <= mostCharacters) return text;
  return `${text.slice(0, mostCharacters)}… (${text.length} characters)`;
}

/** Code of whatever was thrown, or ''. Not by class: an adapter may bring its own copy of core. */
export function codeOf(error: unknown): string {
  try {
    if (typeof error !== 'object' || error === null || !('code' in error)) return '';
    return typeof error.code === 'string' ? error.code : '';
  } catch {
    return '';
  }
}

function textOf(error: unknown): string {
  try {
    if (error === null || error === undefined) return `it threw ${error}, which is no error`;
    if (typeof error === 'object' && 'message' in error) {
      if (typeof error.message === 'string' && error.message !== '') return error.message;
      return error instanceof Error ? `${error.name} without a message` : 'it threw an object without a message';
    }
    if (typeof error === 'object') return `it threw an object: ${JSON.stringify(error) ?? 'one without JSON'}`;
    const text = String(error);
    return text === '' ? 'it threw an empty text' : text;
  } catch {
    return 'it threw what cannot be shown';
  }
}
