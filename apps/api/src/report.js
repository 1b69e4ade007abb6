import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** Where the report of a package is kept. */
export const reportOf = (folder) => join(repository, 'docs/api', `${folder}.md`);

/** The name under which npm knows the package of a folder. */
export const packageName = (folder) =>
  JSON.parse(readFileSync(join(repository, 'packages', folder, 'package.json'), 'utf8')).name;

/** Folders of the packages that are published. */
export function publishedFolders() {
  const packages = join(repository, 'packages');
  const isPublished = (folder) => {
    const manifest = join(packages, folder, 'package.json');
    return existsSync(manifest) && !JSON.parse(readFileSync(manifest, 'utf8')).private;
  };
  return readdirSync(packages).filter(isPublished).sort();
}

/** What a package exports from each of its entries, by name, as it is declared, without comments. */
export function apiReport(folder) {
  const home = join(repository, 'packages', folder);
  const { name, exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const entries = Object.entries(exports).flatMap(([path, conditions]) => {
    const types = conditions?.import?.types ?? conditions?.types;
    return types ? [{ path, file: join(home, types) }] : [];
  });
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, skipLibCheck: true, strict: true },
  );
  const checker = program.getTypeChecker();
  const sections = entries.map(({ path, file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file));
    const symbols = checker.getExportsOfModule(module).sort((a, b) => (a.name < b.name ? -1 : 1));
    const declared = symbols.flatMap((symbol) => declarationsOf(symbol, checker));
    return `## \`${name}${path.slice(1)}\`\n\n\`\`\`ts\n${declared.join('\n')}\n\`\`\`\n`;
  });
  return `# API of ${name}\n\nEvery export, as it is declared. \`npm run api\` writes this file; a change of it comes with a changeset.\n\n${sections.join('\n')}`;
}

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });

function declarationsOf(exported, checker) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  return (symbol.declarations ?? []).map((declaration) => {
    const file = declaration.getSourceFile();
    // A variable is declared two levels below its statement.
    const whole = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    const isForeign = !file.fileName.includes('/packages/');
    const text = isForeign
      ? `export { ${exported.name} } from elsewhere`
      : printer.printNode(ts.EmitHint.Unspecified, whole, file);
    const renamed = exported.name !== symbol.name ? ` // exported as ${exported.name}` : '';
    return `${text}${renamed}`;
  });
}
