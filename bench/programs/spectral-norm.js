/** Numeric loops which call a function that is passed in, for every element of a matrix. */
function element(i, j) {
  return 1 / ((((i + j) * (i + j + 1)) >> 1) + i + 1);
}

function multiply(v, out, at) {
  for (let i = 0; i < v.length; i++) {
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += at(i, j) * v[j];
    out[i] = sum;
  }
}

function multiplyTransposed(v, out, at) {
  for (let i = 0; i < v.length; i++) {
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += at(j, i) * v[j];
    out[i] = sum;
  }
}

function norm(n, at) {
  const u = new Float64Array(n).fill(1);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let i = 0; i < 5; i++) {
    multiply(u, w, at);
    multiplyTransposed(w, v, at);
    multiply(v, w, at);
    multiplyTransposed(w, u, at);
  }
  let vv = 0;
  let uv = 0;
  for (let i = 0; i < n; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  return Math.sqrt(uv / vv);
}

export function run() {
  return norm(200, element).toFixed(9);
}
