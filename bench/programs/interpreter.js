/** A tree-walking interpreter: closures made once per node of the program, called for every evaluation. */
const constant = (value) => () => value;
const variable = (name) => (scope) => scope[name];
const assign = (name, expression) => (scope) => (scope[name] = expression(scope));
const add = (left, right) => (scope) => left(scope) + right(scope);
const multiply = (left, right) => (scope) => left(scope) * right(scope);
const modulo = (left, right) => (scope) => left(scope) % right(scope);
const less = (left, right) => (scope) => left(scope) < right(scope);
const block = (statements) => (scope) => {
  for (const statement of statements) statement(scope);
};
const loop = (condition, body) => (scope) => {
  while (condition(scope)) body(scope);
};

function program() {
  return block([
    assign('i', constant(0)),
    assign('sum', constant(0)),
    loop(
      less(variable('i'), constant(10_000)),
      block([
        assign('sum', modulo(add(variable('sum'), multiply(variable('i'), variable('i'))), constant(65_521))),
        assign('i', add(variable('i'), constant(1))),
      ]),
    ),
  ]);
}

export function run() {
  const scope = { i: 0, sum: 0 };
  program()(scope);
  return scope.sum;
}
