import { isatty } from 'node:tty';

const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));

/**
 * Ends this process. At its end Node puts terminals back as they were, and aborts with a core dump where one was closed: such
 * a process ends by SIGHUP instead, which is exit code 129 to a shell.
 */
export function endProcess(code: number): never {
  const isGone = !terminals.every((descriptor) => isatty(descriptor));
  if (isGone && process.platform !== 'win32') {
    process.emit('exit', code); // children are killed by what listens
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  process.exit(code);
}
