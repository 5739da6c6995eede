"""The peer eventlet: eventlet_server.py PORT TLS_PORT PEM FOLDER. Ends when its standard input ends."""

import os
import resource
import sys
import time

import eventlet
from eventlet import patcher, websocket, wsgi

threading = patcher.original("threading")

BACKLOG = 4096
CONNECTIONS = 20000

http_port, tls_port, pem, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]


def body(name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


FIXED = {
    "/": ("text/plain", body("hello")),
    "/json": ("application/json", body("json")),
    "/64k": ("application/octet-stream", body("64k")),
    "/1m": ("application/octet-stream", body("1m")),
}
DONE = ("text/plain", b"done")


def upload(environ):
    body, length = environ["wsgi.input"], 0
    while block := body.read(65536):
        length += len(block)
    return "text/plain", str(length).encode("ascii")


def sleep(seconds):
    eventlet.sleep(seconds)
    return DONE


def compute(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return DONE


pipes = []


def block(seconds):
    """Reads a pipe to which a thread of the operating system writes; nothing else runs meanwhile, as with any file."""
    reader, writer = pipes.pop() if pipes else named_pipe()
    timer = threading.Timer(seconds, os.write, (writer, b"."))
    timer.daemon = True
    timer.start()
    os.read(reader, 1)
    pipes.append((reader, writer))
    return DONE


def named_pipe():
    path = os.path.join(folder, "pipe-%d-%d" % (os.getpid(), time.monotonic_ns()))
    os.mkfifo(path)
    try:
        # Opened for both first: an open for one direction would wait for the other.
        writer = os.open(path, os.O_RDWR)
        return os.open(path, os.O_RDONLY), writer
    finally:
        os.unlink(path)


TIMED = {"/sleep": sleep, "/compute": compute, "/block": block}


@websocket.WebSocketWSGI
def echo(socket):
    while (message := socket.wait()) is not None:
        socket.send(message)


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/echo":
        return echo(environ, start_response)
    if path in FIXED:
        content_type, content = FIXED[path]
    elif path == "/upload":
        content_type, content = upload(environ)
    else:
        content_type, content = TIMED[path](int(environ["QUERY_STRING"].partition("=")[2]) / 1000)
    start_response("200 OK", [("Content-Type", content_type), ("Content-Length", str(len(content)))])
    return [content]


def serve(listener):
    wsgi.server(listener, application, log_output=False, keepalive=True, max_size=CONNECTIONS)


def end_with_standard_input():
    while os.read(0, 4096):
        pass
    os._exit(0)


hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
threading.Thread(target=end_with_standard_input, daemon=True).start()
http = eventlet.listen(("127.0.0.1", http_port), backlog=BACKLOG)
tls = eventlet.listen(("127.0.0.1", tls_port), backlog=BACKLOG)
eventlet.spawn(serve, eventlet.wrap_ssl(tls, certfile=pem, keyfile=pem, server_side=True))
serve(http)
