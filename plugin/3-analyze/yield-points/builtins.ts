import { types as t } from '@babel/core';
import type { Resolution } from '../model.ts';
import { isLikeCallOfCounters } from '../../1-mark/coverage.ts';
import { unwrap } from '../../syntax/children.ts';
import { isVitestCall } from './vitest.ts';

/**
 * Calls that never suspend because the callee is a builtin that calls nobody back (or only behind conversions and
 * getters, which are a border anyway).
 */
const FUNCTIONS = new Set(
  'parseInt parseFloat isNaN isFinite Number String Boolean Symbol BigInt Object Array Date RegExp Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape require structuredClone queueMicrotask setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate'.split(
    ' ',
  ),
);

const CONSTRUCTORS = new Set(
  'Object Array Map Set WeakMap WeakSet WeakRef Date RegExp String Number Boolean Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array ArrayBuffer SharedArrayBuffer DataView Proxy URL URLSearchParams TextEncoder TextDecoder AbortController Headers Request Response'.split(
    ' ',
  ),
);

const NAMESPACES: Record<string, ReadonlySet<string> | 'all'> = {
  Math: 'all',
  console: 'all',
  Number: 'all',
  Symbol: 'all',
  BigInt: 'all',
  Atomics: 'all',
  performance: 'all',
  Date: 'all',
  String: new Set(['fromCharCode', 'fromCodePoint', 'raw']),
  Array: new Set(['isArray', 'of']),
  ArrayBuffer: new Set(['isView']),
  Promise: new Set(['resolve', 'reject', 'all', 'race', 'any', 'allSettled']),
  process: new Set(['hrtime', 'memoryUsage', 'cwd', 'uptime', 'exit']),
  Buffer: new Set(['from', 'alloc', 'allocUnsafe', 'byteLength', 'concat', 'isBuffer', 'compare']),
  Object: new Set(
    'keys values entries assign create defineProperty defineProperties freeze seal preventExtensions isFrozen isSealed isExtensible is hasOwn fromEntries getOwnPropertyNames getOwnPropertySymbols getOwnPropertyDescriptor getOwnPropertyDescriptors getPrototypeOf setPrototypeOf'.split(
      ' ',
    ),
  ),
  Reflect: new Set(
    'has ownKeys get set getPrototypeOf setPrototypeOf defineProperty deleteProperty getOwnPropertyDescriptor isExtensible preventExtensions'.split(
      ' ',
    ),
  ),
};

/** Methods that are called on anything by `call` and `apply`. */
const PROTOTYPES: Record<string, ReadonlySet<string>> = {
  Object: new Set('hasOwnProperty propertyIsEnumerable isPrototypeOf toString valueOf'.split(' ')),
  Array: new Set(
    'at concat fill includes indexOf join lastIndexOf pop push reverse shift slice splice toString unshift'.split(' '),
  ),
  String: new Set(
    'at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare normalize padEnd padStart repeat slice startsWith substr substring toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase trim trimEnd trimStart valueOf'.split(
      ' ',
    ),
  ),
  Number: new Set('toExponential toFixed toLocaleString toPrecision toString valueOf'.split(' ')),
  RegExp: new Set('exec test toString'.split(' ')),
  Function: new Set(['toString']),
};

/** Whether a path from a global (`Object.prototype.toString`) leads to a builtin that calls nobody back. */
export function isBuiltinFunction(path: string): boolean {
  const [name = '', method, onPrototype, ...rest] = path.split('.');
  if (method === undefined) return FUNCTIONS.has(name);
  if (onPrototype === undefined) return isIn(NAMESPACES, name, method);
  return method === 'prototype' && rest.length === 0 && isIn(PROTOTYPES, name, onPrototype);
}

/** Whether strings or numbers have such a method. */
export function isMethodOfPrimitives(name: string): boolean {
  return isIn(PROTOTYPES, 'String', name) || isIn(PROTOTYPES, 'Number', name);
}

/** Whether such a path leads to a builtin function or constructor, or to an object that has some. */
export function isBuiltin(path: string): boolean {
  if (isBuiltinFunction(path) || isBuiltinConstructor(path) || Object.hasOwn(NAMESPACES, path)) return true;
  return path.split('.').every(isPartOfPrototype);
}

function isPartOfPrototype(name: string, index: number): boolean {
  return index === 0 ? Object.hasOwn(PROTOTYPES, name) : index === 1 && name === 'prototype';
}

export function isBuiltinConstructor(name: string): boolean {
  return CONSTRUCTORS.has(name);
}

function isIn(table: Record<string, ReadonlySet<string> | 'all'>, name: string, method: string): boolean {
  const methods = Object.hasOwn(table, name) ? table[name] : undefined;
  return methods === 'all' || (methods?.has(method) ?? false);
}

/** Methods of strings, numbers, dates and objects. Objects of a program's own may have methods of these names, too. */
const METHODS = new Set(
  'charCodeAt codePointAt charAt toLowerCase toUpperCase trim trimStart trimEnd padStart padEnd startsWith endsWith substring substr toFixed toPrecision toExponential localeCompare hasOwnProperty propertyIsEnumerable isPrototypeOf getTime getFullYear getMonth getDate getHours getMinutes getSeconds'.split(
    ' ',
  ),
);

/** Whether a call looks like one of a builtin's method: what it calls is the method of a builtin unless it is one's own. */
export function isNamedLikeBuiltin(node: t.Node): boolean {
  if (!t.isCallExpression(node) && !t.isOptionalCallExpression(node)) return false;
  const callee = unwrap(node.callee);
  if (!t.isMemberExpression(callee) && !t.isOptionalMemberExpression(callee)) return false;
  return !callee.computed && t.isIdentifier(callee.property) && METHODS.has(callee.property.name);
}

/** Whether a call calls a builtin that calls nobody back or the counters of coverage, or must stay as it is for Vitest. */
export function isPureCall(node: t.Node, analysis: Resolution): boolean {
  if (t.isNewExpression(node)) return isGlobalNamed(node.callee, CONSTRUCTORS, analysis);
  if (!t.isCallExpression(node) && !t.isOptionalCallExpression(node)) return false;
  const callee = unwrap(node.callee);
  if (t.isImport(callee) || isVitestCall(node, analysis)) return true;
  if (t.isIdentifier(callee)) {
    if (isLikeCallOfCounters(node)) return isGlobal(callee, analysis);
    return isGlobalNamed(callee, FUNCTIONS, analysis);
  }
  if (!t.isMemberExpression(callee) || callee.computed || !t.isIdentifier(callee.property)) return false;
  const method = callee.property.name;
  if (analysis.replaced.names.has(method)) return false;
  if (method === 'parse' && node.arguments.length === 1 && isParsing(callee, node.arguments[0], analysis)) return true;
  return isNamespaceMethod(unwrap(callee.object), method, analysis);
}

/** `JSON.parse` without a function. */
function isParsing({ object }: t.MemberExpression, text: t.Node | undefined, analysis: Resolution): boolean {
  const inner = unwrap(object);
  return t.isIdentifier(inner, { name: 'JSON' }) && isGlobal(inner, analysis) && !t.isSpreadElement(text);
}

function isNamespaceMethod(object: t.Node, method: string, analysis: Resolution): boolean {
  return t.isIdentifier(object) && isGlobal(object, analysis) && isIn(NAMESPACES, object.name, method);
}

function isGlobalNamed(node: t.Node, names: ReadonlySet<string>, analysis: Resolution): boolean {
  if (!t.isIdentifier(node) || analysis.replaced.names.has(node.name)) return false;
  return names.has(node.name) && isGlobal(node, analysis);
}

function isGlobal(node: t.Identifier, analysis: Resolution): boolean {
  return analysis.refOf.get(node)?.binding === null;
}
