"""Prints nanoseconds of processor time (or bytes) per operation: python3 measure.py CASE"""
import resource
import sys
import time

import gevent
import greenlet
from gevent.event import Event
from gevent.lock import Semaphore
from gevent.pool import Pool
from gevent.queue import Queue


def ping_pong(depth, switches=200_000):
    pair = []

    def descend(depth, other):
        if depth > 0:
            below = descend(depth - 1, other)
            return below
        partner = pair[other]
        for _ in range(switches // 2):
            partner.switch()

    pair.append(greenlet.greenlet(lambda: descend(depth, 1)))
    pair.append(greenlet.greenlet(lambda: descend(depth, 0)))
    pair[0].switch()
    return switches


def build_stacks(depth=100, count=2000):
    def descend(depth):
        if depth == 1:
            builder.parent.switch()
            return 1
        return descend(depth - 1) + 1

    def build():
        for _ in range(count):
            descend(depth)

    builder = greenlet.greenlet(build)
    while not builder.dead:
        builder.switch()
    return count


def round_robin(count=1000, times=100):
    def sleeper():
        for _ in range(times):
            gevent.sleep(0)

    gevent.joinall([gevent.spawn(sleeper) for _ in range(count)])
    return count * times


def spawn_and_join(count=100_000):
    gevent.joinall([gevent.spawn(gevent.sleep, 0) for _ in range(count)])
    return count


def pass_items(size=None, count=100_000):
    queue = Queue(size)

    def consume():
        for _ in range(count):
            queue.get()

    def produce():
        for i in range(count):
            queue.put(i)

    gevent.joinall([gevent.spawn(consume), gevent.spawn(produce)])
    return count


def map_in_pool(count=100_000):
    def work(i):
        gevent.sleep(0)
        return i

    Pool(100).map(work, range(count))
    return count


def take_permits(count=10_000):
    semaphore = Semaphore(10)

    def work():
        semaphore.acquire()
        gevent.sleep(0)
        semaphore.release()

    gevent.joinall([gevent.spawn(work) for _ in range(count)])
    return count


def broadcast(count=10_000):
    event = Event()
    greenlets = [gevent.spawn(event.wait) for _ in range(count)]
    gevent.sleep(0)
    event.set()
    gevent.joinall(greenlets)
    return count


def sleep_together(count=10_000):
    gevent.joinall([gevent.spawn(gevent.sleep, 0.001) for _ in range(count)])
    return count


def resident():
    with open('/proc/self/statm') as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def park(count=100_000):
    event = Event()
    before = resident()
    greenlets = [gevent.spawn(event.wait) for _ in range(count)]
    gevent.sleep(0)
    print((resident() - before) / count)
    event.set()
    gevent.joinall(greenlets)


CASES = {
    'switch': lambda: ping_pong(0),
    'deep': lambda: ping_pong(99),
    'fresh': build_stacks,
    'fair': round_robin,
    'spawn': spawn_and_join,
    'queue': pass_items,
    'bounded': lambda: pass_items(1),
    'map': map_in_pool,
    'semaphore': take_permits,
    'event': broadcast,
    'timers': sleep_together,
}

if sys.argv[1] == 'memory':
    park()
else:
    start = time.process_time_ns()
    operations = CASES[sys.argv[1]]()
    print((time.process_time_ns() - start) / operations)
