import { types as t } from '@babel/core';
import { isPureCall } from './builtins.ts';
import { unwrap } from '../../syntax/children.ts';
import type { Flow } from '../flow/index.ts';
import type { Resolution, Binding, CallSite, FunctionInfo } from '../model.ts';

/** What a call calls: a function of this program, nothing that could suspend, or anybody. */
type Callee = FunctionInfo | 'pure' | 'unknown';

/** Finds out what each call of a function calls: from its name, else from what can flow there. */
export function resolveCallees(fn: FunctionInfo, flow: Flow | null, analysis: Resolution): void {
  for (const call of fn.calls) {
    const callee = calleeOf(call, fn, analysis);
    if (callee === 'unknown') call.callees = flow?.callees.get(call.node) ?? null;
    else call.callees = callee === 'pure' ? [] : [callee];
  }
}

function calleeOf({ node }: CallSite, fn: FunctionInfo, analysis: Resolution): Callee {
  if (isPureCall(node, analysis)) return 'pure';
  if (t.isNewExpression(node)) return constructorOf(node.callee, analysis);
  if (!t.isCallExpression(node)) return 'unknown';
  const callee = unwrap(node.callee);
  if (t.isSuper(callee)) return parentConstructor(fn, analysis);
  if (t.isFunction(callee)) return analysis.infoOf.get(callee) ?? 'unknown';
  const binding = t.isIdentifier(callee) ? analysis.refOf.get(callee)?.binding : null;
  return binding ? (constantFunction(binding, analysis) ?? 'unknown') : 'unknown';
}

function constantFunction(binding: Binding, analysis: Resolution): FunctionInfo | undefined {
  const value = constantValue(binding);
  return value !== null && t.isFunction(value) ? analysis.infoOf.get(value) : undefined;
}

/** What a variable is initialized with, if that is all that it ever holds. */
function constantValue({ kind, value, declarations, writes }: Binding): t.Node | null {
  if (value === null || declarations !== 1 || writes > 0) return null;
  return kind === 'var' || kind === 'param' || kind === 'catch' ? null : unwrap(value);
}

/** The constructor that `super(...)` in `fn` calls. */
function parentConstructor(fn: FunctionInfo, analysis: Resolution): Callee {
  let owner = fn;
  while (owner.kind === 'arrow' && owner.parent !== null) owner = owner.parent;
  const node = owner.scope?.parent?.node;
  return t.isClass(node) && node.superClass ? constructorOf(node.superClass, analysis) : 'unknown';
}

/** The constructor that runs when an expression is constructed: of a class of this program, or of a builtin. */
function constructorOf(expression: t.Node, analysis: Resolution): Callee {
  const node = unwrap(expression);
  if (!t.isIdentifier(node)) return 'unknown';
  const ref = analysis.refOf.get(node);
  if (!ref?.binding) return isPureCall(t.newExpression(node, []), analysis) ? 'pure' : 'unknown';
  const value = constantValue(ref.binding);
  if (t.isFunction(value)) return analysis.infoOf.get(value) ?? 'unknown';
  return t.isClass(value) ? constructorOfClass(value, analysis) : 'unknown';
}

function constructorOfClass(node: t.Class, analysis: Resolution): Callee {
  if (node.decorators && node.decorators.length > 0) return 'unknown';
  const own = node.body.body.find((element) => t.isClassMethod(element) && element.kind === 'constructor');
  if (own !== undefined) return analysis.infoOf.get(own) ?? 'unknown';
  return node.superClass ? constructorOf(node.superClass, analysis) : 'pure';
}
