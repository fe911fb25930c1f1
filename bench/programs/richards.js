/** A simulated operating system kernel: tasks, packets and a scheduler, after Martin Richards. */
const IDLE = 0;
const WORKER = 1;
const HANDLER_A = 2;
const HANDLER_B = 3;
const DEVICE_A = 4;
const DEVICE_B = 5;
const KIND_DEVICE = 0;
const KIND_WORK = 1;
const DATA_SIZE = 4;

const RUNNING = 0;
const RUNNABLE = 1;
const SUSPENDED = 2;
const HELD = 4;

class Packet {
  constructor(next, id, kind) {
    this.next = next;
    this.id = id;
    this.kind = kind;
    this.datum = 0;
    this.data = new Array(DATA_SIZE).fill(0);
  }

  addTo(queue) {
    this.next = null;
    if (queue === null) return this;
    let last = queue;
    while (last.next !== null) last = last.next;
    last.next = this;
    return queue;
  }
}

class TaskControl {
  constructor(next, id, priority, queue, task) {
    this.next = next;
    this.id = id;
    this.priority = priority;
    this.queue = queue;
    this.task = task;
    this.state = queue === null ? SUSPENDED : SUSPENDED | RUNNABLE;
  }

  isHeldOrSuspended() {
    return (this.state & HELD) !== 0 || this.state === SUSPENDED;
  }

  markAsRunnable() {
    this.state |= RUNNABLE;
  }

  checkPriorityAdd(task, packet) {
    if (this.queue === null) {
      this.queue = packet;
      this.markAsRunnable();
      if (this.priority > task.priority) return this;
    } else {
      this.queue = packet.addTo(this.queue);
    }
    return task;
  }

  run() {
    let packet = null;
    if (this.state === (SUSPENDED | RUNNABLE)) {
      packet = this.queue;
      this.queue = packet.next;
      this.state = this.queue === null ? RUNNING : RUNNABLE;
    }
    return this.task.run(packet);
  }
}

class Scheduler {
  constructor() {
    this.queued = 0;
    this.held = 0;
    this.blocks = new Array(6).fill(null);
    this.list = null;
    this.current = null;
    this.currentId = null;
  }

  addTask(id, priority, queue, task) {
    this.current = new TaskControl(this.list, id, priority, queue, task);
    this.list = this.current;
    this.blocks[id] = this.current;
  }

  schedule() {
    this.current = this.list;
    while (this.current !== null) {
      if (this.current.isHeldOrSuspended()) this.current = this.current.next;
      else {
        this.currentId = this.current.id;
        this.current = this.current.run();
      }
    }
  }

  release(id) {
    const block = this.blocks[id];
    if (block === null) return block;
    block.state &= ~HELD;
    return block.priority > this.current.priority ? block : this.current;
  }

  hold() {
    this.held++;
    this.current.state |= HELD;
    return this.current.next;
  }

  suspend() {
    this.current.state |= SUSPENDED;
    return this.current;
  }

  enqueue(packet) {
    const block = this.blocks[packet.id];
    if (block === null) return block;
    this.queued++;
    packet.next = null;
    packet.id = this.currentId;
    return block.checkPriorityAdd(this.current, packet);
  }
}

class IdleTask {
  constructor(scheduler, seed, count) {
    this.scheduler = scheduler;
    this.seed = seed;
    this.count = count;
  }

  run() {
    this.count--;
    if (this.count === 0) return this.scheduler.hold();
    if ((this.seed & 1) === 0) {
      this.seed >>= 1;
      return this.scheduler.release(DEVICE_A);
    }
    this.seed = (this.seed >> 1) ^ 0xd008;
    return this.scheduler.release(DEVICE_B);
  }
}

class DeviceTask {
  constructor(scheduler) {
    this.scheduler = scheduler;
    this.packet = null;
  }

  run(packet) {
    if (packet === null) {
      if (this.packet === null) return this.scheduler.suspend();
      const ready = this.packet;
      this.packet = null;
      return this.scheduler.enqueue(ready);
    }
    this.packet = packet;
    return this.scheduler.hold();
  }
}

class WorkerTask {
  constructor(scheduler, handler, counter) {
    this.scheduler = scheduler;
    this.handler = handler;
    this.counter = counter;
  }

  run(packet) {
    if (packet === null) return this.scheduler.suspend();
    this.handler = this.handler === HANDLER_A ? HANDLER_B : HANDLER_A;
    packet.id = this.handler;
    packet.datum = 0;
    for (let i = 0; i < DATA_SIZE; i++) {
      this.counter = this.counter === 26 ? 1 : this.counter + 1;
      packet.data[i] = this.counter;
    }
    return this.scheduler.enqueue(packet);
  }
}

class HandlerTask {
  constructor(scheduler) {
    this.scheduler = scheduler;
    this.work = null;
    this.devices = null;
  }

  accept(packet) {
    if (packet.kind === KIND_WORK) this.work = packet.addTo(this.work);
    else this.devices = packet.addTo(this.devices);
  }

  run(packet) {
    if (packet !== null) this.accept(packet);
    if (this.work === null) return this.scheduler.suspend();
    const { work } = this;
    const count = work.datum;
    if (count >= DATA_SIZE) {
      this.work = work.next;
      return this.scheduler.enqueue(work);
    }
    if (this.devices === null) return this.scheduler.suspend();
    const device = this.devices;
    this.devices = device.next;
    device.datum = work.data[count];
    work.datum = count + 1;
    return this.scheduler.enqueue(device);
  }
}

function packets(id, kind) {
  return new Packet(new Packet(new Packet(null, id, kind), id, kind), id, kind);
}

function simulate() {
  const scheduler = new Scheduler();
  scheduler.addTask(IDLE, 0, null, new IdleTask(scheduler, 1, 10_000));
  scheduler.list.state = RUNNING;
  const work = new Packet(new Packet(null, WORKER, KIND_WORK), WORKER, KIND_WORK);
  scheduler.addTask(WORKER, 1000, work, new WorkerTask(scheduler, HANDLER_A, 0));
  scheduler.addTask(HANDLER_A, 2000, packets(DEVICE_A, KIND_DEVICE), new HandlerTask(scheduler));
  scheduler.addTask(HANDLER_B, 3000, packets(DEVICE_B, KIND_DEVICE), new HandlerTask(scheduler));
  scheduler.addTask(DEVICE_A, 4000, null, new DeviceTask(scheduler));
  scheduler.addTask(DEVICE_B, 5000, null, new DeviceTask(scheduler));
  scheduler.schedule();
  return scheduler.queued * 100_000 + scheduler.held;
}

export function run() {
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += simulate();
  return sum;
}
