import { MosaError } from '@mosa-js/core';
import { countCalls, noSubmissions, watchSubmissions } from './calls.js';
import { describe } from './describe.js';
import { median } from './median.js';
import { partsOf } from './parts.js';
import { rowOf } from './row.js';
import { watched } from './watched.js';

/**
 * Times cases in turns, round by round, so that all of them meet the same state of the machine. One that the device cannot
 * hold becomes a row that says so.
 * @param cases [{ labels, open(backend) → { run(), dispose() } }]
 * @param how `profiled`: rows also tell their parts
 * @returns rows, in the order of the cases
 */
export async function measure(session, cases, { runs, rounds, warmUp, product, prebuilt, yard, profiled }, say) {
  const opened = [];
  try {
    for (const { labels, open } of cases) {
      say(`${describe(labels)}: compile and ${warmUp} runs`);
      opened.push(await prepare(session, labels, open, warmUp));
    }
    const ready = opened.filter(({ refused }) => refused === undefined);
    for (let round = 0; round < rounds && ready.length > 0; round++) {
      say(`round ${round + 1} of ${rounds}: ${ready.length} rows, ${runs} runs each`);
      await product.warm();
      for (const one of ready) {
        await burst(session, one, runs);
        if (prebuilt) one.times.floor.push(await prebuilt.hostUs(one.calls.dispatches, runs));
      }
      if (session.hasTimestamps) for (const one of ready) await profile(one);
    }
    if (profiled && session.profiles) {
      for (const { open, times } of ready) {
        say('a profile, on a backend of its own');
        for (const parts of await session.profiles(open, runs)) times.profiles.push(profileOf(parts));
      }
    }
    return opened.map((one) => rowOf(summaryOf(one, profiled), yard));
  } finally {
    for (const one of opened) await one.close?.();
  }
}

async function prepare(session, labels, open, warmUp) {
  const own = await session.another();
  const watch = watched(own);
  let made;
  const close = async () => {
    await made?.dispose();
    await own.dispose();
  };
  try {
    made = await open(watch.backend);
    const { run } = made;
    // Two more than asked for: the first run makes what a second one finds, and is compared with nothing.
    for (let i = 0; i < warmUp + 2; i++) await run();
    await session.idle();
    const calls = session.gpuDevice && (await countCalls(run));
    const flops = await watch.flops(run);
    await session.idle();
    const { reservedBytes } = own.memory();
    const times = { wall: [], cpu: [], host: [], floor: [], profiles: [] };
    return { labels, open, close, run, watch, calls, flops, reservedBytes, times };
  } catch (error) {
    await close();
    if (isTooMuch(error)) return { labels, refused: error.message };
    throw error;
  }
}

/** Beyond what the device can hold, as told before any work or by the device itself. */
function isTooMuch(error) {
  return error instanceof MosaError && (error.code === 'unsupported' || /out.of.(device.)?memory/i.test(error.message));
}

async function burst(session, { run, times }, runs) {
  await session.idle();
  const submissions = session.gpuDevice ? watchSubmissions() : noSubmissions;
  const host = [];
  try {
    const started = performance.now();
    const cpu = session.cpuMs?.();
    for (let i = 0; i < runs; i++) host.push(await submissions.time(run));
    await session.idle();
    times.wall.push((performance.now() - started) / runs);
    if (cpu !== undefined) times.cpu.push((session.cpuMs() - cpu) / runs);
  } finally {
    submissions.stop();
  }
  const known = host.filter((milliseconds) => milliseconds !== undefined);
  if (known.length > 0) times.host.push(median(known));
}

async function profile({ run, watch, times }) {
  times.profiles.push(profileOf(await watch.profile(run)));
}

/** Bytes are undefined where parts do not know theirs. */
function profileOf(parts) {
  const total = (field) => parts.reduce((sum, part) => sum + part[field], 0);
  return { parts, milliseconds: total('milliseconds'), bytes: total('bytes') || undefined };
}

function summaryOf({ labels, refused, times, calls, flops, reservedBytes }, profiled) {
  if (refused !== undefined) return { labels, refused };
  const { wall, cpu, host, floor, profiles } = times;
  return {
    labels,
    wallMs: known(wall),
    // Of a busy machine the least says most.
    cpuMs: cpu.length > 0 ? Math.min(...cpu) : undefined,
    hostMs: known(host),
    shortFloorUs: known(floor),
    gpuMs: known(profiles.map(({ milliseconds }) => milliseconds)),
    bytes: profiles[0]?.bytes,
    calls,
    flops,
    reservedBytes,
    ...(profiled ? { parts: partsOf(profiles.map(({ parts }) => parts)) } : {}),
  };
}

/** Their median; undefined where there are none, or where a browser's coarse clock made them 0. */
function known(times) {
  const middle = times.length > 0 ? median(times) : 0;
  return middle > 0 ? middle : undefined;
}
