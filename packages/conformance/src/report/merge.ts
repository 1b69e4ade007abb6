import type { BackendReport, Report } from './report';

/** A report and the file that it came from. */
export interface NamedReport {
  readonly file: string;
  readonly report: Report;
}

/**
 * One report with every backend of every report, in their order. Backends of the same name are told apart by what
 * differs: device, else library, else the system of their origin, else file.
 */
export function mergeReports(reports: readonly NamedReport[]): Report {
  const columns = reports.flatMap(({ file, report }) => report.backends.map((backend) => ({ file, backend })));
  const suites = [...new Set(reports.map(({ report }) => report.suite))];
  const backends = columns.map((column) => {
    const same = columns.filter(({ backend }) => backend.name === column.backend.name);
    return same.length === 1 ? column.backend : { ...column.backend, name: distinctName(column, same) };
  });
  return { suite: suites.join(' + '), backends: numbered(backends) };
}

interface Column {
  readonly file: string;
  readonly backend: BackendReport;
}

function distinctName({ file, backend }: Column, same: readonly Column[]): string {
  const differs = (of: (column: Column) => string) => new Set(same.map(of)).size === same.length;
  const { name, device, library } = backend;
  if (differs((column) => column.backend.device)) return `${name} (${device})`;
  if (differs((column) => column.backend.library)) return `${name} (${library})`;
  if (differs((column) => `${column.backend.device}, ${column.backend.library}`)) {
    return `${name} (${device}, ${library})`;
  }
  if (differs((column) => column.backend.origin?.system ?? '')) {
    return `${name} (${backend.origin?.system ?? file})`;
  }
  return `${name} (${file})`;
}

/** A file may itself hold two of a name: the later ones get the first number that no other has. */
function numbered(backends: readonly BackendReport[]): BackendReport[] {
  const seen = new Map<string, number>();
  const given = new Set(backends.map(({ name }) => name));
  return backends.map((backend) => {
    let count = seen.get(backend.name) ?? 0;
    let name = backend.name;
    do count += 1;
    while (count > 1 && given.has(`${backend.name} #${count}`));
    if (count > 1) name = `${backend.name} #${count}`;
    given.add(name);
    seen.set(backend.name, count);
    return count === 1 ? backend : { ...backend, name };
  });
}
