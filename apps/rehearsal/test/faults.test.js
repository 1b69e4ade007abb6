import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fullAfter } from '../src/full-registry.js';
import { createProject } from '../src/project.js';
import { createRunner } from '../src/runner.js';

let folder;
let server;
let url;
let puts;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mosa-faults-'));
  puts = 0;
  server = createServer((request, response) => {
    if (request.method === 'PUT') puts++;
    response.writeHead(request.method === 'PUT' ? 201 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${server.address().port}/`;
});
afterEach(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

it('a registry that is full passes on what it takes, and answers 507 from then on', async () => {
  const full = await fullAfter(url, 2);
  const statuses = [];
  for (let i = 0; i < 4; i++) {
    const { status } = await fetch(new URL('one', full.url), { method: 'PUT', body: 'x'.repeat(100_000) });
    statuses.push(status);
  }
  const { status } = await fetch(new URL('one', full.url));
  await full.close();
  expect([statuses, status, puts]).toEqual([[201, 201, 507, 507], 404, 2]);
});

it.each([
  ['@mosa-js/none', /E404 from the rehearsal's own registry/],
  ['none-of-others', /E404: packages of others come from the registry that npm is set to, http:\/\/uplink\.test/],
])('an install of %s says who was to have it', async (name, expected) => {
  const { signal } = new AbortController();
  const env = { ...process.env, npm_config_cache: join(folder, 'cache'), npm_config_fetch_retries: '0' };
  const run = createRunner({ env, signal, onProgress: () => undefined });
  const context = { folder, registry: { url }, uplink: 'http://uplink.test/', run };
  await expect(createProject(context, 'reader').install([`${name}@1.0.0`])).rejects.toThrow(expected);
});
