/** Helpers of every program. Reading a property of `budget` ends programs that run too long. */
export const PREAMBLE = `
const kept = [];
let keys = 0;
const shared = { p: 1, q: 's', m1(x) { return suspend(x); } };
function tag(strings, ...values) { return strings.raw.join('|') + values.join(); }
function counted(n) { return { [Symbol.iterator]() { let i = 0; return { next() { log('next', i); return { done: i >= n, value: i++ }; }, return() { log('return'); return {}; } }; } }; }
function blocking(n) { return { [Symbol.iterator]() { let i = 0; return { next() { return { done: suspend(i) >= n, value: i++ }; }, return() { log('return', suspend(i)); return {}; } }; } }; }
function waiting(n) { return { [Symbol.asyncIterator]() { let i = 0; return { async next() { await null; return { done: suspend(i) >= n, value: i++ }; }, async return() { log('return', suspend(i)); return {}; } }; } }; }
function resource(p, fails) { log('open', p); return { p, [Symbol.dispose]() { log('close', suspend(p), this.p); if (fails) throw new Error('closing ' + p); } }; }
function waitingResource(p, fails) { log('open', p); return { p, async [Symbol.asyncDispose]() { log('closing', suspend(p)); await null; log('closed', this.p); if (fails) throw new Error('closing ' + p); } }; }
function drive(iterator, ...steps) { for (const [method, value] of steps) { try { const { done, value: made } = iterator[method](value); log(method, done, made); } catch (error) { log(method, why(error)); } } }
async function driveAsync(iterator, ...steps) { for (const [method, value] of steps) { try { const { done, value: made } = await iterator[method](value); log(method, done, made); } catch (error) { log(method, why(error)); } } }
`;
