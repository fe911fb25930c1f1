import type { ts } from 'ts-morph';
import type { FileFacts } from '../../plugin/explain/facts.ts';
import { isActivation, keyOf } from '../check/graph/functions.ts';
import type { Site } from './marked-files.ts';
import type { TypeScript } from './typescript.ts';

/**
 * Finds what marked code iterates without `await` and is iterable only asynchronously: in loops, spreads, patterns and `yield*`.
 * Compiled code waits for each value there.
 */
export function findIterations(file: ts.SourceFile, facts: FileFacts, checker: ts.TypeChecker, ts: TypeScript): Site[] {
  const found: Site[] = [];
  const visit = (node: ts.Node, isMarked: boolean): void => {
    const key = isActivation(node, ts) ? keyOf(node, ts) : null;
    const marked = key === null ? isMarked : facts.marked.has(key);
    const iterated = marked ? iteratedBy(node, ts) : undefined;
    if (iterated !== undefined && isOnlyAsync(checker.getTypeAtLocation(iterated), checker)) {
      found.push(`${iterated.getStart(file)}:${iterated.end}`);
    }
    ts.forEachChild(node, (child) => visit(child, marked));
  };
  visit(file, false);
  return found;
}

/** The expression that a node iterates. */
function iteratedBy(node: ts.Node, ts: TypeScript): ts.Expression | undefined {
  if (ts.isForOfStatement(node)) return node.awaitModifier === undefined ? node.expression : undefined;
  if (ts.isSpreadElement(node)) return node.expression;
  if (ts.isYieldExpression(node)) return node.asteriskToken === undefined ? undefined : node.expression;
  if (ts.isVariableDeclaration(node)) return ts.isArrayBindingPattern(node.name) ? node.initializer : undefined;
  const isAssignment = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssignment && ts.isArrayLiteralExpression(node.left) ? node.right : undefined;
}

function isOnlyAsync(type: ts.Type, checker: ts.TypeChecker): boolean {
  const types = type.isUnion() ? type.types : [type];
  return types.some((member) => {
    const names = checker.getPropertiesOfType(checker.getApparentType(member)).map(({ escapedName }) => escapedName);
    const has = (symbol: string): boolean => names.some((name) => name.toString().startsWith(`__@${symbol}@`));
    return has('asyncIterator') && !has('iterator');
  });
}
