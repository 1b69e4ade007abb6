import { devicesOf, entryImporters, hasNoEntry, isMissing } from '@mosa-js/command/backends';
import { messageOf } from '../errors';
import { takeChannel } from './channel';
import type { Listed, ListedDevice, ListTask } from './list-devices';
import { endWithParent } from './orphan';

const { tell, end } = takeChannel<Listed>();

async function list({ packageName, cwd }: ListTask): Promise<Listed> {
  for (const load of entryImporters(cwd)) {
    try {
      const devices = Object.entries(devicesOf(await load(`${packageName}/conformance`), packageName));
      const listed = devices.map(([name, device]): ListedDevice => {
        const needs = (device as { needs?: unknown } | null)?.needs;
        return { name, needs: needs === 'gpu' ? needs : undefined };
      });
      return { type: 'devices', devices: listed };
    } catch (error) {
      if (hasNoEntry(error, packageName)) return { type: 'no entry' };
      if (!isMissing(error, packageName)) return { type: 'broken', reason: messageOf(error) };
    }
  }
  return { type: 'not installed' };
}

async function answer(listed: Listed): Promise<void> {
  await tell(listed);
  end(0);
}

const fail = (error: unknown) => answer({ type: 'broken', reason: messageOf(error) });
endWithParent();
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
list(JSON.parse(process.argv[2] ?? '{}')).then(answer, fail);
