"""Serves until it is told to stop: python3 serve.py echo|http. Prints its port, and in the end the processor time (ns) since then."""
import sys
import time

import gevent
from gevent.fileobject import FileObject
from gevent.pywsgi import WSGIServer
from gevent.server import StreamServer


def echo(socket, address):
    while True:
        data = socket.recv(65536)
        if not data:
            return
        socket.sendall(data)


def look(what):
    gevent.sleep(0)
    return what


def answer(environ, start_response):
    user = look('user')
    page = look('page')
    start_response('200 OK', [('Content-Type', 'text/plain; charset=utf-8')])
    return [f'{user} {page}'.encode()]


SERVERS = {
    'echo': lambda: StreamServer(('127.0.0.1', 0), echo),
    'http': lambda: WSGIServer(('127.0.0.1', 0), answer, log=None),
}

server = SERVERS[sys.argv[1]]()
server.start()
start = time.process_time_ns()
print(server.address[1], flush=True)
FileObject(sys.stdin, 'rb').read()
print(time.process_time_ns() - start, flush=True)
