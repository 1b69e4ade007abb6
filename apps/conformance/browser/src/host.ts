import type { BackendReport, ChildMessage } from '@mosa-js/conformance/browser';

/** What a program that drives this page hears. */
export type HostEvent =
  | { readonly type: 'message'; readonly backend: string; readonly message: ChildMessage }
  | { readonly type: 'report'; readonly backend: string; readonly report: BackendReport }
  | { readonly type: 'finished' }
  /** Nothing was run. */
  | { readonly type: 'refused'; readonly reason: string };

declare global {
  /** Put into the page by a program that drives it. */
  var conformanceHost: ((event: HostEvent) => unknown) | undefined;
}

export function tellHost(event: HostEvent): void {
  void globalThis.conformanceHost?.(event);
}
