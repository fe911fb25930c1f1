"""Prints nanoseconds of processor time (or bytes) per operation: python3 measure.py CASE"""
import resource
import sys
import time

import gevent
import greenlet
from gevent.event import Event
from gevent.queue import Queue


def ping_pong(depth, switches=200_000):
    def descend(depth, me):
        if depth > 0:
            below = descend(depth - 1, me)
            return below
        other = greenlet.greenlet(lambda: [me.switch() for _ in range(switches // 2)])
        for _ in range(switches // 2):
            other.switch()

    main = greenlet.greenlet(lambda: descend(depth, main))
    main.switch()
    return switches


def round_robin(count=1000, times=100):
    def sleeper():
        for _ in range(times):
            gevent.sleep(0)

    gevent.joinall([gevent.spawn(sleeper) for _ in range(count)])
    return count * times


def spawn_and_join(count=100_000):
    gevent.joinall([gevent.spawn(gevent.sleep, 0) for _ in range(count)])
    return count


def pass_items(count=100_000):
    queue = Queue()

    def consume():
        for _ in range(count):
            queue.get()

    def produce():
        for i in range(count):
            queue.put(i)

    gevent.joinall([gevent.spawn(consume), gevent.spawn(produce)])
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
    'fair': round_robin,
    'spawn': spawn_and_join,
    'queue': pass_items,
}

if sys.argv[1] == 'memory':
    park()
else:
    start = time.process_time_ns()
    operations = CASES[sys.argv[1]]()
    print((time.process_time_ns() - start) / operations)
