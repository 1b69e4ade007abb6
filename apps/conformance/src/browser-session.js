// A browser that is started when it is needed, and again after it crashed.
import { chromium } from 'playwright-core';
import { NoChromium } from './browser-chromium.js';

const flags = {
  software: [
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
  ],
  auto: ['--enable-unsafe-webgpu', '--ignore-gpu-blocklist'],
  none: ['--use-gl=disabled', '--disable-gpu', '--disable-features=WebGPU'],
};
const secondsToStart = 60;
const secondsToClose = 5;

/** @param browser what `findChromium` found */
export function createSession({ executablePath, env }, gpu) {
  let current;
  const launch = () =>
    chromium.launch({
      executablePath,
      env: { ...process.env, ...env },
      args: ['--no-sandbox', ...flags[gpu]], // it loads nothing but this app's own page
      timeout: secondsToStart * 1000,
      // The run ends the browser itself, after it has said what became of it.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  return {
    /** Starts it for the first time. @throws NoChromium with what the browser said */
    async start() {
      try {
        current = await launch();
      } catch (error) {
        throw new NoChromium(`${executablePath} did not start: ${causeOf(error.message)}`);
      }
    },
    /** The browser, started if there is none. */
    async browser() {
      if (!current?.isConnected()) current = await launch();
      return current;
    },
    /** Name and full version, once a browser was started. */
    version: () => (current ? `Chromium ${current.version()}` : 'no browser'),
    /** Ends the browser and removes its profile; what does not end by itself is killed as this process exits. */
    async close() {
      const giveUp = new Promise((resolve) => setTimeout(resolve, secondsToClose * 1000).unref());
      await Promise.race([current?.close().catch(() => undefined), giveUp]);
    },
  };
}

/** The lines of a long message that tell the cause. */
function causeOf(message) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the message is coloured for a terminal
  const plain = message.replace(/\x1b\[\d+m/g, '');
  const lines = plain.split('\n').map((line) => line.replace(/^\s*(- )?(\[pid=\d+\])?(\[err\])?\s*/, ''));
  const telling = lines.filter((line) =>
    /error while loading|not found|cannot|denied|EACCES|ENOEXEC|<process did exit/i.test(line),
  );
  return [lines[0], ...new Set(telling)].slice(0, 3).join(' | ').slice(0, 600);
}
