// npm run check: publint and are-the-types-wrong, on the tarballs as npm would publish them. Each is packed once.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packGroup } from '../../release/src/pack.js';
import { repository } from './packages.js';

/** @returns {Promise<string | undefined>} what a tool found wrong with a tarball */
function problem(tool, words) {
  const child = spawn(process.execPath, [join(repository, 'node_modules/.bin', tool), ...words]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done(code === 0 ? undefined : `${tool} ${basename(words.at(-1))}:\n${said}`));
  });
}

const folder = mkdtempSync(join(tmpdir(), 'mosa-check-'));
try {
  const packed = await packGroup({ root: repository, into: folder });
  const left = packed.flatMap(({ file }) => [
    ['publint', ['--strict', file]],
    ['attw', [file]],
  ]);
  let failures = 0;
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const found = await problem(...next);
      if (found === undefined) continue;
      failures++;
      console.error(found);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(`check: ${packed.length} tarballs by publint and are-the-types-wrong, ${failures} with problems`);
  if (failures > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
