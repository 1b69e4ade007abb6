import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { folders, generated, repository } from './pages.js';
import { pageOf } from './results.js';

export const home = 'https://github.com/mosa-js/mosa-js';
export const base = process.env.SITE_BASE ?? '/';
const pictures = new Set(['.png', '.svg']);

/**
 * Turns links between files of the repository into links between pages of the site; what is no page is linked where the repository is
 * public, and pictures come along.
 * @param file path of the text in the repository
 * @param pages pages by file
 * @param onPicture told the path of each picture
 */
export function withLinks(text, file, pages, onPicture) {
  const page = pages.get(file);
  const relative = (to) => {
    const path = posix.relative(dirname(page), to);
    return path.startsWith('.') ? path : `./${path}`;
  };
  const linked = (target) => {
    const [path, hash] = target.split('#');
    const from = path.startsWith(`${home}/`) ? inRepository(path) : path && posix.join(dirname(file), path);
    if (from === undefined) return target;
    if (path === '') return target;
    const anchor = hash === undefined ? '' : `#${hash}`;
    const place = from.replace(/\/$/, '');
    const own = pages.get(place) ?? pages.get(`${place}/README.md`) ?? generated.get(place);
    if (own) return `${relative(own)}${anchor}`;
    if (pageOf.has(place)) return `${base}${pageOf.get(place)}`;
    for (const [folder, to] of folders) {
      if (place === folder || place.startsWith(`${folder}/`)) return `${base}${to}/`;
    }
    // A changelog comes with the first release of a package.
    if (place.endsWith('/CHANGELOG.md')) return `${home}/blob/main/${place}`;
    if (!existsSync(join(repository, place))) throw new Error(`${file}: links to ${target}, which is not there`);
    if (pictures.has(extname(place))) {
      onPicture(place);
      return `/pictures/${posix.basename(place)}`;
    }
    const kind = statSync(join(repository, place)).isDirectory() ? 'tree' : 'blob';
    return `${home}/${kind}/main/${place}${anchor}`;
  };
  // A reader of the site knows pages by their titles, not by their files.
  const titled = (part) =>
    part.replace(/\[[\w./-]+\.md\](\(([^)\s#]+)[^)\s]*\))/g, (all, link, path) => {
      const place = posix.join(dirname(file), path);
      const [, title] = (pages.has(place) && /^# (.+)$/m.exec(readFileSync(join(repository, place), 'utf8'))) || [];
      return title === undefined ? all : `[${title}]${link}`;
    });
  // Code is left as it is.
  return text
    .split(/(^```[\s\S]*?^```$|`[^`\n]+`)/m)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : titled(part).replace(/(\]\()([^)\s]+)(\))/g, (all, open, target, close) =>
            /^(mailto:|https?:(?!\/\/github\.com\/mosa-js\/mosa-js\/))/.test(target)
              ? all
              : withTarget(`${open}${linked(target)}${close}`),
          ),
    )
    .join('');
}

const isStatic = new RegExp(`\\]\\(${base}(?:matrix|lab|${[...folders.values()].join('|')})/`);

/** Static pages are loaded as such, not looked for among the pages of this site; VitePress does not put the base before these. */
const withTarget = (link) => (isStatic.test(link) ? `${link}{target="_self"}` : link);

/** `…/blob/main/docs/limits.md` → `docs/limits.md`; undefined for what is no file, such as issues. */
function inRepository(url) {
  return /\/(?:blob|tree)\/main\/(.+)$/.exec(url)?.[1];
}
