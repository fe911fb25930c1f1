import { suspend } from 'fixture';

function logged(log) {
  return (target, name, descriptor) => {
    log('decorating', name);
    const method = descriptor.value;
    return {
      ...descriptor,
      value(...args) {
        log('before', name);
        const result = method.apply(this, args);
        log('after', name, result);
        return suspend(result);
      },
    };
  };
}

function sealed(target) {
  target.sealed = true;
}

export default function program(log) {
  @sealed
  class Counter {
    count = 2;

    @logged(log)
    add(n = suspend(1)) {
      this.count += suspend(n);
      return this.count;
    }

    @logged(log)
    static create(...args) {
      return new this(...args);
    }
  }

  @sealed
  class Derived extends Counter {
    constructor() {
      super();
      this.count = suspend(this.count) + 1;
    }

    @logged(log)
    add(n) {
      return super.add(n) + suspend(0.5);
    }

    plain(x) {
      return suspend(x) * 2;
    }
  }

  const counter = Derived.create();
  log(counter.plain(4));
  log(counter.add(2), counter.add(), Counter.sealed, Counter.name, Derived.name);
  return counter.count;
}
