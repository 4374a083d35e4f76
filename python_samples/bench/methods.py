# run: args=200 timeout=60s
"""Methods and classes: a small simulated operating system passes packets between tasks."""
import sys


class Packet:
    def __init__(self, target, kind, data):
        self.target, self.kind, self.data = target, kind, data


class Task:
    def __init__(self, system, identity):
        self.system, self.identity = system, identity
        self.inbox = []
        self.handled = 0

    def receive(self, packet):
        self.inbox.append(packet)

    def ready(self):
        return len(self.inbox) > 0

    def step(self):
        packet = self.inbox.pop()
        self.handled += 1
        self.handle(packet)

    def handle(self, packet):
        raise NotImplementedError


class Worker(Task):
    def handle(self, packet):
        packet.data = (packet.data * 31 + self.identity) % 65521
        packet.target = self.choose(packet.data)
        self.system.send(packet)

    def choose(self, data):
        return data % self.system.size()


class Device(Worker):
    def handle(self, packet):
        if packet.kind == "data":
            packet.kind = "control"
        else:
            packet.kind = "data"
        super().handle(packet)


class System:
    def __init__(self, tasks):
        self.tasks = [(Device if i % 3 == 0 else Worker)(self, i) for i in range(tasks)]
        self.sent = 0

    def size(self):
        return len(self.tasks)

    def send(self, packet):
        self.sent += 1
        self.tasks[packet.target].receive(packet)

    def run(self, limit):
        while self.sent < limit:
            for task in self.tasks:
                if task.ready():
                    task.step()


n = int(sys.argv[1]) if len(sys.argv) > 1 else 650000
system = System(10)
for i in range(8):
    system.send(Packet(i, "data", i * 1000))
system.run(n)
print("methods", system.sent, [t.handled for t in system.tasks])
# expect: methods 204 [29, 15, 23, 15, 18, 15, 24, 16, 22, 19]
