# run: args=100 timeout=60s
"""Float arithmetic on lists: five bodies pull at each other."""
import sys

PI = 3.14159265358979323
SOLAR_MASS = 4 * PI * PI
DAYS = 365.24
BODIES = [
    [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], SOLAR_MASS],
    [[4.84143144246472, -1.16032004402743, -0.103622044471123],
     [0.00166007664274404 * DAYS, 0.00769901118419740 * DAYS, -0.0000690460016972063 * DAYS], 0.000954791938424327 * SOLAR_MASS],
    [[8.34336671824458, 4.12479856412430, -0.403523417114321],
     [-0.00276742510726411 * DAYS, 0.00499852801234917 * DAYS, 0.0000230417297573763 * DAYS], 0.000285885980666131 * SOLAR_MASS],
    [[12.8943695621391, -15.1111514016986, -0.223307578892656],
     [0.00296460137564762 * DAYS, 0.00237847173959481 * DAYS, -0.0000296589568540238 * DAYS], 0.0000436624404335156 * SOLAR_MASS],
    [[15.3796971148510, -25.9193146099880, 0.179258772950371],
     [0.00268067772490389 * DAYS, 0.00162824170038242 * DAYS, -0.0000951592254519716 * DAYS], 0.0000515138902046611 * SOLAR_MASS],
]
PAIRS = [(a, b) for i, a in enumerate(BODIES) for b in BODIES[i + 1:]]


def energy():
    total = 0.0
    for (p, _, m), (q, _, n) in PAIRS:
        d = sum((a - b) ** 2 for a, b in zip(p, q)) ** 0.5
        total -= m * n / d
    for _, v, m in BODIES:
        total += 0.5 * m * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    return total


def advance(dt, steps):
    for _ in range(steps):
        for (p, v, m), (q, w, n) in PAIRS:
            dx, dy, dz = p[0] - q[0], p[1] - q[1], p[2] - q[2]
            distance = dx * dx + dy * dy + dz * dz
            pull = dt / (distance * distance ** 0.5)
            a, b = m * pull, n * pull
            v[0] -= dx * b
            v[1] -= dy * b
            v[2] -= dz * b
            w[0] += dx * a
            w[1] += dy * a
            w[2] += dz * a
        for p, v, _ in BODIES:
            p[0] += dt * v[0]
            p[1] += dt * v[1]
            p[2] += dt * v[2]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 110000
before = energy()
advance(0.01, n)
print(f"nbody {before:.9f} {energy():.9f}")  # expect: nbody -0.169289903 -0.169266652
