# SPDX-License-Identifier: Apache-2.0
"""A small drawing board for the samples' pictures: polygons with soft edges, noise, reflections, grain. Colours are (r, g, b) in
0…255, or functions of (x, y) that return one. Standard library only; the same picture on every machine."""
import math, random


def mix (a, b, t):
    t = max (0.0, min (1.0, t))
    return tuple (x + (y - x) * t for x, y in zip (a, b))


def lerp (points, t):
    """The colour at t on a scale of (place, colour), places rising."""
    for (a, low), (b, high) in zip (points, points[1:]):
        if t <= b:
            return mix (low, high, (t - a) / (b - a))
    return points[-1][1]


class Noise:
    """Smooth noise of the plane, -1…1, in octaves."""
    def __init__ (self, seed):
        rng = random.Random (seed)
        self.table = [rng.uniform (-1, 1) for _ in range (4096)]

    def corner (self, i, j):
        return self.table[(i * 157 + j * 2741 + (i ^ j) * 13) & 4095]

    def at (self, x, y):
        i, j = math.floor (x), math.floor (y)
        u, v = x - i, y - j
        u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
        top = self.corner (i, j) * (1 - u) + self.corner (i + 1, j) * u
        low = self.corner (i, j + 1) * (1 - u) + self.corner (i + 1, j + 1) * u
        return top * (1 - v) + low * v

    def cloud (self, x, y, octaves=4, rough=0.5):
        total, size, weight = 0.0, 0.0, 1.0
        for k in range (octaves):
            total += weight * self.at (x * 2 ** k + 31 * k, y * 2 ** k - 17 * k)
            size += weight
            weight *= rough
        return total / size


class Canvas:
    def __init__ (self, width, height, paint):
        self.width, self.height = width, height
        self.rows = [[paint (x, y) for x in range (width)] for y in range (height)] if callable (paint) else \
            [[paint] * width for _ in range (height)]

    def blend (self, x, y, color, alpha):
        color = color (x, y) if callable (color) else color
        self.rows[y][x] = color if alpha >= 0.999 else mix (self.rows[y][x], color, alpha)

    def polygon (self, points, color, alpha=1.0):
        """Fill by the even-odd rule; four scans a row, exact cover along x."""
        edges = [(a, b) for a, b in zip (points, points[1:] + points[:1]) if a[1] != b[1]]
        low = max (0, math.floor (min (p[1] for p in points)))
        high = min (self.height, math.ceil (max (p[1] for p in points)) + 1)
        for y in range (low, high):
            cover = {}
            for k in range (4):
                at = y + (k + 0.5) / 4
                xs = sorted (a[0] + (at - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) for a, b in edges if min (a[1], b[1]) <= at < max (a[1], b[1]))
                for left, right in zip (xs[::2], xs[1::2]):
                    left, right = max (left, 0), min (right, self.width)
                    for x in range (math.floor (left), min (math.ceil (right), self.width)):
                        cover[x] = cover.get (x, 0) + max (0, min (right, x + 1) - max (left, x)) / 4
            for x, part in cover.items ():
                self.blend (x, y, color, alpha * min (part, 1))

    def line (self, x0, y0, x1, y1, width, color, alpha=1.0):
        long = math.hypot (x1 - x0, y1 - y0) or 1
        nx, ny = (y0 - y1) / long * width / 2, (x1 - x0) / long * width / 2
        self.polygon ([(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)], color, alpha)

    def path (self, points, width, color, alpha=1.0):
        for (x0, y0), (x1, y1) in zip (points, points[1:]):
            self.line (x0, y0, x1, y1, width, color, alpha)
        if width > 3:
            for x, y in points:
                self.disc (x, y, width / 2, color, alpha)

    def ellipse (self, cx, cy, rx, ry, color, alpha=1.0, start=0, end=360):
        steps = 72
        turn = [math.radians (start + (end - start) * k / steps) for k in range (steps + 1)]
        self.polygon ([(cx + rx * math.cos (t), cy + ry * math.sin (t)) for t in turn], color, alpha)

    def disc (self, cx, cy, r, color, alpha=1.0):
        self.ellipse (cx, cy, r, r, color, alpha)

    def reflect (self, level, dim, strength, noise, swing=7):
        """Below row @level the picture stands on its head, in ripples that grow toward us."""
        for y in range (level, self.height):
            near = (y - level) / (self.height - level)
            row = []
            for x in range (self.width):
                wave = noise.cloud (x / (60 + 190 * near), y / (2.5 + 13 * near), 3)
                up = int (level - 1 - (y - level) * 0.92 - abs (wave) * swing * 3 * near)
                side = min (self.width - 1, max (0, int (x + wave * swing * (0.4 + 3 * near))))
                color = mix (self.rows[max (0, min (level - 1, up))][side], dim, strength)
                row.append (mix (color, (255, 246, 228), 0.10 * max (0, wave - 0.1)))
            self.rows[y] = row

    def grain (self, seed, amount):
        rng = random.Random (seed)
        for row in self.rows:
            for x, color in enumerate (row):
                g = rng.gauss (0, amount)
                row[x] = (color[0] + g, color[1] + g, color[2] + g)

    def ppm (self):
        head = b'P6 %d %d 255\n' % (self.width, self.height)
        return head + b''.join (bytes (max (0, min (255, int (c))) for color in row for c in color) for row in self.rows)


def smooth (points, steps=12):
    """A closed curve through @points (Catmull-Rom)."""
    out, n = [], len (points)
    for i in range (n):
        a, b, c, d = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        for k in range (steps):
            t = k / steps
            out.append (tuple (0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t ** 3)
                               for p, q, r, s in zip (a, b, c, d)))
    return out
