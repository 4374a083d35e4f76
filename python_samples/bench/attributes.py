# run: args=100 timeout=60s
"""Attributes of objects: read, write, and through a chain."""
import sys


class Particle:
    def __init__(self, x, speed):
        self.x = x
        self.speed = speed
        self.bounces = 0
        self.next = None


def simulate(particles, steps):
    for _ in range(steps):
        for p in particles:
            p.x += p.speed
            if p.x > 100 or p.x < 0:
                p.speed = -p.speed
                p.bounces += 1
            p.next.x += 0


n = int(sys.argv[1]) if len(sys.argv) > 1 else 600000
particles = [Particle(i * 7 % 100, i % 5 + 1) for i in range(100)]
for a, b in zip(particles, particles[1:] + particles[:1]):
    a.next = b
simulate(particles, n // 10)
print("attributes", sum(p.bounces for p in particles), sum(p.x for p in particles))  # expect: attributes 29 6998
