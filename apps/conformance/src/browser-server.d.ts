/** Serves a folder's files on this machine only; `isolated` (default true) pages have shared memory. */
export function serve(
  folder: string,
  options?: { readonly isolated?: boolean },
): Promise<{ readonly address: string; close(): Promise<void> }>;
