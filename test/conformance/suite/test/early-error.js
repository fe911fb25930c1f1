/*---
description: A program with an early error, here the meta property of a module in a script, does not run at all.
negative:
  phase: parse
  type: SyntaxError
---*/
function neverRun() {
  return import.meta;
}
