import type { BackendReport, CaseResult } from '../report/report';
import type { ChildMessage } from './messages';
import type { BackendRequest } from './requests';

/** Ids under which a report shows what breaks before the first case or after the last one. */
export const startId = 'backend/start';
export const disposeId = 'backend/dispose';

/** What is known so far of a backend that runs in another process. */
export class Outcome {
  readonly results: CaseResult[] = [];
  readonly #asked: readonly string[] | undefined;
  #name: string;
  #device = 'unknown';
  #library = 'unknown';
  #unavailable: string | undefined;
  #underWay: string | undefined = startId;
  #isReady = false;

  constructor(
    request: BackendRequest,
    readonly ids: readonly string[],
  ) {
    this.#name = request.name;
    this.#asked = request.asked;
  }

  /** Id of the case that is under way, if any. */
  get underWay(): string | undefined {
    return this.#underWay;
  }

  hear(message: ChildMessage): void {
    if (message.type === 'ready') {
      ({ name: this.#name, device: this.#device, library: this.#library } = message);
      this.#isReady = true;
    } else if (message.type === 'unavailable') {
      if (this.#isReady) return; // it was there: not the suite's message
      this.#unavailable = message.reason;
      this.#underWay = undefined;
    } else if (message.type === 'case') {
      this.#underWay = message.id;
    } else if (message.type === 'result') {
      if (this.ids[this.results.length] !== message.result.id) return; // not a case that is due: not the suite's message
      this.results.push(message.result);
      this.#underWay = this.ids[this.results.length] ?? disposeId;
    } else if (message.type === 'ran') {
      if (this.results.length === this.ids.length) this.#underWay = disposeId;
    } else if (message.type === 'done') {
      if (this.results.length === this.ids.length) this.#underWay = undefined;
    }
  }

  /**
   * The backend's part of the report. What was under way has failed, and what comes after it was not run.
   * @param ending how the process ended: it matters only where it had not finished
   */
  report(ending: string): BackendReport {
    const asked = this.#asked ? { asked: this.#asked } : {};
    const backend = { name: this.#name, device: this.#device, library: this.#library, ...asked };
    if (this.#unavailable !== undefined) {
      return { ...backend, status: 'unavailable', reason: this.#unavailable, cases: [] };
    }
    if (this.#underWay === undefined) return { ...backend, status: 'ran', cases: this.results };
    const id = this.#underWay;
    const broken: CaseResult = { id, status: 'fail', stage: 'process', reason: ending };
    const known = new Set([id, ...this.results.map((result) => result.id)]);
    const notRun = this.ids
      .filter((other) => !known.has(other))
      .map((other): CaseResult => ({ id: other, status: 'skip', reason: `not run: the backend stopped at ${id}` }));
    return { ...backend, status: 'ran', cases: [...this.results, broken, ...notRun] };
  }
}
