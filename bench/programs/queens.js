/** N queens with closures: a search that calls continuations. */
function solve(size, onSolution) {
  const columns = new Array(size).fill(false);
  const up = new Array(2 * size).fill(false);
  const down = new Array(2 * size).fill(false);

  const isFree = (row, column) => !columns[column] && !up[row + column] && !down[row - column + size];
  const set = (row, column, value) => {
    columns[column] = value;
    up[row + column] = value;
    down[row - column + size] = value;
  };
  const withQueen = (row, column, then) => {
    if (!isFree(row, column)) return;
    set(row, column, true);
    then(row + 1);
    set(row, column, false);
  };
  const place = (row) => {
    if (row === size) return onSolution();
    for (let column = 0; column < size; column++) withQueen(row, column, place);
  };
  place(0);
}

export function run() {
  let solutions = 0;
  solve(8, () => solutions++);
  solve(7, () => solutions++);
  return solutions;
}
