import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serve } from '../src/browser-server.js';

const parent = mkdtempSync(join(tmpdir(), 'mosa-server-'));
const folder = join(parent, 'page');
let server: { readonly address: string; close(): Promise<void> };

beforeAll(async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), 'the page');
  writeFileSync(join(parent, 'secret.txt'), 'not for the page');
  server = await serve(folder);
});
afterAll(async () => {
  await server.close();
  rmSync(parent, { recursive: true });
});

/** Not by fetch, which puts addresses in order before it asks. */
function statusOf(path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });
}

it.each([
  ['/', 200],
  ['/index.html', 200],
  ['/%', 400],
  ['/%ff', 400],
  ['/%00', 400],
  ['//[', 400],
  ['/missing', 404],
  ['/../secret.txt', 404],
  ['/%2e%2e/secret.txt', 404],
  ['/..%2fsecret.txt', 404],
])('%s is answered with %d, and the server goes on', async (path, status) => {
  expect(await statusOf(path)).toBe(status);
  expect(await statusOf('/')).toBe(200);
});
