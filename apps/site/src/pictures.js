// Pictures in documents: each says its size, and narrow screens get those of the lab drawn for them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `width="…" height="…"` of an SVG. */
const size = (path) => /<svg [^>]*?(width="\d+" height="\d+")/.exec(readFileSync(path, 'utf8'))[1];

/**
 * Turns pictures of the lab in Markdown into elements that say which screen gets which, and how large they are, so that nothing
 * moves when they come.
 * @param folder of all pictures, with those for narrow screens
 */
export function withSizes(text, folder) {
  return text.replace(/!\[([^\]]*)\]\(\/pictures\/([\w-]+)\.svg\)/g, (all, alt, name) => {
    const [wide, narrow] = [join(folder, `${name}.svg`), join(folder, `${name}-narrow.svg`)];
    if (!existsSync(narrow)) return all;
    const source = `<source media="(max-width: 700px)" srcset="/pictures/${name}-narrow.svg" ${size(narrow)}>`;
    return `<picture>${source}<img src="/pictures/${name}.svg" alt="${alt.replaceAll('"', '&quot;')}" ${size(wide)}></picture>`;
  });
}
