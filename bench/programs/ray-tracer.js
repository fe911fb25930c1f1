/** Spheres and planes: many small immutable vectors, virtual calls. */
class Vector {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }

  plus(v) {
    return new Vector(this.x + v.x, this.y + v.y, this.z + v.z);
  }

  minus(v) {
    return new Vector(this.x - v.x, this.y - v.y, this.z - v.z);
  }

  times(k) {
    return new Vector(this.x * k, this.y * k, this.z * k);
  }

  dot(v) {
    return this.x * v.x + this.y * v.y + this.z * v.z;
  }

  length() {
    return Math.sqrt(this.dot(this));
  }

  unit() {
    return this.times(1 / this.length());
  }
}

class Sphere {
  constructor(centre, radius, shine) {
    this.centre = centre;
    this.radius = radius;
    this.shine = shine;
  }

  hit(origin, direction) {
    const between = this.centre.minus(origin);
    const along = between.dot(direction);
    const discriminant = this.radius * this.radius - between.dot(between) + along * along;
    if (along < 0 || discriminant < 0) return Infinity;
    return along - Math.sqrt(discriminant);
  }

  normal(point) {
    return point.minus(this.centre).unit();
  }
}

class Plane {
  constructor(up, offset, shine) {
    this.up = up;
    this.offset = offset;
    this.shine = shine;
  }

  hit(origin, direction) {
    const slope = this.up.dot(direction);
    return slope >= 0 ? Infinity : (this.offset - this.up.dot(origin)) / slope;
  }

  normal() {
    return this.up;
  }
}

class Scene {
  constructor(things, light) {
    this.things = things;
    this.light = light;
  }

  nearest(origin, direction) {
    let best = null;
    let distance = Infinity;
    for (const thing of this.things) {
      const d = thing.hit(origin, direction);
      if (d > 0.0001 && d < distance) {
        distance = d;
        best = thing;
      }
    }
    return best === null ? null : { thing: best, distance };
  }

  trace(origin, direction, depth) {
    const hit = this.nearest(origin, direction);
    if (hit === null) return 0.2;
    const point = origin.plus(direction.times(hit.distance));
    const normal = hit.thing.normal(point);
    const toLight = this.light.minus(point).unit();
    const shaded = this.nearest(point, toLight) !== null;
    const brightness = shaded ? 0.1 : Math.max(0.1, normal.dot(toLight));
    if (depth === 0) return brightness;
    const mirrored = direction.minus(normal.times(2 * normal.dot(direction)));
    const { shine } = hit.thing;
    return brightness * (1 - shine) + shine * this.trace(point, mirrored, depth - 1);
  }
}

export function run() {
  const things = [new Plane(new Vector(0, 1, 0), -1, 0.1)];
  for (let i = 0; i < 6; i++) things.push(new Sphere(new Vector(i - 3, (i % 3) - 0.5, 6 + (i % 2)), 0.7, i / 10));
  const scene = new Scene(things, new Vector(5, 8, -3));
  const eye = new Vector(0, 0, 0);
  let sum = 0;
  for (let y = 0; y < 48; y++) {
    for (let x = 0; x < 64; x++) sum += scene.trace(eye, new Vector((x - 32) / 32, (24 - y) / 32, 1).unit(), 3);
  }
  return sum.toFixed(6);
}
