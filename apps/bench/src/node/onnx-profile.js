import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const warmUp = 3;

/**
 * The GPU's time of each kernel, by ONNX Runtime's own profile, in runs of their own, since it asks for the clock around every kernel and
 * so slows the host down.
 * @param openBackend a backend whose sessions have these options beside its own
 * @param open makes of a backend what runs, as cases of benchmarks do
 * @returns for each of the runs [{ op, kernel, scope, dispatches, milliseconds, bytes }], as `program.profile` tells; bytes are 0, not known
 */
export async function onnxProfiles(openBackend, open, runs) {
  const folder = await mkdtemp(join(tmpdir(), 'mosa-bench-'));
  try {
    const backend = await openBackend({ enableProfiling: true, profileFilePrefix: join(folder, 'session') });
    try {
      const made = await open(backend);
      for (let i = 0; i < warmUp + runs; i++) await made.run();
      await made.dispose();
    } finally {
      await backend.dispose(); // a session writes its profile when it is released
    }
    const events = [];
    for (const [session, file] of (await readdir(folder)).entries()) {
      const all = JSON.parse(await readFile(join(folder, file), 'utf8'));
      for (const event of all) if (event.cat === 'Api') events.push({ ...event, session });
    }
    return runsOf(events, runs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An event is one dispatch, its name node&operator&kernel. What happened in some of the runs alone, as uploads, is left out. */
function runsOf(events, runs) {
  const byName = new Map();
  for (const event of events) {
    const name = `${event.session} ${event.name}`;
    if (!byName.has(name)) byName.set(name, []);
    byName.get(name).push(event);
  }
  const profiles = Array.from({ length: runs }, () => []);
  for (const same of byName.values()) {
    const each = same.length / (warmUp + runs);
    if (!Number.isInteger(each)) continue;
    const [, op, kernel] = same[0].name.split('&');
    profiles.forEach((parts, run) => {
      const own = same.slice((warmUp + run) * each, (warmUp + run + 1) * each);
      const milliseconds = own.reduce((sum, { dur }) => sum + dur / 1000, 0);
      parts.push({ op, kernel: kernel === op ? '' : kernel, scope: '', dispatches: each, milliseconds, bytes: 0 });
    });
  }
  return profiles;
}
