import type { ts } from 'ts-morph';
import type { Host } from '../host.ts';
import { unwrap } from './syntax.ts';

type CallNode = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** Whether the last argument is a function: of functions that block only without a callback. */
export function hasCallback(node: CallNode, { ts, checker }: Host): boolean {
  if (ts.isTaggedTemplateExpression(node)) return false;
  const last = node.arguments?.at(-1);
  if (last === undefined) return false;
  const type = checker.getTypeAtLocation(last);
  const isAny = (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  return isAny || type.getCallSignatures().length > 0;
}

/** Whether a call blocks with these arguments: `get({ block: false })` and `get(0)` do not. */
export function blocksByArguments(node: CallNode, { ts }: Host): boolean {
  if (ts.isTaggedTemplateExpression(node)) return true;
  return !(node.arguments ?? []).some(
    (argument) => ts.isObjectLiteralExpression(argument) && refusesToWait(argument, ts),
  );
}

function refusesToWait({ properties }: ts.ObjectLiteralExpression, ts: Host['ts']): boolean {
  return properties.some((property) => {
    if (!ts.isPropertyAssignment(property)) return false;
    const name = property.name.getText();
    const value = property.initializer.getText();
    return (name === 'block' && value === 'false') || (name === 'timeout' && value === '0');
  });
}

/** `put` of a queue that has room for everything, as far as is known. */
export function isPutThatCannotBlock(node: CallNode, name: string, host: Host): boolean {
  if (!name.endsWith('Queue.put')) return false;
  const { ts } = host;
  const callee = ts.isCallExpression(node) ? unwrap(node.expression, ts) : null;
  return callee === null || !ts.isPropertyAccessExpression(callee) || !isBounded(callee.expression, host);
}

/** Whether a queue was evidently made with a size. */
function isBounded(queue: ts.Expression, { ts, checker }: Host): boolean {
  const inner = unwrap(queue, ts);
  const name = ts.isPropertyAccessExpression(inner) ? inner.name : inner;
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (declaration === undefined) return false;
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyDeclaration(declaration)) return false;
  const { initializer } = declaration;
  const made = initializer === undefined ? null : unwrap(initializer, ts);
  if (made === null || !ts.isNewExpression(made)) return false;
  const [size] = made.arguments ?? [];
  return size !== undefined && !/^(?:null|undefined|Infinity)$/.test(size.getText());
}
