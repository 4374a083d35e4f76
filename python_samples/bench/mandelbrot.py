# run: args=20 timeout=60s
"""Float arithmetic on locals: how many points of a grid stay near zero."""
import sys


def mandelbrot(size, limit=50):
    inside = steps = 0
    for row in range(size):
        ci = 2.0 * row / size - 1.0
        for column in range(size):
            cr = 3.0 * column / size - 2.0
            zr = zi = 0.0
            for i in range(limit):
                r2, i2 = zr * zr, zi * zi
                if r2 + i2 > 4.0:
                    break
                zi = 2.0 * zr * zi + ci
                zr = r2 - i2 + cr
            else:
                inside += 1
            steps += i
    return inside, steps


n = int(sys.argv[1]) if len(sys.argv) > 1 else 560
print("mandelbrot", *mandelbrot(n))  # expect: mandelbrot 110 6840
