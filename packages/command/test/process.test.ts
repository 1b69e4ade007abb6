import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { program } from './support';

const longJson = `JSON.stringify({ text: 'x'.repeat(300_000) })`;
/** Prints a line now and then for half a second, and says at its end, in a way that needs no stream, that it came there. */
const busy = `
  import { setTimeout as delay } from 'node:timers/promises';
  await command.runProgram(async () => {
    for (let i = 0; i < 5; i++) {
      command.print('line\\n');
      command.say('message');
      console.error('of a library');
      command.progressLine().note('note');
      await delay(50);
    }
    return 7;
  });`;

describe.skipIf(process.platform === 'win32')('output that nobody takes', () => {
  it.each([
    ['a reader that goes away', 'set -o pipefail; "$@" | true'],
    ['a reader of messages that goes away', '"$@" 2> >(true)'],
    ['a full disk for messages', '"$@" 2>/dev/full'],
    ['a full disk for all', '"$@" >/dev/full 2>&1'],
    ['closed streams', '"$@" >&- 2>&-'],
  ])('%s ends no command', async (_, shell) => {
    const { code, err } = await program(busy, shell);
    expect({ code, err: err.includes('    at ') }).toEqual({ code: 7, err: false });
  });
});

describe.skipIf(process.platform === 'win32')('a result on standard output', () => {
  const write = `
    await command.runProgram(async () => {
      try {
        await (await command.openJson('-')).write(${longJson});
        return 0;
      } catch (error) {
        return command.fail('program', error);
      }
    });`;

  it('comes as a whole to a slow reader', async () => {
    const { code, out } = await program(write, 'set -o pipefail; "$@" | (sleep 1; cat)');
    expect(code).toBe(0);
    expect(JSON.parse(out).text).toHaveLength(300_000);
  });

  it.each([
    ['a full disk', '"$@" >/dev/full', 'ENOSPC'],
    ['a disk that takes a part', 'cd $(mktemp -d); ulimit -f 100; "$@" >out', 'EFBIG'],
    ['a reader that goes away', 'set -o pipefail; "$@" | head -c 10 >/dev/null', 'EPIPE'],
  ])('that does not come through because of %s is a failure', async (_, shell, cause) => {
    const { code, err } = await program(write, shell);
    expect(code).toBe(1);
    expect(err).toMatch(
      new RegExp(`^program: --json -: expected a standard output that can be written, got .*${cause}.*\n$`),
    );
  });
});

const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;

/** Runs a program on a terminal of its own, which is closed half a second after it began to print. */
const onTerminal = `exec python3 -c '
import os, pty, signal, sys, time
pid, terminal = pty.fork()
if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
os.read(terminal, 1)
time.sleep(0.5)
os.close(terminal)
status = os.waitpid(pid, 0)[1]
print(open(sys.argv[2] + ".out").read(), os.waitstatus_to_exitcode(status) == -signal.SIGHUP)
' "$@"`;

describe.skipIf(!hasPython)(
  `a terminal that is closed${hasPython ? '' : ' (skipped: no python3, which makes one)'}`,
  () => {
    it.each(['once', 'TWICE'])('does not end the process before its work is done: %s', async (times) => {
      const code = `
      import { writeFileSync } from 'node:fs';
      import { setTimeout as delay } from 'node:timers/promises';
      const out = process.argv[1] + '.out';
      await command.runProgram(async () => {
        const interrupted = command.interruption();
        process.on('exit', () => writeFileSync(out, 'work done', { flag: 'a' }));
        while (!interrupted.signal.aborted) {
          command.say('progress');
          console.log('of a library');
          await delay(20);
        }
        if ('${times}' === 'TWICE') setTimeout(() => process.kill(process.pid, 'SIGHUP'), 700);
        command.say('the end');
        await delay('${times}' === 'TWICE' ? 60_000 : 100);
        writeFileSync(out, interrupted.signal.reason.message + ', ', { flag: 'a' });
        return interrupted.exitCode;
      });`;
      const before = times === 'once' ? 'interrupted by SIGHUP, ' : '';
      expect(await program(code, onTerminal)).toEqual({ code: 0, out: `${before}work done True\n`, err: '' });
    });
  },
);

describe.skipIf(process.platform === 'win32')('signals', () => {
  const stoppable = `
    import { once } from 'node:events';
    const { pid } = process;
    await command.runProgram(async () => {
      const interrupted = command.interruption();
      const alive = setInterval(() => undefined, 1000);
      setTimeout(() => process.kill(pid, process.env.BY), 10);
      if (process.env.TWICE) setTimeout(() => process.kill(pid, process.env.TWICE), 700);
      await once(interrupted.signal, 'abort');
      command.print(interrupted.signal.reason.message);
      if (process.env.TWICE) await new Promise(() => undefined);
      clearInterval(alive);
      return interrupted.exitCode;
    });`;

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('%s asks to stop, and gives exit code %i', async (signal, code) => {
    expect(await program(stoppable, `BY=${signal} "$@"`)).toEqual({ code, out: `interrupted by ${signal}`, err: '' });
  });

  it('a second one ends the process at once', async () => {
    expect(await program(stoppable, 'BY=SIGINT TWICE=SIGTERM "$@"')).toMatchObject({ code: 143 });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s is passed on to the process that does the work', async (signal) => {
    const outer = `
      if (process.env.INNER) {
        const interrupted = command.interruption();
        interrupted.signal.addEventListener('abort', () => {
          command.print(interrupted.signal.reason.message);
          process.exit(interrupted.exitCode);
        });
        setInterval(() => undefined, 1000);
        process.kill(process.ppid, '${signal}');
      } else await command.runProgram(() => command.startAgain({ INNER: '1' }));`;
    const { code, out } = await program(outer);
    expect({ code, out }).toEqual({
      code: { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal],
      out: `interrupted by ${signal}`,
    });
  });
});
