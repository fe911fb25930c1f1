/**
 * The unmarked file: it calls what it is given in every way there is. `see` looks for values that it must not get; `done` is
 * called with whatever comes later. What it changes of the builtins, `undo` changes back.
 */
export const UNMARKED = `
const undone = [];
const call = (f, ...args) => see(typeof f === 'function' ? f(...args) : Array.isArray(f) ? f[0](...args) : typeof f?.m === 'function' ? f.m(...args) : f);
const replace = (object, key, descriptor) => {
  const before = Object.getOwnPropertyDescriptor(object, key);
  Object.defineProperty(object, key, { configurable: true, ...descriptor });
  undone.push(() => before === undefined ? delete object[key] : Object.defineProperty(object, key, before));
};
const once = (f) => { let left = 1; return (...args) => left-- > 0 ? f(...args) : undefined; };
const accessor = (f) => ({ get() { return see(call(this === undefined || this === null ? f : this, 5)); }, set(value) { call(typeof value === 'function' ? value : this, 5); } });
const traps = {
  get: (p) => p.x, set: (p) => { p.x = 1; }, has: (p) => 'x' in p, deleteProperty: (p) => delete p.x, ownKeys: (p) => Object.keys(p),
  getOwnPropertyDescriptor: (p) => Object.getOwnPropertyDescriptor(p, 'x'), defineProperty: (p) => Reflect.defineProperty(p, 'x', { value: 1 }),
  getPrototypeOf: (p) => Object.getPrototypeOf(p), setPrototypeOf: (p) => Reflect.setPrototypeOf(p, null), isExtensible: (p) => Reflect.isExtensible(p),
  preventExtensions: (p) => Reflect.preventExtensions(p), apply: (p) => p(1), construct: (p) => new p(1),
};
const u = {
  undo() { while (undone.length > 0) undone.pop()(); },
  call,
  apply: (f, list) => see(Reflect.apply(f, null, list)),
  method: (f, x) => see({ f }.f(x)),
  construct: (f, x) => typeof see(new f(x)),
  extend: (f, x) => typeof see(new (class extends f {})(x)),
  create: (K) => see(new K(7)),
  tag: (f) => typeof see(f\`a\${1}b\`),
  map: (f) => [1, 2].map((x) => see(f(x))).concat([3].map(f)).map(see),
  sort: (f) => [3, 1, 2].sort(f).map(see),
  reduce: (f) => see([1, 2].reduce(f)),
  replace: (f) => see('a'.replace('a', f)),
  parse: (f) => see(JSON.parse('1', (k, v) => see(f(v)))),
  stringify: (f) => see(JSON.stringify({ toJSON: () => see(f('j')) })) + JSON.stringify({ toJSON: f }),
  from: (f) => Array.from([1], f).map(see),
  getter: (f) => see(Object.defineProperty({}, 'x', { get: f }).x),
  setter: (f) => { Object.defineProperty({}, 'x', { set: f }).x = 1; return 'set'; },
  convert: (f, key) => { try { return see(String({ [key]: f })); } catch (e) { return rethrow(e); } },
  next: (f) => typeof f === 'function' ? typeof see({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: see(f(1)) }) }) }[Symbol.iterator]().next()) : see(f.next().value),
  close: (f) => { const [x] = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }), return() { see(f(1)); return {}; } }) }; return x; },
  instance: (f) => see(1 instanceof { [Symbol.hasInstance]: f }),
  species: (f) => { class A extends Array { static get [Symbol.species]() { see(f(1)); return Array; } } return see(new A(1, 2).map((x) => x).length); },
  decorate: (f) => see(f(class {}, { kind: 'class' })) === undefined,
  listen: (f) => { const target = new EventTarget(); let result; target.addEventListener('e', () => { try { result = see(f(1)); } catch (e) { result = why(e); } }); target.dispatchEvent(new Event('e')); if (result === 'SwitchError') rethrow(refusal()); return result; },
  emit: (f) => { let result; new Map([[1, 2]]).forEach((x) => { result = see(f(x)); }); return result; },
  thenable: (f) => { done(Promise.resolve({ then(resolve) { resolve(see(f(1))); } })); return 'later'; },
  later: (f) => { done(Promise.resolve(1).then(f)); return 'later'; },
  promise: (f) => { done(new Promise((resolve) => resolve(see(f(1))))); return 'later'; },
  timer: (f) => { done(new Promise((resolve, reject) => setTimeout(() => { try { resolve(see(f(1))); } catch (e) { reject(e); } }, 0))); return 'later'; },
  settle: (promise) => { done(promise); return 'later'; },
  bound: (f) => see(f.bind(null).bind(null, 2)()),
  realm: (f) => see(otherRealm('(f) => f(2)')(f)),
  proxied: (f) => see(new Proxy(f, {})(2)) + see(new Proxy(f, { apply: (t, self, args) => see(Reflect.apply(t, self, args)) })(2)),
  again: (f, n) => n > 0 ? u.again(f, n - 1) : see(f(2)),
  trap: (name, f) => { const p = new Proxy(name === 'apply' || name === 'construct' ? function () {} : {}, { [name]: f }); try { return typeof see(traps[name](p)); } catch (e) { return rethrow(e); } },
  wrap: (f) => (...args) => see(f(...args)),
  iterable: (f) => ({ [Symbol.iterator]() { let n = 0; return { next: () => ({ done: n++ > 0, value: n > 1 ? undefined : see(f(4)) }), return: () => { see(f(4)); return {}; } }; } }),
  probe: (f) => ({ get x() { return see(f(6)); } }),
  conversion: (f) => ({ toString: () => String(see(f('c'))), valueOf: () => Number(see(f(8))) }),
  trapped: (f) => new Proxy({}, { has: () => Boolean(see(f(9))), deleteProperty: () => Boolean(see(f(9))) }),
  reactive: (f) => new Proxy([1, 2], { get(t, k, r) { if (k === '0') see(f(3)); return Reflect.get(t, k, r); } }),
  watched: (f) => Object.defineProperty([1, 2], 0, { get: () => see(f(3)) }),
  list: (f) => ({ length: 2, get 0() { return see(f(3)); }, 1: 2 }),
  track: (list, f) => { Object.defineProperty(list, 0, { get: () => see(f(3)), configurable: true }); },
  curious: (K, f) => { const first = once(() => see(f(3))); return new Proxy(K, { get(t, k, r) { if (k === 'prototype') first(); return Reflect.get(t, k, r); } }); },
  boundTo: (f, ...values) => f.bind(null, ...values),
  speciesOf: (C) => see(C.of(1).map((x) => x)).length,
  decorateMethod: (decorator, method) => { class C { m(x) { return see(method(x)); } } const given = decorator(C.prototype.m, { kind: 'method', name: 'm', addInitializer() {} }); if (given !== undefined) C.prototype.m = see(given); return see(new C().m(2)); },
  decorateField: (decorator) => { const initialize = decorator(undefined, { kind: 'field', name: 'x' }); return see(new (class { x = see(initialize.call(this, 2)); })().x); },
  thenableOf: (f) => ({ then(resolve) { resolve(see(f(1))); } }),
  micro: (f) => { done(new Promise((resolve, reject) => queueMicrotask(() => { try { resolve(see(f(1))); } catch (e) { reject(e); } }))); return 'later'; },
  aborted: (f) => { const controller = new AbortController(); let result; controller.signal.addEventListener('abort', () => { try { result = see(f(1)); } catch (e) { result = why(e); } }); controller.abort(); if (result === 'SwitchError') rethrow(refusal()); return result; },
  finalized: (f) => { let result; try { return see(f(1)); } finally { try { result = see(f(2)); } catch (e) { result = e; } } },
  structured: (f) => { try { return see(structuredClone({ get x() { return see(f(1)); } }).x); } catch (e) { return rethrow(e); } },
  on(what, f) {
    const inArrays = Array.prototype[Symbol.iterator];
    if (what === 'object') replace(Object.prototype, 'probe', accessor(f));
    else if (what === 'function') replace(Function.prototype, 'probe', accessor(f));
    else if (what === 'primitive') replace(Object.prototype, Symbol.toPrimitive, { get() { call(this, 5); return undefined; } });
    else if (what === 'iterator') replace(Array.prototype, Symbol.iterator, { writable: true, value() { u.undo(); see(f(5)); return inArrays.call(this); } });
    else if (what === 'push') replace(Array.prototype, 'push', { writable: true, value(x) { u.undo(); return call(x, 5); } });
    else if (what === 'isArray') replace(Array, 'isArray', { writable: true, value(x) { u.undo(); return call(x, 5); } });
    else if (what === 'call') replace(Function.prototype, 'call', { get() { u.undo(); see(f(5)); return Function.prototype.call; } });
    else replace(Object.prototype, 'then', { get: once(() => { see(f(5)); }) });
  },
  spread: (g) => [...g].map(see),
  within: (g) => { const inner = g(); function* outer() { yield see(inner.next().value); } return see(outer().next().value); },
  nulled: (g) => { g.prototype = null; const inner = g(); function* outer() { yield see(inner.next().value); } outer.prototype = null; return outer(); },
  claiming: (g) => { Object.defineProperty(g, Symbol.hasInstance, { value: () => true }); const inner = g(); function* outer() { yield see(inner.next().value); } return outer(); },
};
return u;
`;
