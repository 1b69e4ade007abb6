const heads = ['mosa/', 'dense/', 'local/', 'fixed/', 'routing/', 'sum/', 'causal/forward:', 'decode/'];

/** Whether a case is a head's forward pass, which every backend must run. */
export function isHead(id: string): boolean {
  return heads.some((head) => id.startsWith(head));
}
