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
      const elements = elementsOf(node, host);
      const culprits = elements.filter((element) => blocking.has(element) && !isThenable(element, blocking, host));
      const [first] = culprits;
      if (elements.length > 1 && first !== undefined) found.push(describe(node, first));
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(fn.node, visit);
  return found;
}

function mayBlock({ leaf, callees }: Call, waiting: Waiting): boolean {
  return leaf !== null || [...callees].some((callee) => !callee.detached && waiting.toAny(callee) !== null);
}

function elementsOf({ arguments: [list] }: ts.CallExpression, { ts }: Host): ts.Expression[] {
  if (list === undefined || !ts.isArrayLiteralExpression(list)) return [];
  return list.elements.map((element) => unwrap(element, ts));
}

/** What has a cooperative version is thenable for the type checker, and is not in marked code. */
function isThenable(element: ts.Expression, blocking: ReadonlyMap<ts.Node, Call>, { ts, checker }: Host): boolean {
  if (blocking.get(element)?.leaf?.inMarkedOnly === true) return false;
  const type = checker.getTypeAtLocation(element);
  const isAny = (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  return isAny || type.getProperty('then') !== undefined;
}

function describe(node: ts.CallExpression, first: ts.Expression): Finding {
  const name = node.expression.getText();
  const message = `\`${first.getText().replace(/\(.*$/s, '')}\` waits in marked code and returns no promise, so these calls are made one after the other before \`${name}\` sees them: spawn greenlets, and joinAll them.`;
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
