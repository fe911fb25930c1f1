/*---
description: What follows an await runs in later jobs, in the order in which they became ready.
flags: [async]
---*/
var order = [];
function note(value) {
  order.push(value);
  return value;
}
async function run(name) {
  note(name + 1);
  await null;
  note(name + 2);
  try {
    await Promise.reject(note(name + 3));
  } catch (error) {
    note('caught ' + error);
  }
  return name;
}
Promise.all([run('a'), run('b')])
  .then(function (names) {
    assert.sameValue(names.join(), 'a,b');
    assert.sameValue(order.join(), 'a1,b1,a2,a3,b2,b3,caught a3,caught b3');
  })
  .then($DONE, $DONE);
