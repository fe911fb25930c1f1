import { types as t } from '@babel/core';

/** How a statement may end other than by an error: `normal`, `return`, or a jump such as `break`, `continue outer`. */
type Endings = ReadonlySet<string>;

const NORMAL = 'normal';
const NORMALLY: Endings = new Set([NORMAL]);

/** Whether statements can only end by throwing. They may also go on for ever. */
export function alwaysThrows(statements: readonly t.Statement[]): boolean {
  return inOrder(statements).size === 0;
}

function endings(node: t.Statement): Endings {
  switch (node.type) {
    case 'BlockStatement':
      return inOrder(node.body);
    case 'ThrowStatement':
      return new Set();
    case 'ReturnStatement':
      return new Set(['return']);
    case 'BreakStatement':
      return new Set([jump('break', node.label?.name)]);
    case 'ContinueStatement':
      return new Set([jump('continue', node.label?.name)]);
    case 'IfStatement':
      return union(endings(node.consequent), node.alternate ? endings(node.alternate) : NORMALLY);
    case 'LabeledStatement':
      return leaving(endings(node.body), node.label.name);
    case 'SwitchStatement':
      return ofSwitch(node);
    case 'TryStatement':
      return ofTry(node);
    case 'WithStatement':
      return endings(node.body);
    default:
      return t.isLoop(node) ? ofLoop(node) : NORMALLY;
  }
}

function jump(type: 'break' | 'continue', label: string | undefined): string {
  return label === undefined ? type : `${type} ${label}`;
}

function union(...all: Endings[]): Endings {
  return new Set(all.flatMap((each) => [...each]));
}

function without(all: Endings, ...some: string[]): Endings {
  return new Set([...all].filter((each) => !some.includes(each)));
}

function inOrder(statements: readonly t.Statement[]): Endings {
  let found: Endings = NORMALLY;
  for (const statement of statements) {
    if (!found.has(NORMAL)) break;
    found = union(without(found, NORMAL), endings(statement));
  }
  return found;
}

/** What `break` leaves ends normally then. */
function leaving(body: Endings, label?: string): Endings {
  const exit = jump('break', label);
  const rest = without(body, exit, jump('continue', label));
  return body.has(exit) ? union(rest, NORMALLY) : rest;
}

/** Each case goes on to the next one. */
function ofSwitch({ cases }: t.SwitchStatement): Endings {
  let found: Endings = cases.some(({ test }) => !test) ? new Set() : NORMALLY;
  let next: Endings = NORMALLY;
  for (const { consequent } of [...cases].reverse()) {
    const own = inOrder(consequent);
    next = own.has(NORMAL) ? union(without(own, NORMAL), next) : own;
    found = union(found, next);
  }
  const left = without(found, 'break');
  return found.has('break') ? union(left, NORMALLY) : left;
}

function ofTry({ block, handler, finalizer }: t.TryStatement): Endings {
  const tried = handler ? union(endings(block), endings(handler.body)) : endings(block);
  const finished = finalizer ? endings(finalizer) : NORMALLY;
  return finished.has(NORMAL) ? union(tried, without(finished, NORMAL)) : finished;
}

function ofLoop(node: t.Loop): Endings {
  const body = endings(node.body);
  const isEndless = isEndlessLoop(node);
  const goesOn = [...body].some((each) => each === NORMAL || each.startsWith('continue'));
  const endsByTest = t.isDoWhileStatement(node) ? goesOn && !isEndless : !isEndless;
  const left = without(leaving(body), ...(body.has('break') ? [] : [NORMAL]));
  return endsByTest ? union(left, NORMALLY) : left;
}

function isEndlessLoop(node: t.Loop): boolean {
  if (t.isForStatement(node)) return !node.test || t.isBooleanLiteral(node.test, { value: true });
  if (t.isForXStatement(node)) return false;
  return t.isBooleanLiteral(node.test, { value: true }) || t.isNumericLiteral(node.test, { value: 1 });
}
