import { types as t } from '@babel/core';
import { isPureCall } from './builtins.ts';
import { unwrap } from '../../syntax/children.ts';
import type { Flow } from '../flow/index.ts';
import type { Resolution, Binding, CallSite, FunctionInfo } from '../model.ts';

/** What a call calls: functions of this program, which are none if nothing could suspend; or anybody. */
type Callees = readonly FunctionInfo[] | 'unknown';

const PURE: Callees = [];

/** Finds out what each call of a function calls: from its name, else from what can flow there. */
export function resolveCallees(fn: FunctionInfo, flow: Flow | null, analysis: Resolution): void {
  for (const call of fn.calls) {
    const callees = calleesOf(call, fn, analysis);
    call.callees = callees === 'unknown' ? (flow?.callees.get(call.node) ?? null) : callees;
  }
}

function calleesOf({ node }: CallSite, fn: FunctionInfo, analysis: Resolution): Callees {
  if (isPureCall(node, analysis) || analysis.movedFields.definitions.has(node)) return PURE;
  if (t.isNewExpression(node)) return constructorOf(node.callee, analysis);
  if (!t.isCallExpression(node) && !t.isOptionalCallExpression(node)) return 'unknown';
  const callee = unwrap(node.callee);
  if (isMethodThatNeverSuspends(callee, analysis)) return PURE;
  if (!t.isCallExpression(node)) return 'unknown';
  if (t.isSuper(callee)) return parentConstructor(fn, analysis);
  if (t.isFunction(callee)) return one(analysis.infoOf.get(callee));
  const binding = t.isIdentifier(callee) ? analysis.refOf.get(callee)?.binding : null;
  if (!binding) return 'unknown';
  return importsWhatNeverSuspends(binding, analysis) ? PURE : one(constantFunction(binding, analysis));
}

function importsWhatNeverSuspends({ name, value }: Binding, { neverSuspends }: Resolution): boolean {
  if (neverSuspends === null || !t.isImportDeclaration(value)) return false;
  const specifier = value.specifiers.find(({ local }) => local.name === name);
  return t.isImportSpecifier(specifier) && neverSuspends(value.source.value, nameOf(specifier.imported));
}

function isMethodThatNeverSuspends(callee: t.Node, { neverSuspends }: Resolution): boolean {
  if (neverSuspends === null || !(t.isMemberExpression(callee) || t.isOptionalMemberExpression(callee))) return false;
  return !callee.computed && t.isIdentifier(callee.property) && neverSuspends(null, callee.property.name);
}

function nameOf(imported: t.Identifier | t.StringLiteral): string {
  return t.isIdentifier(imported) ? imported.name : imported.value;
}

function one(fn: FunctionInfo | undefined): Callees {
  return fn === undefined ? 'unknown' : [fn];
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
function parentConstructor(fn: FunctionInfo, analysis: Resolution): Callees {
  let owner = fn;
  while (owner.kind === 'arrow' && owner.parent !== null) owner = owner.parent;
  const node = owner.scope?.parent?.node;
  return t.isClass(node) && node.superClass ? constructorOf(node.superClass, analysis) : 'unknown';
}

/** What runs when an expression is constructed: of a class of this program, or of a builtin. */
function constructorOf(expression: t.Node, analysis: Resolution): Callees {
  const node = unwrap(expression);
  if (!t.isIdentifier(node)) return 'unknown';
  const ref = analysis.refOf.get(node);
  if (!ref?.binding) return isPureCall(t.newExpression(node, []), analysis) ? PURE : 'unknown';
  if (importsWhatNeverSuspends(ref.binding, analysis)) return PURE;
  const value = constantValue(ref.binding);
  if (t.isFunction(value)) return one(analysis.infoOf.get(value));
  return t.isClass(value) ? constructorOfClass(value, analysis) : 'unknown';
}

/** The constructor and the initializers of the fields, which are called without a call that one could see. */
function constructorOfClass(node: t.Class, analysis: Resolution): Callees {
  if (node.decorators && node.decorators.length > 0) return 'unknown';
  const own = node.body.body.find((element) => t.isClassMethod(element) && element.kind === 'constructor');
  const constructor = own === undefined ? inheritedConstructor(node, analysis) : one(analysis.infoOf.get(own));
  return constructor === 'unknown' ? 'unknown' : [...constructor, ...initializersOf(node, analysis)];
}

function inheritedConstructor({ superClass }: t.Class, analysis: Resolution): Callees {
  return superClass ? constructorOf(superClass, analysis) : PURE;
}

function initializersOf(node: t.Class, { infoOf }: Resolution): FunctionInfo[] {
  const fields = node.body.body.filter((element) => 'static' in element && !element.static && !t.isFunction(element));
  return fields.map((field) => infoOf.get(field)).filter((info) => info !== undefined);
}
