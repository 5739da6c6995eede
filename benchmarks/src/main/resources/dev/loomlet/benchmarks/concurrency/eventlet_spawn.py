"""What eventlet takes to spawn a green thread that returns a number and to wait for it, beside SpawnBenchmark: ns a task."""
import time

import eventlet

TASKS = 20_000
ROUNDS = 10


def task():
    return 1


def round_nanos():
    start = time.perf_counter_ns()
    for _ in range(TASKS):
        eventlet.spawn(task).wait()
    return (time.perf_counter_ns() - start) / TASKS


if __name__ == "__main__":
    for _ in range(3):
        round_nanos()
    rounds = sorted(round_nanos() for _ in range(ROUNDS))
    print("eventlet %s: %.0f ns a task [%.0f-%.0f]" % (
        eventlet.__version__, (rounds[4] + rounds[5]) / 2, rounds[0], rounds[-1]))
