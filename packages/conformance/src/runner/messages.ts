import { type CaseResult, statuses } from '../report/report';
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
  /** Folder of what the processes of a run evaluate for each other. Default: each for itself. */
  readonly values?: string;
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

/** A message as it came, if it is one: anything else is not the suite's, and is ignored. */
export function readMessage(given: unknown): ChildMessage | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const message = given as Record<string, unknown>;
  const has = (...keys: string[]) => keys.every((key) => typeof message[key] === 'string');
  switch (message.type) {
    case 'ready':
      return has('name', 'device', 'library') ? (message as ChildMessage) : undefined;
    case 'unavailable':
    case 'broken':
      return has('reason') ? (message as ChildMessage) : undefined;
    case 'case':
      return has('id') ? (message as ChildMessage) : undefined;
    case 'result':
      return isResult(message.result) ? (message as ChildMessage) : undefined;
    case 'ran':
    case 'done':
      return { type: message.type };
    default:
      return undefined;
  }
}

function isResult(given: unknown): given is CaseResult {
  if (typeof given !== 'object' || given === null) return false;
  const { id, status, error = 0, bound = 0, stage = '', reason = '' } = given as Record<string, unknown>;
  const isStatus = statuses.some((known) => known === status);
  return (
    isStatus && [id, stage, reason].every((text) => typeof text === 'string') && [error, bound].every(Number.isFinite)
  );
}
