import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const home = mkdtempSync(join(tmpdir(), 'mosa-release-'));
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));

/** An empty folder, until the tests of this file have ended. */
export const temporaryFolder = () => mkdtempSync(join(home, 'folder-'));
