import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestAt, repository } from '../src/packages.js';
import { refusals, stepsOf, workflows } from '../src/workflows.js';

const named = Object.fromEntries(workflows.map((one) => [one.file, one]));
const root = manifestAt(repository);

describe.each(workflows)('$file', ({ text, workflow }) => {
  const steps = stepsOf(workflow);
  const scripts = steps.flatMap(({ step }) => (step.run === undefined ? [] : [step.run]));

  it('is what GitHub takes', () => expect(refusals(workflow)).toEqual([]));

  it('runs actions by their commit, with the version beside it, the same everywhere', () => {
    const used = [...text.matchAll(/uses: *(.*)/g)].map(([, line]) => line);
    expect(used.length).toBe(steps.filter(({ step }) => step.uses !== undefined).length);
    for (const line of used) expect(line).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const everywhere = workflows.flatMap((one) => [...one.text.matchAll(/uses: *([\w/-]+)@(.*)/g)]);
    for (const [, action, pin] of everywhere) {
      expect([...new Set(everywhere.filter(([, other]) => other === action).map(([, , at]) => at))]).toEqual([pin]);
    }
  });

  it('starts only what there is', () => {
    for (const script of scripts) {
      for (const [, name] of script.matchAll(/npm run ([\w:-]+)/g)) expect(root.scripts).toHaveProperty([name]);
      for (const [file] of script.matchAll(/^\.[\w/]+\/run/gm)) accessSync(join(repository, file), constants.X_OK);
    }
    for (const [, name] of text.matchAll(/npm run ([\w:-]+)/g)) expect(root.scripts).toHaveProperty([name]);
    for (const [, name] of text.matchAll(/--filter=(@mosa-js\/\S+)/g)) {
      expect(manifestAt(join(repository, 'node_modules', name)).scripts).toHaveProperty('test');
    }
  });

  it('has scripts that a shell reads, into which nothing is pasted', () => {
    for (const script of scripts) {
      expect(script).not.toContain('${{');
      const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    }
  });

  it('gives no more rights than a job needs, ends by itself, and keeps no credentials in a checkout', () => {
    expect([{}, { contents: 'read' }]).toContainEqual(workflow.permissions);
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(120);
    for (const { step } of steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'))) {
      expect(step.with).toEqual({ 'persist-credentials': false });
    }
  });
});

it('the schema refuses what GitHub would', () => {
  const { workflow } = named['ci.yml'];
  const { full } = workflow.jobs;
  const withJob = (job) => ({ ...workflow, jobs: { full: job } });
  const { 'runs-on': _, ...homeless } = full;
  expect(refusals(withJob(full))).toEqual([]);
  for (const wrong of [
    { ...workflow, on: undefined },
    { ...workflow, on: { pushed: {} } },
    { ...workflow, permissions: { contents: 'all' } },
    withJob(homeless),
    withJob({ ...full, step: [] }),
    withJob({ ...full, steps: [{ name: 'Nothing' }] }),
  ]) {
    expect(refusals(JSON.parse(JSON.stringify(wrong)))).not.toEqual([]);
  }
});

it('CI runs on four systems with Node 20, 22 and 24, and audits', () => {
  const { full, portable, audit } = named['ci.yml'].workflow.jobs;
  for (const job of [full, portable]) expect(job.strategy.matrix.node).toEqual([20, 22, 24]);
  const runners = [full['runs-on'], ...portable.strategy.matrix.system.map(({ runner }) => runner)];
  expect(runners).toEqual(['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'windows-2025']);
  expect(full.steps.map(({ run }) => run)).toContain('.ci/run');
  expect(audit.steps.map(({ run }) => run).join()).toMatch(/npm audit --omit=dev.*npm audit signatures/);
});

describe('a release', () => {
  const { version, pack, stage } = named['release.yml'].workflow.jobs;
  const runs = (job) => job.steps.map(({ run = '' }) => run).join('\n');

  it('lets only the job that the owner approves speak to npm, and that job runs nothing of the repository', () => {
    for (const { workflow } of workflows) {
      for (const job of Object.values(workflow.jobs)) {
        expect(job.permissions?.['id-token']).toBe(job === stage ? 'write' : undefined);
      }
    }
    expect(stage.environment).toBe('npm');
    expect(stage.permissions).toEqual({ 'id-token': 'write' });
    expect(stage.steps.map(({ uses = '' }) => uses.split('@')[0])).not.toContain('actions/checkout');
    expect(runs(stage)).not.toMatch(/npm (ci|run|test|exec)|npx/);
    expect(named['release.yml'].text.match(/secrets\.\w+/g)).toEqual(['secrets.GITHUB_TOKEN']);
  });

  it('stages with provenance what was checked, by an npm that can', () => {
    expect(runs(stage)).toContain('npm stage publish "./$tarball" --access public --provenance');
    expect(runs(stage)).toContain(`npm install --global --ignore-scripts ${root.packageManager}\n`);
    const [major, minor] = root.packageManager.split('@')[1].split('.').map(Number);
    expect(major * 1000 + minor).toBeGreaterThanOrEqual(11015);
    expect([stage.needs, pack.needs]).toEqual(['pack', 'version']);
    // Dry; it runs .ci/run and makes the tarballs that are kept.
    expect(runs(pack)).toMatch(/^npm run release -- --into tarballs\nnpm audit --omit=dev.*\nnpm audit signatures$/m);
    expect(pack.steps.at(-1).with.path).toBe('tarballs/*.tgz');
    for (const job of [version, pack, stage]) {
      const setup = job.steps.find(({ uses }) => uses?.startsWith('actions/setup-node@'));
      expect(setup.with).toEqual({ 'node-version': 24, 'package-manager-cache': false });
    }
  });
});
