"""M/M/4 in SimPy: four servers, one queue, load 0.8. Prints customers a second of wall time."""

import random
import time

import simpy

CUSTOMERS = 100_000


def customer(env, servers):
    with servers.request() as turn:
        yield turn
        yield env.timeout(random.expovariate(1.0))


def arrivals(env, servers):
    for _ in range(CUSTOMERS):
        yield env.timeout(random.expovariate(3.2))
        env.process(customer(env, servers))


random.seed(1)
env = simpy.Environment()
env.process(arrivals(env, simpy.Resource(env, capacity=4)))
start = time.perf_counter()
env.run()
print(round(CUSTOMERS / (time.perf_counter() - start)))
