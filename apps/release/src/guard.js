// Between this program and a command: ends the command, with all that it started, when the program is gone or says so.
// Even a program that was killed without a chance to do anything leaves nothing running.
import { spawn } from 'node:child_process';
import { killTree } from './process-tree.js';

const [command, ...words] = process.argv.slice(2);
const onWindows = process.platform === 'win32'; // npm is a script of the shell there
const child = spawn(command, words, { stdio: 'inherit', shell: onWindows });
const end = () => {
  killTree(child.pid);
  process.exit(1);
};
process.on('message', end);
process.on('disconnect', end);
process.on('SIGTERM', end);
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined); // the program hears it, too, and says so
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('close', (code) => process.exit(code ?? 1));
