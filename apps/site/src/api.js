// The API reference: a page for each entry of each package, made from the doc comments of the declarations that users get.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';
import { publishedFolders, repository } from './pages.js';

/**
 * What users import, such as `@mosa-js/core/adapter`, with its page (`core/adapter`), the file of its declarations and what its package
 * says of itself.
 */
export function entries() {
  return publishedFolders().flatMap((folder) => {
    const home = join(repository, 'packages', folder);
    const { name, description, exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    return Object.entries(exports).flatMap(([path, conditions]) => {
      const types = conditions?.import?.types ?? conditions?.types;
      const inside = path.slice(1);
      return types
        ? [{ name: `${name}${inside}`, page: `${folder}${inside}`, folder, description, file: join(home, types) }]
        : [];
    });
  });
}

/**
 * Writes the page of each entry into a folder, and an index.
 * @throws Error where a comment links to nothing, or typedoc warns of anything else
 */
export async function writeApi(folder) {
  const all = entries();
  const app = await Application.bootstrapWithPlugins({
    entryPoints: all.map(({ file }) => file),
    tsconfig: fileURLToPath(new URL('../tsconfig.api.json', import.meta.url)),
    skipErrorChecking: true, // the build has checked them
    plugin: ['typedoc-plugin-markdown'],
    outputs: [{ name: 'markdown', path: folder }],
    outputFileStrategy: 'modules',
    entryFileName: 'index',
    readme: 'none',
    logLevel: 'Warn',
    validation: { invalidLink: true, invalidPath: true, notExported: false, rewrittenLink: true },
    treatWarningsAsErrors: true,
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    useHTMLAnchors: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    pageTitleTemplates: { module: ({ name }) => `@mosa-js/${name}` },
    ...Object.fromEntries(tables.map((what) => [`${what}Format`, 'table'])),
    tableColumnSettings: { hideSources: true, hideInherited: true, hideOverrides: true },
  });
  const project = await app.convert();
  // Pages are named as what users import.
  for (const module of project?.children ?? []) module.name = module.name.replace('/dist', '');
  if (project) {
    app.validate(project);
    await app.generateOutputs(project);
  }
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('typedoc has something to say, above');
  for (const { name, page, folder: own } of all) {
    const file = join(folder, `${page}.md`);
    const [title, ...rest] = withNames(readFileSync(file, 'utf8')).split('\n');
    const way = page.includes('/') ? '../..' : '..';
    const start = `After this page you know everything that you can import from \`${name}\`: its types, shapes, units and errors. How it is used is in the [README of its package](${way}/packages/${own}.md).`;
    writeFileSync(file, [title, '', start, ...rest].join('\n'));
  }
  writeFileSync(join(folder, 'index.md'), index(all));
}

/** Gives headings the names by which typedoc links to them, which it writes as anchors before them. What says nothing by itself is no heading, so that search finds names alone. */
const withNames = (text) =>
  text
    .replace(/^<a id="([^"]+)"><\/a>\n\n(#+ .+)$/gm, '$2 {#$1}')
    .replace(/^#{4,6} (?!Methods|Constructors|Accessors)([A-Z][a-z]+(?: [A-Za-z]+)*)$/gm, '**$1**');

const tables = [
  'parameters',
  'interfaceProperties',
  'classProperties',
  'typeAliasProperties',
  'enumMembers',
  'propertyMembers',
  'typeDeclaration',
];

function index(all) {
  const rows = all.map(({ name, page, folder, description }) => {
    const what = page === folder ? description : `more of \`@mosa-js/${folder}\``;
    return `| [\`${name}\`](./${page}.md) | ${what} |`;
  });
  return `# API\n\nAfter this page you know where each export of each package is described. The pages are made from the comments in the sources; search finds every name.\n\n| import from | |\n|---|---|\n${rows.join('\n')}\n`;
}
