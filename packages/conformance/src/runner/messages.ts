import type { CaseResult } from '../report/report';
import type { BackendRequest } from './requests';

/** What a child process is told when it starts. */
export interface ChildTask {
  readonly request: BackendRequest;
  /** Where the adapter and its library are looked for first. */
  readonly cwd: string;
  /** What the machine lacks for this backend, in words. Default: nothing. */
  readonly lacks?: string;
  readonly golden?: string;
  readonly filter?: string;
  /** Whether to break this backend on purpose, too. */
  readonly mutants?: boolean;
}

/** What a child process tells, in this order: `ready`, then `case` and `result` for each case, then `ran` and `done`. */
export type ChildMessage =
  | { readonly type: 'ready'; readonly name: string; readonly device: string; readonly library: string }
  | { readonly type: 'unavailable'; readonly reason: string }
  | { readonly type: 'case'; readonly id: string }
  | { readonly type: 'result'; readonly result: CaseResult }
  | { readonly type: 'ran' }
  | { readonly type: 'done' }
  /** An error that no case caught; nothing more will come. */
  | { readonly type: 'broken'; readonly reason: string };
