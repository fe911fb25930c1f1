import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { checkToJson, createChecked } from './checked.ts';

const root = join(__dirname, '../../..');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, { import?: { types: string } } | string>;
};

/** What is called with callbacks that must not block, because they are not called in greenlets, or in the middle of something. */
const REFUSING = [
  'AsyncResult.rawlink',
  'AsyncResult.then',
  'BoundedSemaphore.rawlink',
  'Condition.waitFor',
  'Event.rawlink',
  'Event.then',
  'Greenlet.rawlink',
  'Greenlet.then',
  'GreenletPromise.then',
  'Linkable.rawlink',
  'Semaphore.rawlink',
  'addSpawnCallback',
  'local',
  'new Barrier',
  'new PriorityQueue',
  'printRunInfo',
  'setErrorHandler',
  'setTrace',
];

/** A call of something exported with a function that blocks. */
interface Calling {
  readonly name: string;
  readonly code: string;
}

/** Calls of all that is published and takes functions. */
function callsWithCallbacks(): Calling[] {
  const types = Object.entries(exports).flatMap(([entry, conditions]) => {
    const file = typeof conditions === 'string' ? undefined : conditions.import?.types;
    return file !== undefined && existsSync(join(root, file)) ? [[entry.replace('.', 'greenlets'), file] as const] : [];
  });
  const program = ts.createProgram(
    types.map(([, file]) => join(root, file)),
    {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ESNext,
      strict: true,
      skipLibCheck: true,
      types: ['node'],
    },
  );
  const walk = new Walk(program.getTypeChecker());
  for (const [entry, file] of types) {
    const source = program.getSourceFile(join(root, file));
    const symbol = source === undefined ? undefined : walk.checker.getSymbolAtLocation(source);
    for (const exported of symbol === undefined ? [] : walk.checker.getExportsOfModule(symbol))
      walk.add(exported, `(null! as typeof import('${entry}'))`, `import('${entry}')`);
  }
  return walk.calls;
}

class Walk {
  readonly calls: Calling[] = [];
  readonly checker: ts.TypeChecker;
  readonly #seen = new Set<ts.Symbol>();

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  add(exported: ts.Symbol, module: string, types: string): void {
    const { checker } = this;
    const symbol = (exported.flags & ts.SymbolFlags.Alias) === 0 ? exported : checker.getAliasedSymbol(exported);
    if (this.#seen.has(symbol) || symbol.declarations?.some(isOfPackage) !== true) return;
    this.#seen.add(symbol);
    const { name } = exported;
    if ((symbol.flags & ts.SymbolFlags.Value) !== 0) {
      const type = checker.getTypeOfSymbol(symbol);
      const path = `${module}${name === 'default' ? '.default' : `.${name}`}`;
      this.#addSignatures(type.getCallSignatures(), name, path);
      this.#addSignatures(type.getConstructSignatures(), `new ${name}`, `new ${path}`);
    }
    if ((symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) === 0) return;
    const type = checker.getDeclaredTypeOfSymbol(symbol) as ts.InterfaceType;
    const parameters = type.typeParameters?.map(() => 'any') ?? [];
    const generic = parameters.length === 0 ? '' : `<${parameters.join(', ')}>`;
    for (const member of type.getProperties()) {
      if (member.declarations?.some(isOfPackage) !== true || member.name.startsWith('__@')) continue;
      const signatures = checker.getTypeOfSymbol(member).getCallSignatures();
      this.#addSignatures(signatures, `${name}.${member.name}`, `(null! as ${types}.${name}${generic}).${member.name}`);
    }
  }

  #addSignatures(signatures: readonly ts.Signature[], name: string, callee: string): void {
    for (const { parameters } of signatures)
      for (const [index, parameter] of parameters.entries()) {
        if (!this.#isCallback(parameter)) continue;
        const others = parameters.slice(0, index).map(() => 'null!, ');
        this.calls.push({ name, code: `${callee}(${others.join('')}f);` });
      }
  }

  #isCallback(parameter: ts.Symbol): boolean {
    const type = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(parameter));
    const constraint = this.checker.getBaseConstraintOfType(type) ?? type;
    const types = constraint.isUnion() ? constraint.types : [constraint];
    return types.some((each) => each.getCallSignatures().length > 0);
  }
}

function isOfPackage(declaration: ts.Node): boolean {
  return declaration.getSourceFile().fileName.startsWith(join(root, 'dist/'));
}

it('functions that are given to this package may block, but for those whose documentation says that they must not', async () => {
  const calls = callsWithCallbacks();
  expect(new Set(calls.map(({ name }) => name)).size).toBeGreaterThan(60);
  const first = `'use greenlet'; import { sleep } from 'greenlets'; const f = (): never => { sleep(1); throw new Error(); };`;
  const project = createChecked({ 'calls.ts': [first, ...calls.map(({ code }) => code)].join('\n') });

  const { findings } = await checkToJson(project);

  const errors = findings.filter(({ level }) => level === 'error');
  const refused = errors.map(({ line, code }) => `${code} ${calls[line - 2]?.name ?? 'the first line'}`);
  expect([...new Set(refused)].sort()).toEqual(REFUSING.map((name) => `GREENLETS302 ${name}`).sort());
});
