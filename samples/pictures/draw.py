# SPDX-License-Identifier: Apache-2.0
"""Draws the pictures of the samples, made from noise and a fixed seed, as PPM or PGM on standard output:

  python3 draw.py tourbiere | convert ppm:- -quality 88 tourbiere.jpg

draw.sh makes them all. The scenes of the daily are in scenes.py and engraving.py, the drawing board in canvas.py."""
import math, random, sys
import engraving, scenes
from canvas import mix

WIDTH, HEIGHT = 1200, 750


def ridge (rng, rough, octaves=6):
    """A skyline: sum of waves, one height a column, about -1…1."""
    waves = [(rng.uniform (0.8, 1.2) * 2 ** k, rng.uniform (0, 6.28), rough ** k) for k in range (octaves)]
    return [sum (w * math.sin (f * x / WIDTH * 6.28 + p) for f, p, w in waves) for x in range (WIDTH)]


def firs (rng, base, density, low, high):
    """Columns darkened by fir trees over a skyline: the top of the trees for each column."""
    top = list (base)
    x = 0
    while x < WIDTH:
        tall = rng.uniform (low, high)
        half = max (2, int (tall * 0.22))
        for dx in range (-half, half + 1):
            if 0 <= x + dx < WIDTH:
                level = tall * (1 - abs (dx) / (half + 1)) + 2 * math.sin (dx * 2.1)
                top[x + dx] = min (top[x + dx], base[x + dx] - level)
        x += max (2, int (rng.expovariate (density)))
    return top


def tourbiere ():
    rng = random.Random (24318)
    sky_top, sky_low, sun = (88, 112, 138), (236, 206, 172), (255, 240, 214)
    layers = []
    for depth, (level, swing, color) in enumerate ([(330, 26, (150, 160, 168)), (368, 20, (112, 126, 132)), (410, 14, (66, 82, 82))]):
        line = [level - swing * h for h in ridge (rng, 0.55)]
        layers.append ((firs (rng, line, 0.35 - 0.09 * depth, 6 + 8 * depth, 14 + 22 * depth), color))
    shore = [470 + 5 * h for h in ridge (rng, 0.6)]
    grass = [640 + 16 * h for h in ridge (rng, 0.7)]
    blades = firs (rng, grass, 0.5, 4, 34)
    rows = []
    for y in range (HEIGHT):
        row = []
        for x in range (WIDTH):
            glow = math.exp (-((x - 800) ** 2 / 90000 + (y - 300) ** 2 / 26000))
            color = mix (mix (sky_top, sky_low, y / 380), sun, glow * 0.9)
            for top, tone in layers:
                if y > top[x]:
                    color = mix (tone, (222, 208, 190), 0.55 * math.exp (-(y - top[x]) / 40) + (0.35 if tone[0] > 100 else 0.08))
            if y > shore[x]:
                mirror = int (2 * shore[x] - y + 14 * math.sin (y * 0.35) * (y - shore[x]) / 300)
                under = mix (sky_top, sky_low, max (mirror, 0) / 380)
                for top, tone in layers:
                    if mirror > top[x]:
                        under = tone
                color = mix (mix (under, sun, 0.7 * math.exp (-((x - 800) ** 2 / 14000 + (y - 470) ** 2 / 30000))), (26, 34, 38), 0.28)
            mist = 0.62 * math.exp (-((y - 455 - 12 * math.sin (x / 140)) / 22) ** 2)
            color = mix (color, (232, 220, 204), mist)
            if y > blades[x]:
                color = mix ((58, 52, 36), (20, 20, 16), (y - blades[x]) / 90)
            grain = rng.uniform (-4, 4)
            row.append (bytes (max (0, min (255, int (c + grain))) for c in color))
        rows.append (b''.join (row))
    return b'P6 %d %d 255\n' % (WIDTH, HEIGHT) + b''.join (rows)


PICTURES = {'tourbiere': tourbiere, 'grue': scenes.grue, 'regate': scenes.regate, 'pain': scenes.pain, 'puits': scenes.puits, 'pavillon': scenes.pavillon,
            'carte': scenes.carte, 'meteo': scenes.meteo, 'portrait': engraving.portrait, 'relectrice': engraving.relectrice, 'pendule': engraving.pendule,
            'marque': engraving.marque}
sys.stdout.buffer.write (PICTURES[sys.argv[1]] ())
