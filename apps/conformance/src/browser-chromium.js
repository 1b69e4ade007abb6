// A Chromium that runs headless: the user's, or the one that an npm package brings along compressed.
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const require = createRequire(import.meta.url);
const how = 'name a Chromium with --chromium PATH or CHROMIUM_PATH';

/** No browser to run here; the message says how to get one. */
export class NoChromium extends Error {}

/**
 * @param path a Chromium of the user's
 * @returns its path and what its process needs in the environment
 * @throws NoChromium
 */
export async function findChromium(path) {
  if (path !== undefined) return { executablePath: path, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NoChromium(`@sparticuz/chromium is for Linux x64, this is ${process.platform} ${process.arch}: ${how}`);
  }
  const folder = await unpacked();
  const libraries = [join(folder, 'al2023', 'lib'), folder, process.env.LD_LIBRARY_PATH].filter(Boolean);
  return { executablePath: join(folder, 'chromium'), env: { LD_LIBRARY_PATH: libraries.join(':') } };
}

/** For tests, which have nothing to test with where no Chromium can be had: what `findChromium` found of CHROMIUM_PATH, or why nothing. */
export async function chromiumOrWhyNot() {
  try {
    return { found: await findChromium(process.env.CHROMIUM_PATH), whyNot: '' };
  } catch (error) {
    if (!(error instanceof NoChromium)) throw error;
    return { found: undefined, whyNot: error.message };
  }
}

/** The folder with the unpacked browser; it stays beside the installed packages for the next run. */
async function unpacked() {
  let home;
  try {
    home = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..');
  } catch {
    throw new NoChromium(`@sparticuz/chromium is not installed: npm ci, or ${how}`);
  }
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const cache = join(home, '..', '..', '.cache');
  const folder = join(cache, `mosa-js-chromium-${version}`);
  if (existsSync(folder)) return folder;
  try {
    await mkdir(cache, { recursive: true });
    const temporary = await mkdtemp(`${folder}-`);
    try {
      await unpack(join(home, 'bin'), temporary);
      // At once, so that a run that was interrupted, or another at the same time, leaves nothing half done.
      await rename(temporary, folder).catch((error) => {
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  } catch (error) {
    throw new NoChromium(`@sparticuz/chromium cannot be unpacked to ${folder}: ${error.message}; ${how}`);
  }
  return folder;
}

async function unpack(bin, folder) {
  const { extract } = require('tar-fs');
  const from = (name) => [createReadStream(join(bin, name)), createBrotliDecompress()];
  await Promise.all([
    pipeline(...from('chromium.br'), createWriteStream(join(folder, 'chromium'), { mode: 0o755 })),
    pipeline(...from('swiftshader.tar.br'), extract(folder)),
    pipeline(...from('al2023.tar.br'), extract(join(folder, 'al2023'))),
  ]);
}
