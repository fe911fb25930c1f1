import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..');

interface Manifest {
  exports: Record<string, string | Record<string, string | Record<string, string>>>;
  files: string[];
  dependencies?: Record<string, string>;
  peerDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const modules = Object.keys(manifest.exports)
  .filter((path) => path !== './package.json' && path !== './register')
  .map((path) => path.replace('.', 'greenlets'));

/** Runs an ES module in the project, with the published package in reach, and returns what it printed as JSON. */
function evaluate(code: string): unknown {
  const prelude = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;
  const options = { cwd: root, encoding: 'utf8' } as const;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', `${prelude}\n${code}`], options);
  return JSON.parse(output) as unknown;
}

function listBuiltFiles(extension: RegExp): string[] {
  const entries = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' });
  return entries.filter((file) => extension.test(file)).map((file) => join(root, 'dist', file));
}

function findImports(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/^(?:import|export)\b[^'"\n]*?['"]([^'"\n]+)['"];?$|\brequire\("([^"]+)"\)/gm);
  return [...found].map(([, imported, required]) => imported ?? required ?? '');
}

function getPackageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

interface TypeFile {
  name: string;
  file: string;
}

/** The declarations of a module, for ES modules and for CommonJS. */
function typeFiles(name: string): TypeFile[] {
  const conditions = manifest.exports[name.replace('greenlets', '.')];
  if (typeof conditions !== 'object') return [];
  return Object.values(conditions)
    .filter((files) => typeof files !== 'string')
    .map(({ types = '' }) => ({ name, file: join(root, types) }));
}

/** The values that are exported by files of declarations, by file. */
function findDeclaredValues(files: readonly TypeFile[]): Map<string, string[]> {
  const { NodeNext } = ts.ModuleKind;
  const options = { module: NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, noLib: true, types: [] };
  const names = files.map(({ file }) => file);
  const program = ts.createProgram(names, options);
  const checker = program.getTypeChecker();
  const isValue = (symbol: ts.Symbol): boolean => {
    if (symbol.declarations?.some((node) => ts.isExportSpecifier(node) && node.isTypeOnly)) return false;
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return (target.flags & ts.SymbolFlags.Value) !== 0;
  };
  const valuesOf = (file: string): string[] => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    const exported = module === undefined ? [] : checker.getExportsOfModule(module);
    return exported
      .filter(isValue)
      .map((symbol) => symbol.name)
      .sort();
  };
  return new Map(names.map((file) => [file, valuesOf(file)]));
}

function findOfferedNames(): Record<string, string[]> {
  return evaluate(`
    const names = {};
    for (const name of ${JSON.stringify(modules)}) names[name] = Object.keys(await import(name));
    console.log(JSON.stringify(names));
  `) as Record<string, string[]>;
}

describe('the package', () => {
  it('has every file that package.json exports', () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string'
        ? [target]
        : Object.values(target).flatMap((files) => (typeof files === 'string' ? [files] : Object.values(files))),
    );
    expect(targets.length).toBeGreaterThan(modules.length * 4);
    expect(targets.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('brings what its README links to', () => {
    const links = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/\]\(([\w.-]+)/g)].map(
      ([, name]) => name ?? '',
    );
    const files = links.filter((name) => !/^https?$/.test(name));
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((name) => !manifest.files.includes(name))).toEqual([]);
  });

  it('offers the same names to ES modules and to CommonJS', () => {
    const names = evaluate(`
      const names = {};
      for (const name of ${JSON.stringify(modules)}) {
        names[name] = [Object.keys(await import(name)), Object.keys(require(name))];
      }
      console.log(JSON.stringify(names));
    `) as Record<string, [string[], string[]]>;
    for (const [name, [imported, required]] of Object.entries(names)) {
      // That one is imported for what it does.
      if (name !== 'greenlets/stacks') expect(imported.length).toBeGreaterThan(0);
      expect(required.sort()).toEqual(imported.sort());
    }
  });

  it('declares the types of what it offers', () => {
    // The modules of Node declare what their originals do.
    const own = modules.filter((name) => !name.startsWith('greenlets/node/'));
    const files = own.flatMap((name) => typeFiles(name));
    expect(files).toHaveLength(2 * own.length);
    const declared = findDeclaredValues(files);
    const offered = findOfferedNames();
    for (const { name, file } of files) expect([name, declared.get(file)]).toEqual([name, offered[name]?.sort()]);
  });

  it('has one link for both module formats', () => {
    const code = `
      const { link, SUSPENDED } = await import('greenlets/internal');
      const other = require('greenlets/internal');
      console.log(JSON.stringify([link === other.link, SUSPENDED === other.SUSPENDED]));
    `;
    expect(evaluate(code)).toEqual([true, true]);
  });

  it('has one copy of each class in a module format, and the class keeps its name', () => {
    const code = `
      const wrong = [];
      for (const load of [(name) => import(name), require]) {
        const classes = { ...(await load('greenlets')) };
        for (const [name, value] of Object.entries(classes)) {
          if (/^[A-Z]/.test(name) && typeof value === 'function' && value.name !== name) wrong.push(name);
        }
        const core = await load('greenlets/core');
        if (core.GreenletExit !== classes.GreenletExit) wrong.push('GreenletExit');
      }
      console.log(JSON.stringify(wrong));
    `;
    expect(evaluate(code)).toEqual([]);
  });

  it('adds nothing to the global object that can be enumerated or named by a string', () => {
    const code = `
      const before = Object.getOwnPropertyNames(globalThis);
      for (const name of ${JSON.stringify(modules)}) await import(name);
      const after = Object.getOwnPropertyNames(globalThis);
      console.log(JSON.stringify(after.filter((name) => !before.includes(name))));
    `;
    expect(evaluate(code)).toEqual([]);
  });

  it('has no dependencies: what it needs is part of it', () => {
    expect(manifest.dependencies).toBeUndefined();
  });

  it('imports what its users have only', () => {
    const allowed = new Set([
      'greenlets',
      ...builtinModules.flatMap((name) => [name, `node:${name}`]),
      // Which runs our plugin for it.
      'webpack',
      ...Object.keys(manifest.peerDependencies),
    ]);
    const imports = listBuiltFiles(/\.[cm]js$/).flatMap(findImports);
    const bare = imports.filter((specifier) => !specifier.startsWith('.')).map(getPackageName);
    expect(bare).toContain('@babel/core');
    expect(bare.filter((name) => !allowed.has(name))).toEqual([]);
  });

  it('does not need Node, except for the cooperative modules, the compiler and the command', () => {
    const seen = new Set(['index', 'core', 'internal', 'web/fetch'].map((name) => join(root, `dist/${name}.mjs`)));
    for (const file of seen) {
      for (const specifier of findImports(file)) {
        expect(specifier).toMatch(/^\./);
        seen.add(join(dirname(file), specifier));
      }
    }
    expect(seen.size).toBeGreaterThan(4);
  });

  it('offers bundlers the same names in a file for each source', () => {
    const code = `
      const wrong = [];
      for (const [path, conditions] of Object.entries(${JSON.stringify(manifest.exports)})) {
        if (conditions.module === undefined) continue;
        const [single, shared] = [await import(conditions.module), await import(conditions.import.default)];
        if (Object.keys(single).join() !== Object.keys(shared).join()) wrong.push(path);
      }
      console.log(JSON.stringify(wrong));
    `;
    expect(evaluate(code)).toEqual([]);
  });

  it('contains the runtime in compiled form', () => {
    const uncompiled = listBuiltFiles(/(^|\/)(index|node|web).*\.[cm]js$/).filter((file) =>
      /^\s*['"]use greenlet['"];/m.test(readFileSync(file, 'utf8')),
    );
    expect(uncompiled).toEqual([]);
  });
});
