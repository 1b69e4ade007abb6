// Loaded by Node before a program that knows nothing of it: ends it when its parent is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref(); // it does not keep the program
