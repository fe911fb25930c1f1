import { parseSync, traverse, types as t, type NodePath } from '@babel/core';

/**
 * Parses a program and adds `budget.step;` to its loops and functions: a getter, so that no call is added, which ends
 * programs that run too long. Returns null if it is not a program.
 */
export function parseBounded(source: string): t.File | null {
  const file = parse(source);
  if (file === null) return null;
  const refused: t.Node[] = [];
  traverse(file, {
    // Engines accept a call as a target, and throw when it is assigned to.
    'UpdateExpression|AssignmentExpression|ForXStatement'({ node }: NodePath) {
      const { argument, left } = node as { argument?: t.Node; left?: t.Node };
      if (t.isCallExpression(argument ?? left)) refused.push(node);
    },
    Loop({ node }) {
      node.body = t.blockStatement([t.expressionStatement(step()), node.body]);
    },
    Function({ node }) {
      if (!t.isBlockStatement(node.body)) node.body = t.sequenceExpression([step(), node.body]);
      else node.body.body.unshift(t.expressionStatement(step()));
    },
  });
  return refused.length === 0 ? file : null;
}

function parse(source: string): t.File | null {
  try {
    return parseSync(source, { sourceType: 'script', configFile: false, babelrc: false, filename: 'program.js' });
  } catch {
    return null;
  }
}

function step(): t.Expression {
  return t.memberExpression(t.identifier('budget'), t.identifier('step'));
}
