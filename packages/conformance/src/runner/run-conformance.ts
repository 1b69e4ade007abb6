import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type GpuAccess, type GpuChoice, gpuAccess } from '@mosa-js/software-gpu';
import type { BackendReport, Origin, Report } from '../report/report';
import { isProblem } from '../report/summary';
import { listCases } from '../suite/cases';
import { Outcome } from './outcome';
import { type BackendRequest, backendRequests } from './requests';
import { runBackend } from './run-backend';
import { suiteVersion } from './version';

export interface ConformanceOptions {
  /** Known names, paths or packages of adapters, `PACKAGE:DEVICE` for one of its devices. Default: every known backend. */
  readonly backends?: readonly string[];
  /** Folder of golden files. Default: the suite's own. */
  readonly golden?: string;
  /** Runs the cases whose id starts with this. Default: all. */
  readonly filter?: string;
  /** Backends to break on purpose as well, each way being a case that passes where the suite notices. Default: none. */
  readonly mutants?: readonly string[];
  /** Seconds for each backend. Default 300. */
  readonly timeLimit?: number;
  /** Which GPU backends get that need one. Default `auto`: a real one or, failing that, one in software. */
  readonly gpu?: GpuChoice;
  /** What is tested, such as a hash of the sources or a commit: the report then has it, with date and system. */
  readonly sources?: string;
  /** Where paths start and where packages are looked for first. Default: the working directory. */
  readonly cwd?: string;
  /** Stops the run: its processes are killed and `runConformance` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

/** How far a backend is. */
export interface Progress {
  /** As it was asked for. */
  readonly backend: string;
  readonly done: number;
  readonly total: number;
  /** Cases that failed so far. */
  readonly problems: number;
  /** Set once, at the end of the backend. */
  readonly report?: BackendReport;
}

/**
 * Runs the suite on backends, each in a process of its own, two at a time where there are two cores.
 * @throws MosaError `usage` for an unknown backend or a filter that matches nothing, `golden` for missing or corrupt files
 */
export async function runConformance(options: ConformanceOptions = {}): Promise<Report> {
  const { backends = [], filter, mutants = [], timeLimit = 300, cwd = process.cwd(), signal, onProgress } = options;
  const requests = await backendRequests(backends, cwd, signal);
  const access = requests.some(needsGpu) ? await gpuAccess(options.gpu ?? 'auto', cwd) : noGpu;
  const golden = options.golden === undefined ? undefined : resolve(cwd, options.golden);
  const idsOf = async (broken: boolean) => (await listCases({ golden, filter, mutants: broken })).map(({ id }) => id);
  const isBroken = ({ name, asked = [] }: BackendRequest) => [name, ...asked].some((one) => mutants.includes(one));
  const idsWhole = requests.every(isBroken) ? [] : await idsOf(false);
  const idsBroken = requests.some(isBroken) ? await idsOf(true) : [];
  const reports: BackendReport[] = [];
  const waiting = startOrder(requests);

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, request] = next;
      const broken = isBroken(request);
      const ids = broken ? idsBroken : idsWhole;
      const tell = (results: BackendReport['cases'], report?: BackendReport) => {
        const problems = results.filter(({ status }) => isProblem(status)).length;
        onProgress?.({ backend: request.name, done: results.length, total: ids.length, problems, report });
      };
      const { env, lacks } = needsGpu(request) ? access : noGpu;
      const task = { request, cwd, golden, filter, lacks, mutants: broken, values };
      const limits = { ids, timeLimit, env, signal };
      const report =
        request.broken === undefined
          ? await runBackend(task, { ...limits, onProgress: ({ results }) => tell(results) })
          : new Outcome(request, ids).report(request.broken);
      reports[index] = report;
      tell(report.cases, report);
    }
  }

  const values = requests.length > 1 ? await mkdtemp(join(tmpdir(), 'mosa-values-')) : undefined;
  try {
    await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  } finally {
    if (values !== undefined) await rm(values, { recursive: true, force: true, maxRetries: 3 });
  }
  const origin = options.sources === undefined ? {} : { origin: originHere(options.sources) };
  return { suite: suiteVersion, backends: distinct(reports, requests).map((report) => ({ ...report, ...origin })) };
}

function originHere(sources: string): Origin {
  const system = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  return { sources, date: new Date().toISOString().slice(0, 10), system };
}

/**
 * A GPU in software takes all cores, so that two at once hinder each other: the last of those that need one (of the known
 * ones that takes longest) starts first, the others come after all that run beside it.
 */
export function startOrder(requests: readonly BackendRequest[]): [index: number, request: BackendRequest][] {
  const all = [...requests.entries()];
  const gpu = all.filter(([, request]) => needsGpu(request)).reverse();
  return [...gpu.slice(0, 1), ...all.filter(([, request]) => !needsGpu(request)), ...gpu.slice(1)];
}

/** Two devices of a package may call their backends the same. */
function distinct(reports: readonly BackendReport[], requests: readonly BackendRequest[]): BackendReport[] {
  return reports.map((report, i) => {
    const isAlone = reports.every((other) => other === report || other.name !== report.name);
    return isAlone ? report : { ...report, name: `${report.name} (${requests[i]!.name})` };
  });
}

export const noGpu: GpuAccess = { env: {} };

export function needsGpu({ needs }: BackendRequest): boolean {
  return needs === 'gpu';
}
