// node leash.js COMMAND WORDS: runs a command in a process group of its own. Once this process's input ends, the one that
// started it is gone, however it went: then the group is killed, with all that the command has started.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const [command, ...words] = process.argv.slice(2);
const killAll = () => process.kill(-process.pid, 'SIGKILL');
process.stdin.on('end', killAll).on('error', killAll).resume();
const child = spawn(command, words, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  console.error(`${command}: ${error.message}`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  if (signal) console.error(`${command}: ended by ${signal}`);
  process.exit(code ?? 128 + constants.signals[signal]);
});
