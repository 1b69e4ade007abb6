import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { command, leftovers, wordsFor } from './support/command';
import { hasCompiler, type StandIn, standIn } from './support/stand-in';

const made: StandIn[] = [];
const make = (options?: Parameters<typeof standIn>[0]) => {
  made.push(standIn(options));
  return made.at(-1)!;
};
afterAll(() => {
  for (const { folder } of made) rmSync(folder, { recursive: true, force: true });
});

const addonOf = ({ pack }: StandIn) => join(pack, 'lib', 'napi-v8', 'tfjs_binding.node');

describe.skipIf(!hasCompiler)(`the command${hasCompiler ? '' : ': skipped, no g++ on Linux here'}`, () => {
  it('provisions once, is up to date the second time, and removes', async () => {
    const given = make();
    const first = await command(wordsFor(given));
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('provisioned, libtensorflow 0.1.2 on cpu') });
    for (const step of [
      'checking the hash',
      'unpacking 3 files',
      'building the addon',
      'exports every',
      'loading it',
    ]) {
      expect(first.err).toContain(step);
    }
    const before = lstatSync(addonOf(given)).mtimeMs;
    const second = await command([...wordsFor(given), '--json']);
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(second.out).packages).toMatchObject([
      { status: 'up to date', libtensorflow: '0.1.2', device: 'cpu' },
    ]);
    expect(lstatSync(addonOf(given)).mtimeMs).toBe(before);
    expect(await command(['--check', given.pack])).toMatchObject({ code: 0 });
    expect(await command(['--remove', given.pack])).toMatchObject({ code: 0, out: expect.stringContaining('removed') });
    for (const path of [addonOf(given), join(given.pack, 'deps'), join(given.pack, '.mosa-provisioned.json')]) {
      expect(existsSync(path)).toBe(false);
    }
    const checked = await command(['--check', given.pack]);
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining('not provisioned, no addon') });
  });

  it('finds the packages that a project has', async () => {
    const given = make();
    const words = wordsFor(given).slice(0, -1);
    expect(await command(words, { cwd: given.folder })).toMatchObject({
      code: 0,
      out: expect.stringContaining('@tensorflow/tfjs-node-gpu 4.22.0: provisioned'),
    });
    const empty = join(given.folder, 'empty');
    mkdirSync(empty);
    rmSync(join(given.folder, 'node_modules'), { recursive: true });
    expect(await command(words, { cwd: empty })).toMatchObject({
      code: 3,
      err: expect.stringContaining('npm install --ignore-scripts @tensorflow/tfjs-node-gpu'),
    });
  });

  it.each<[string, (given: StandIn) => void]>([
    ['a lost library', ({ cache }) => rmSync(cache, { recursive: true })],
    [
      'an addon that was cut short',
      (given) => writeFileSync(addonOf(given), readFileSync(addonOf(given)).subarray(0, 99)),
    ],
    ['no addon', (given) => rmSync(addonOf(given))],
    ['another link', ({ pack }) => rmSync(join(pack, 'deps'))],
  ])('names and repairs %s', async (_what, damage) => {
    const given = make();
    await command(wordsFor(given));
    damage(given);
    expect(await command(['--check', given.pack])).toMatchObject({
      code: 1,
      out: expect.stringContaining('not provisioned'),
    });
    expect(await command(wordsFor(given))).toMatchObject({ code: 0, out: expect.stringContaining(': provisioned') });
    expect(await command(['--check', given.pack])).toMatchObject({ code: 0 });
  });

  it('leaves an addon that came from elsewhere, unless told otherwise', async () => {
    const [other, given] = [make(), make()];
    await command(wordsFor(other));
    mkdirSync(dirname(addonOf(given)), { recursive: true });
    writeFileSync(addonOf(given), readFileSync(addonOf(other)));
    const words = wordsFor(given);
    // It works, since its libraries are where the loader is told to look.
    const env = { LD_LIBRARY_PATH: join(readLibrary(other), 'lib') };
    expect(await command(words, { env })).toMatchObject({ code: 0, out: expect.stringContaining('left as it is') });
    expect(await command(['--remove', given.pack])).toMatchObject({ out: expect.stringContaining('left as it is') });
    expect(await command([...words, '--force'], { env })).toMatchObject({
      out: expect.stringContaining(': provisioned'),
    });
  });

  it('two at once take turns', async () => {
    const given = make({ filler: 20_000_000 });
    const runs = await Promise.all([command(wordsFor(given)), command(wordsFor(given))]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.map(({ err }) => err).join('')).toContain('waiting for another run');
    expect(runs.map(({ out }) => /: (provisioned|up to date)/.exec(out)![1]).sort()).toEqual([
      'provisioned',
      'up to date',
    ]);
  });

  describe.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)('stopped by %s', (by) => {
    it.each(['checking the hash', 'unpacking', 'building', 'exports every', 'loading it'])('at “%s”', async (at) => {
      const given = make({ filler: 50_000_000, slowStart: at === 'loading it' }); // so that the signal comes in time
      const { code, err } = await command(wordsFor(given), { stop: { at, by } });
      if (by === 'SIGKILL') expect(code).toBe(null);
      else {
        expect({ code, err }).toMatchObject({
          code: { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[by],
          err: expect.stringContaining('interrupted by'),
        });
        expect(leftovers(given)).toEqual([]);
        expect(existsSync(addonOf(given)) || existsSync(join(given.pack, 'deps'))).toBe(false);
      }
      expect(await command(wordsFor(given))).toMatchObject({ code: 0, out: expect.stringContaining(': provisioned') });
      expect(leftovers(given)).toEqual([]);
    });
  });
});

function readLibrary({ pack }: StandIn): string {
  return JSON.parse(readFileSync(join(pack, '.mosa-provisioned.json'), 'utf8')).library.folder;
}

describe.skipIf(!hasCompiler)('what is wrong is named, and nothing is left', () => {
  const untouched = (given: StandIn) => {
    expect(leftovers(given)).toEqual([]);
    expect(existsSync(addonOf(given)) || existsSync(join(given.pack, 'deps'))).toBe(false);
  };

  it('a wheel whose hash differs', async () => {
    const given = make();
    appendFileSync(given.wheel, 'x');
    const { code, err } = await command(wordsFor(given));
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining(`a file whose SHA-256 is ${given.sha256}, got `),
    });
    untouched(given);
  });

  it('a wheel that is not the pinned one', async () => {
    const given = make();
    const words = ['--wheel', given.wheel, '--cache', given.cache, given.pack];
    expect(await command(words)).toMatchObject({ code: 1, err: expect.stringContaining('SHA-256') });
    untouched(given);
  });

  it('a function that libtensorflow does not have', async () => {
    const given = make({ without: 'TF_Extra' });
    const { code, err } = await command(wordsFor(given));
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('got one without TF_Extra\n') });
    untouched(given);
  });

  it('no compiler, and one that fails', async () => {
    const given = make();
    expect(await command(wordsFor(given), { env: { CXX: 'no-such-compiler' } })).toMatchObject({
      code: 3,
      err: expect.stringMatching(/a C\+\+ compiler: g\+\+ .* or what CXX names, got no no-such-compiler/),
    });
    writeFileSync(join(given.pack, 'binding', 'tfjs_backend.cc'), '#error "not today"\n');
    expect(await command(wordsFor(given))).toMatchObject({ code: 1, err: expect.stringContaining('not today') });
    untouched(given);
  });

  it('a file that may not grow', async () => {
    const given = make({ filler: 9_000_000 });
    const { code, err } = await command(wordsFor(given), { shell: 'ulimit -f 4000' });
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringMatching(/to write lib\/libtensorflow_cc\.so\.2 to .*EFBIG/),
    });
    untouched(given);
    expect(await command(wordsFor(given))).toMatchObject({ code: 0 });
  });

  const isRoot = process.getuid?.() === 0;
  it.skipIf(!isRoot)(
    `a disk that is full before or fills up${isRoot ? '' : ': skipped, only root makes small disks'}`,
    async () => {
      const given = make({ filler: 60_000_000 });
      const disk = join(given.folder, 'disk');
      mkdirSync(disk);
      const onDisk = { ...given, cache: join(disk, 'cache') };
      const mount = (options: string) => execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]);
      const unmount = () => execFileSync('umount', [disk]);
      const roomy = make({ filler: 60_000_000 });
      expect(await command(wordsFor(roomy))).toMatchObject({ code: 0 });
      const entries = readdirSync(roomy.cache, { recursive: true }).length;

      // Bytes enough, as the command finds before it begins, but not for so many files: full while it unpacks.
      mount(`size=80m,nr_inodes=${entries}`);
      try {
        const filled = await command(wordsFor(onDisk));
        expect(filled).toMatchObject({ code: 1, err: expect.stringMatching(/ENOSPC/) });
        expect(filled.err).toContain('unpacking');
        untouched(onDisk);
      } finally {
        unmount();
      }
      mount('size=80m');
      try {
        writeFileSync(join(disk, 'other'), Buffer.alloc(50_000_000));
        const full = await command(wordsFor(onDisk));
        expect(full).toMatchObject({
          code: 1,
          err: expect.stringMatching(/expected 61 MB of space in .*, got \d+ MB free/),
        });
        untouched(onDisk);
        rmSync(join(disk, 'other'));
        expect(await command(wordsFor(onDisk))).toMatchObject({ code: 0 });
      } finally {
        unmount();
      }
    },
  );

  it('no pip', async () => {
    const given = make();
    const words = ['--cache', given.cache, given.pack];
    const env = { PATH: join(given.folder, 'nothing') };
    expect(await command(words, { env })).toMatchObject({
      code: 3,
      err: expect.stringMatching(/--wheel FILE, got no python3/),
    });
    untouched(given);
  });

  it.each([
    [['--flavor', 'tpu']],
    [['--sha256', 'abc']],
    [['--check', '--remove']],
    [['--cache', '']],
    [['--no-such-option']],
    [['--cache', 'a', '--cache', 'b']],
    [['']],
    [['help', 'me']],
  ])('the command line %j', async (words) => {
    expect(await command(words)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/expected .*, got /) });
  });
});

describe('information', () => {
  it('is its version and its help', async () => {
    expect(await command(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) });
    const asked = await command(['help']);
    expect(asked).toEqual(await command(['--help']));
    expect(asked).toMatchObject({ code: 0, out: expect.stringContaining('--flavor cpu|gpu') });
  });

  it.skipIf(process.platform === 'win32')('is lost quietly where nobody reads it', async () => {
    for (const shell of ['exec 2>/dev/full', 'exec >/dev/full', 'exec > >(true); sleep 0.2'])
      expect(await command(['--help'], { shell })).toMatchObject({ code: 0, err: '' });
  });

  it.skipIf(process.platform !== 'linux')('a cache below /proc is refused, and does not hang', async () => {
    const given = make();
    const words = wordsFor({ ...given, cache: '/proc/no/such' });
    expect(await command(words)).toMatchObject({
      code: 1,
      err: expect.stringContaining('provision --cache: expected a folder'),
    });
  });

  it.skipIf(process.platform === 'win32')('--json fails where not all of it can be written', async () => {
    const given = make();
    const { code, err } = await command(['--check', '--json', given.pack], { shell: 'exec >/dev/full' });
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringMatching(/--json: expected a standard output/) });
  });
});
