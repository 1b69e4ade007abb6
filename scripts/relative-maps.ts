import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative } from 'node:path';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['plugins']>[number];

/** For tsup: where it splits CommonJS, its source maps name files by their paths on the machine that built them. */
export const relativeMaps: Plugin = {
  name: 'relative-maps',
  buildEnd({ writtenFiles }) {
    for (const { name } of writtenFiles.filter((file) => file.name.endsWith('.map'))) {
      const map: { file?: string; sources: string[] } = JSON.parse(readFileSync(name, 'utf8'));
      if (map.file) map.file = basename(map.file);
      map.sources = map.sources.map((source) =>
        isAbsolute(source) ? relative(dirname(name), source).replaceAll('\\', '/') : source,
      );
      writeFileSync(name, JSON.stringify(map));
    }
  },
};
