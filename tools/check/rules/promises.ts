import type { ts } from 'ts-morph';
import type { Finding } from '../finding.ts';
import { isOurs } from '../graph/leaves.ts';
import type { Call, Fn, Graph } from '../graph/model.ts';
import { unwrap } from '../graph/syntax.ts';
import type { Waiting } from '../graph/waiting.ts';
import type { Host } from '../host.ts';
import { placeOf } from './places.ts';

/** What is done with promises that are none, or that nobody looks at. */
export function findPromises(graph: Graph, waiting: Waiting, host: Host): Finding[] {
  return [...graph.functions.flatMap((fn) => (fn.marked ? combined(fn, waiting, host) : [])), ...dropped(host)];
}

const COMBINATORS = /^Promise\.(?:all|allSettled|any|race)$/;

/** `Promise.all([fetch(a), fetch(b)])` in marked code: each call waits for itself. */
function combined(fn: Fn, waiting: Waiting, host: Host): Finding[] {
  const { ts } = host;
  const blocking = new Map(fn.calls.filter((call) => mayBlock(call, waiting)).map((call) => [call.node, call]));
  if (blocking.size === 0) return [];
  const found: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && node !== fn.node) return;
    if (ts.isCallExpression(node) && COMBINATORS.test(node.expression.getText())) {
      const culprit = culpritOf(node.arguments[0], blocking, waiting, host);
      if (culprit !== null) found.push(describe(node, culprit));
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(fn.node, visit);
  return found;
}

function mayBlock({ leaf, callees }: Call, waiting: Waiting): boolean {
  return leaf !== null || [...callees].some((callee) => !callee.detached && waiting.toAny(callee) !== null);
}

/** What waits for itself among the elements of a list: one of several, or what a callback of `map` does for each. */
function culpritOf(
  list: ts.Expression | undefined,
  blocking: ReadonlyMap<ts.Node, Call>,
  waiting: Waiting,
  host: Host,
): string | null {
  const { ts } = host;
  const inner = list === undefined ? undefined : initializerOf(unwrap(list, ts), host);
  if (inner === undefined) return null;
  if (ts.isArrayLiteralExpression(inner)) {
    const elements = inner.elements.map((element) => unwrap(element, ts));
    const first = elements.find((element) => blocking.has(element) && !isThenable(element, blocking, host));
    return elements.length > 1 && first !== undefined ? first.getText().replace(/\(.*$/s, '') : null;
  }
  const call = blocking.get(inner);
  return call !== undefined && /\.map\s*\(/.test(inner.getText()) ? nameOfMapped(call, waiting, host) : null;
}

/** `const all = [...]` */
function initializerOf(expression: ts.Expression, { ts, checker }: Host): ts.Expression {
  if (!ts.isIdentifier(expression)) return expression;
  const declaration = checker.getSymbolAtLocation(expression)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return expression;
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConstant && declaration.initializer !== undefined ? unwrap(declaration.initializer, ts) : expression;
}

/** What the callback of `map` waits for, unless it returns a promise all the same. */
function nameOfMapped({ callees }: Call, waiting: Waiting, { checker }: Host): string | null {
  for (const callee of callees) {
    const chain = callee.detached ? null : waiting.toAny(callee);
    if (chain === null) continue;
    const [signature] = checker.getTypeAtLocation(callee.node).getCallSignatures();
    const isPromised = signature !== undefined && isPromise(checker.getReturnTypeOfSignature(signature));
    if (chain.leaf.inMarkedOnly || !isPromised) return chain.leaf.name;
  }
  return null;
}

/** What has a cooperative version is thenable for the type checker, and is not in marked code. */
function isThenable(element: ts.Expression, blocking: ReadonlyMap<ts.Node, Call>, { ts, checker }: Host): boolean {
  if (blocking.get(element)?.leaf?.inMarkedOnly === true) return false;
  const type = checker.getTypeAtLocation(element);
  const isAny = (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  return isAny || type.getProperty('then') !== undefined;
}

function describe(node: ts.CallExpression, first: string): Finding {
  const name = node.expression.getText();
  const message = `\`${first}\` waits in marked code and returns no promise, so these calls are made one after the other before \`${name}\` sees them: spawn greenlets, and joinAll them.`;
  return { code: 'GREENLETS303', level: 'warning', ...placeOf(node), message, chain: [], edits: [] };
}

/** `run(main);` */
function dropped(host: Host): Finding[] {
  const { ts, checker } = host;
  const found: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
      const declaration = calledDeclaration(node.expression, host);
      const isRun = declaration !== undefined && /^run\b/.test(nameOf(declaration, host)) && isOurs(declaration);
      const isScript = ts.isSourceFile(node.parent) && !ts.isExternalModule(node.parent);
      if (isRun && !isScript && isPromise(checker.getTypeAtLocation(node.expression)))
        found.push(describeDropped(node));
    }
    ts.forEachChild(node, visit);
  };
  for (const file of host.files) if (/\bgreenlets\b/.test(file.text)) visit(file);
  return found;
}

function calledDeclaration(call: ts.CallExpression, { checker }: Host): ts.Node | undefined {
  return checker.getResolvedSignature(call)?.declaration;
}

function nameOf(declaration: ts.Node, { ts }: Host): string {
  return ts.getNameOfDeclaration(declaration as ts.Declaration)?.getText() ?? '';
}

function isPromise(type: ts.Type): boolean {
  return type.getProperty('then') !== undefined;
}

function describeDropped(node: ts.ExpressionStatement): Finding {
  const message =
    'nobody looks at the promise of run(...), so its result is lost, and its error ends the program: await it, or write `void run(...)` if that is meant.';
  return { code: 'GREENLETS304', level: 'warning', ...placeOf(node), message, chain: [], edits: [] };
}
