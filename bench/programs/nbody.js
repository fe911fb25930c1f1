/** Planets: floating point arithmetic in few, long functions. */
class Body {
  constructor(x, y, z, vx, vy, vz, mass) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.vx = vx;
    this.vy = vy;
    this.vz = vz;
    this.mass = mass;
  }
}

const SOLAR_MASS = 4 * Math.PI * Math.PI;
const YEAR = 365.24;

function planet([x, y, z, vx, vy, vz, mass]) {
  return new Body(x, y, z, vx * YEAR, vy * YEAR, vz * YEAR, mass * SOLAR_MASS);
}

const PLANETS = [
  [0, 0, 0, 0, 0, 0, 1],
  [4.841431, -1.16032, -0.103622, 0.00166, 0.0076991, -0.000069, 0.00095479],
  [8.343366, 4.124798, -0.403523, -0.002767, 0.0049985, 0.000023, 0.00028588],
  [12.894369, -15.111151, -0.223307, 0.002964, 0.0023784, -0.0000296, 0.0000436],
  [15.379697, -25.919314, 0.179258, 0.0026806, 0.0016282, -0.0000951, 0.0000515],
];

function attract(a, b, dt) {
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  const dz = a.z - b.z;
  const distance2 = dx * dx + dy * dy + dz * dz;
  const magnitude = dt / (distance2 * Math.sqrt(distance2));
  a.vx -= dx * b.mass * magnitude;
  a.vy -= dy * b.mass * magnitude;
  a.vz -= dz * b.mass * magnitude;
  b.vx += dx * a.mass * magnitude;
  b.vy += dy * a.mass * magnitude;
  b.vz += dz * a.mass * magnitude;
}

function move(body, dt) {
  body.x += dt * body.vx;
  body.y += dt * body.vy;
  body.z += dt * body.vz;
}

function advance(bodies, dt, attractor, mover) {
  const { length } = bodies;
  for (let i = 0; i < length; i++) {
    for (let j = i + 1; j < length; j++) attractor(bodies[i], bodies[j], dt);
  }
  for (let i = 0; i < length; i++) mover(bodies[i], dt);
}

function energy(bodies) {
  let e = 0;
  for (const { vx, vy, vz, mass } of bodies) e += 0.5 * mass * (vx * vx + vy * vy + vz * vz);
  return e;
}

export function run() {
  const bodies = [];
  for (const row of PLANETS) bodies.push(planet(row));
  for (let i = 0; i < 20_000; i++) advance(bodies, 0.01, attract, move);
  return energy(bodies).toFixed(9);
}
