/*---
description: A program with an early error does not run at all.
negative:
  phase: parse
  type: SyntaxError
---*/
function duplicate() {
  let name = 1;
  let name = 2;
}
