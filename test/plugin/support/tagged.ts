type Case = [what: string, source: string];

/** Programs whose function is marked by a tag: `BODY` is what it does. */
export const TAGGED: Case[] = [
  ['a declaration', '/** @greenlet */ function a() { BODY }'],
  ['an exported declaration', '/** @greenlet */ export function a() { BODY }'],
  ['a default export', '/** @greenlet */ export default function () { BODY }'],
  ['an arrow that is exported by default', '/** @greenlet */ export default () => { BODY };'],
  ['a constant', '/** @greenlet */ const a = () => { BODY };'],
  ['an exported constant', '/** @greenlet */ export const a = function () { BODY };'],
  ['a method', 'class A { /** @greenlet */ a() { BODY } }'],
  ['a static method', 'class A { /** @greenlet */ static a() { BODY } }'],
  ['a method of an object', 'const o = { /** @greenlet */ a() { BODY } };'],
  ['a property of an object', 'const o = { /** @greenlet */ a: () => { BODY } };'],
  ['a function expression', 'use(/** @greenlet */ function () { BODY });'],
  ['a class', '/** @greenlet */ class A { a() { BODY } }'],
  ['an exported class', '/** @greenlet */ export class A { static a() { BODY } }'],
  ['a class in a constant', '/** @greenlet */ const A = class { a() { BODY } };'],
  ['an assignment', '/** @greenlet */ module.exports = () => { BODY };'],
  ['an arrow with type parameters', 'const a = /** @greenlet */ <T,>(b: T) => { BODY };'],
  ['an argument with type parameters', 'use(/** @greenlet */ <const T extends B>(b: T): void => { BODY });'],
  ['an asynchronous arrow with type parameters', 'export default /** @greenlet */ async <T,>(b: T) => { BODY };'],
  ['a choice', '/** @greenlet */ const a = c ? () => { BODY } : b;'],
  ['a default', '/** @greenlet */ const a = b ?? (() => { BODY });'],
  ['a cast', '/** @greenlet */ const a = (() => { BODY }) as F satisfies F;'],
  ['a returned function', 'function f() { /** @greenlet */ return () => { BODY }; }'],
  ['a field', 'class A { /** @greenlet */ a = () => { BODY }; }'],
  ['a static field', 'class A { /** @greenlet */ static a = function () { BODY }; }'],
  ['a private field', 'class A { /** @greenlet */ #a = async () => { BODY }; }'],
  ['signatures', '/** @greenlet */ function a(): void;\nfunction a(b: 1): void;\nfunction a(b?: 1) { BODY }'],
  ['exported signatures', '/** @greenlet */ export function a(): void;\nexport function a() { BODY }'],
  ['signatures of methods', 'class A { /** @greenlet */ a(): void; a(b: 1): void; a(b?: 1) { BODY } }'],
  ['a longer comment', '/**\n * Adds.\n *\n * @greenlet\n * @returns a number\n */\nfunction a() { BODY }'],
];

/** Programs whose function is not marked by what looks like it. */
export const UNTAGGED: Case[] = [
  ['an ordinary comment', '/* @greenlet */ function a() { BODY }'],
  ['a line comment', '// @greenlet\nfunction a() { BODY }'],
  ['a tag that only begins like it', '/** @greenlet-original */ function a() { BODY }'],
  ['a tag that only begins like it', '/** @greenletish */ function a() { BODY }'],
  ['the statement before', '/** @greenlet */ function b() {}\nfunction a() { BODY }'],
  ['the signature of another function', '/** @greenlet */ declare function b(): void;\nfunction a() { BODY }'],
  ['the field before', 'class A { /** @greenlet */ b = () => {}; a() { BODY } }'],
  ['a string that is no directive', 'function a() { 0; "use greenlet"; BODY }'],
  ['a directive in the plural', 'function a() { "use greenlets"; BODY }'],
];
