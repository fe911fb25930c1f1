/*---
description: Each iteration has its own bindings, which are copied before the update.
---*/
function identity(value) {
  return value;
}
var reads = [];
var writes = [];
for (let i = identity(0); identity(i) < 3; identity(i++)) {
  reads.push(() => i);
  writes.push((value) => (i = value));
  identity(i);
}
assert.sameValue(reads.map((read) => read()).join(), '0,1,2');
writes[1](10);
assert.sameValue(reads.map((read) => read()).join(), '0,10,2');

var seen = [];
for (const key in { a: 1, b: 2 }) seen.push(() => identity(key));
for (const value of [identity('c'), 'd']) seen.push(() => identity(value));
assert.sameValue(seen.map((read) => read()).join(), 'a,b,c,d');
