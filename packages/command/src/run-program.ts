import { endProcess } from './end-process';
import { outliveOutput } from './print';

/**
 * Runs a command as the process's own: its words are the command line, its result the exit code. What was printed leaves
 * the process first. Idle threads and timers of libraries do not keep it.
 */
export async function runProgram(command: (commandLine: readonly string[]) => Promise<number>): Promise<never> {
  outliveOutput();
  const code = await command(process.argv.slice(2));
  await Promise.all([process.stdout, process.stderr].map(flushed));
  endProcess(code);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
