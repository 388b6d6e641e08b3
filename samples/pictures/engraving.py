# SPDX-License-Identifier: Apache-2.0
"""A portrait cut in lines: the mask of each part is blurred into a relief, the relief is lit, and the lines swell in its shadows and bend
over its slopes."""
import math
from canvas import Canvas, Noise, smooth

WIDTH, HEIGHT, SPACING = 760, 980, 7.0


def blur (grid, radius):
    """One box blur along rows, turned by a quarter: twice is both ways."""
    out = []
    for row in grid:
        total, n = sum (row[:radius]), len (row)
        line = []
        for x in range (n):
            total += (row[x + radius] if x + radius < n else 0) - (row[x - radius - 1] if x > radius else 0)
            line.append (total / (2 * radius + 1))
        out.append (line)
    return [list (column) for column in zip (*out)]


def relief (outline, radius):
    board = Canvas (WIDTH, HEIGHT, (0, 0, 0))
    board.polygon (outline, (1, 1, 1))
    mask = [[c[0] for c in row] for row in board.rows]
    height = mask
    for _ in range (4):
        height = blur (height, radius)
    return mask, height


# Profile of an old pilot, turned to the right: cap, face, beard, collar, coat.
FACE = smooth ([(300, 250), (400, 232), (500, 262), (522, 318), (520, 356), (536, 388), (572, 446), (560, 466), (530, 470), (538, 494),
                (552, 506), (536, 520), (546, 534), (532, 552), (516, 590), (470, 640), (380, 640), (300, 560), (270, 400)])
CAP = smooth ([(226, 292), (206, 220), (262, 150), (380, 116), (500, 140), (548, 200), (540, 246), (610, 282), (634, 306), (560, 308),
               (500, 290), (360, 296), (270, 322)])
BAND = smooth ([(232, 300), (234, 262), (360, 244), (480, 240), (540, 250), (540, 286), (500, 290), (360, 296), (270, 322)])
BEARD = smooth ([(300, 400), (336, 430), (350, 500), (420, 540), (480, 520), (540, 494), (556, 510), (520, 528), (550, 548), (556, 610),
                 (520, 690), (450, 730), (370, 700), (310, 620), (276, 500), (276, 420)])
HAIR = smooth ([(230, 310), (300, 300), (320, 350), (306, 420), (280, 500), (240, 480), (218, 400)])
EAR = smooth ([(318, 366), (350, 352), (372, 376), (366, 420), (344, 452), (322, 440), (312, 400)])
COAT = smooth ([(40, 1010), (70, 860), (160, 770), (260, 700), (290, 600), (340, 640), (440, 720), (500, 740), (590, 800), (690, 870), (720, 1010)])
COLLAR = smooth ([(236, 560), (290, 560), (340, 640), (450, 730), (500, 752), (470, 800), (400, 780), (300, 730), (220, 660)])

# part, outline, blur radius, darkness, weight of the light, turn of the lines
PARTS = [(COAT, 46, 0.66, 0.5, 0.5), (FACE, 34, 0.20, 1.0, 0.0), (HAIR, 14, 0.34, 0.8, 1.2), (BEARD, 22, 0.26, 1.2, 1.35),
         (EAR, 7, 0.22, 1.4, 0.2), (COLLAR, 18, 0.70, 0.6, -0.5), (CAP, 30, 0.52, 0.7, 0.1), (BAND, 12, 0.84, 0.3, 0.1)]


# Profile of a proofreader, turned to the right: hair in a bun, round glasses, a scarf.
HER_FACE = smooth ([(330, 260), (420, 222), (500, 238), (526, 290), (530, 344), (544, 376), (580, 436), (572, 456), (544, 462), (546, 480),
                    (560, 492), (546, 506), (554, 520), (540, 538), (540, 568), (516, 604), (470, 618), (420, 604), (360, 560), (316, 470), (300, 360)])
HER_HAIR = smooth ([(288, 440), (252, 350), (252, 250), (300, 168), (394, 128), (484, 146), (536, 206), (534, 262), (508, 250), (470, 268),
                    (430, 306), (410, 356), (392, 356), (372, 352), (352, 380), (346, 430), (330, 470), (306, 486)])
BUN = smooth ([(206, 228), (268, 246), (292, 306), (276, 372), (216, 400), (154, 378), (128, 316), (150, 254)])
NECK = smooth ([(312, 470), (372, 560), (440, 606), (452, 660), (462, 760), (400, 830), (300, 810), (270, 720), (300, 600), (300, 520)])
HER_EAR = smooth ([(356, 380), (384, 366), (404, 388), (398, 428), (376, 462), (356, 450), (348, 412)])
SHOULDERS = smooth ([(40, 1020), (76, 900), (170, 816), (270, 760), (340, 790), (420, 830), (490, 790), (580, 830), (664, 900), (700, 1020)])
SCARF = smooth ([(252, 700), (300, 712), (380, 756), (452, 716), (506, 744), (520, 790), (470, 850), (380, 872), (290, 836), (226, 770)])

HER_PARTS = [(BUN, 20, 0.52, 1.0, 0.9), (SHOULDERS, 46, 0.58, 0.5, 0.45), (NECK, 26, 0.40, 0.9, 0.1), (HER_FACE, 34, 0.16, 1.0, 0.0),
             (HER_HAIR, 26, 0.50, 1.0, 1.15), (HER_EAR, 7, 0.20, 1.4, 0.2), (SCARF, 20, 0.78, 0.6, -0.6)]


def ink_at (height, x, y, dark, light, turn, noise):
    """How black a point is, 0…1."""
    row = height[y]
    dx = row[min (x + 2, WIDTH - 1)] - row[max (x - 2, 0)]
    dy = height[min (y + 2, HEIGHT - 1)][x] - height[max (y - 2, 0)][x]
    shade = dark + light * 9 * (0.86 * dx + 0.5 * dy) + 0.07 * noise.cloud (x / 40, y / 40, 3)
    shade = max (0.05, min (0.93, shade))
    bend = 46 * row[x] + 2.2 * noise.cloud (x / 90, y / 90, 2)
    if abs (turn) > 1:
        bend += 7 * noise.cloud (x / 26, y / 50, 2)
    along = (y * math.cos (turn) + x * math.sin (turn) + bend) / SPACING
    edge = abs (along - math.floor (along) - 0.5) * 2
    return max (0.0, min (1.0, (shade - edge) * SPACING / 2.2 + 0.5))


def draw_part (board, part, noise):
    outline, radius, dark, light, turn = part
    mask, height = relief (outline, radius)
    for y in range (HEIGHT):
        for x in range (WIDTH):
            if mask[y][x] > 0.01:
                ink = ink_at (height, x, y, dark, light, turn, noise)
                board.blend (x, y, (1 - ink, 0, 0), mask[y][x])
    board.path (outline + outline[:1], 2.2, (0, 0, 0), 0.85)


def draw_eye (board):
    black = (0, 0, 0)
    board.path ([(462, 352), (486, 340), (512, 344)], 6, black)
    board.path ([(458, 340), (480, 326), (514, 332)], 3, black, 0.8)
    board.polygon (smooth ([(470, 376), (486, 366), (506, 368), (498, 380), (484, 384)]), (1, 1, 1))
    board.disc (494, 374, 6.5, black)
    board.path ([(466, 378), (484, 364), (510, 368)], 3.4, black)
    board.path ([(470, 388), (486, 392), (500, 388)], 2, black)
    for k in range (3):
        board.path ([(446, 372 + 8 * k), (430, 366 + 12 * k), (418, 362 + 17 * k)], 1.8, black)
    board.path ([(530, 470), (516, 466), (512, 452), (520, 440)], 2.6, black)
    board.path ([(536, 508), (512, 512), (500, 518)], 3, black)
    board.path ([(332, 380), (350, 372), (358, 392), (346, 420), (336, 432)], 2.4, black)


def draw_pipe (board):
    black = (0, 0, 0)
    board.path ([(534, 516), (590, 530), (634, 548)], 7, black)
    board.polygon (smooth ([(628, 520), (676, 516), (678, 566), (656, 586), (634, 572)]), black)
    board.line (628, 524, 676, 520, 3, (1, 1, 1))
    for k in range (6):
        board.line (636 + 7 * k, 532, 636 + 7 * k, 566, 1.2, (1, 1, 1))


def draw_glasses (board):
    black = (0, 0, 0)
    board.path ([(462, 340), (486, 326), (518, 332)], 4, black, 0.9)
    board.polygon (smooth ([(478, 382), (494, 371), (514, 374), (506, 386), (492, 390)]), (1, 1, 1))
    board.disc (503, 380, 6.5, black)
    board.path ([(472, 386), (492, 369), (518, 375)], 3.6, black)
    rim = [(496 + 38 * math.cos (k * math.pi / 20), 382 + 40 * math.sin (k * math.pi / 20)) for k in range (41)]
    board.path (rim, 6, black)
    board.path ([(458, 378), (420, 384), (384, 396)], 6, black)
    board.path ([(534, 374), (548, 372)], 6, black)
    board.path ([(544, 462), (528, 458), (524, 446), (532, 436)], 2.6, black)
    board.path ([(548, 502), (528, 506), (512, 502), (502, 494)], 3, black)
    board.path ([(366, 394), (384, 386), (390, 404), (378, 432), (368, 442)], 2.4, black)


def relectrice ():
    noise = Noise (1907)
    board = Canvas (WIDTH, HEIGHT, (1, 1, 1))
    for part in HER_PARTS:
        draw_part (board, part, noise)
        if part[0] is HER_FACE:
            draw_glasses (board)
    pixels = bytes (max (0, min (255, int (255 * c[0]))) for row in board.rows for c in row)
    return b'P5 %d %d 255\n' % (WIDTH, HEIGHT) + pixels


def portrait ():
    noise = Noise (1871)
    board = Canvas (WIDTH, HEIGHT, (1, 1, 1))
    for part in PARTS:
        draw_part (board, part, noise)
        if part[0] is EAR:
            draw_eye (board)
    draw_pipe (board)
    for k in range (4):
        board.disc (432 + 34 * k, 812 + 46 * k, 11, (1, 1, 1))
        board.disc (432 + 34 * k, 812 + 46 * k, 7, (0, 0, 0))
    pixels = bytes (max (0, min (255, int (255 * c[0]))) for row in board.rows for c in row)
    return b'P5 %d %d 255\n' % (WIDTH, HEIGHT) + pixels


def dial (board, noise, cx, cy, r, hour, minute):
    """A clock face whose rim is shaded by lines."""
    black, white = (0, 0, 0), (1, 1, 1)
    board.disc (cx, cy, r * 1.16, black)
    rim = lambda x, y: white if math.sin ((x * 0.5 + y * 0.9) * 1.25) > 0.9 * (x + y - cx - cy) / r / 1.5 else black
    board.disc (cx, cy, r * 1.13, rim)
    board.disc (cx, cy, r * 1.02, black)
    board.disc (cx, cy, r, white)
    for k in range (60):
        t, long, width = math.pi * k / 30, 0.86 if k % 5 else 0.74, 1.6 if k % 5 else 6.5
        board.line (cx + r * .94 * math.sin (t), cy - r * .94 * math.cos (t), cx + r * long * math.sin (t), cy - r * long * math.cos (t), width, black)
    for turn, long, width in ((hour / 12 + minute / 720, .5, 11), (minute / 60, .8, 7)):
        t = 2 * math.pi * turn
        board.line (cx - r * .14 * math.sin (t), cy + r * .14 * math.cos (t), cx + r * long * math.sin (t), cy - r * long * math.cos (t), width, black)
    board.disc (cx, cy, 11, black)
    board.disc (cx, cy, 4, white)


def pendule ():
    """A station clock with two faces that do not agree."""
    noise, width, height = Noise (720), 900, 560
    board = Canvas (width, height, (1, 1, 1))

    def wall (x, y):
        away = math.hypot ((x - 450) / 430, (y - 280) / 262)
        shade = max (0, 0.62 - 0.62 * away) + 0.10 * noise.cloud (x / 60, y / 60, 3) - 0.12
        edge = abs (((y + 0.18 * x + 3 * noise.at (x / 120, y / 50)) / 8) % 1 - 0.5) * 2
        return (1 - max (0, min (1, (shade - edge) * 3 + 0.5)),) * 3 if shade > 0 else (1, 1, 1)

    board.polygon ([(0, 0), (width, 0), (width, height), (0, height)], wall)
    black, white = (0, 0, 0), (1, 1, 1)
    for y, w in ((40, 26), (40, 14)):
        board.line (450, 0, 450, 300, w, black if w > 20 else white)
    for k in range (36):
        board.line (443, 8 * k, 457, 8 * k + 5, 1.5, black)
    board.line (250, 300, 650, 300, 24, black)
    for side in (-1, 1):
        board.path ([(450 + side * (14 + 150 * math.sin (k / 13)), 120 + 170 * (1 - math.cos (k / 13)) * 1.1) for k in range (18)], 7, black)
        board.path ([(450 + side * (60 + (26 - 2.2 * k) * math.cos (k * .7)), 210 + (26 - 2.2 * k) * math.sin (k * .7)) for k in range (11)], 4.5, black)
    dial (board, noise, 226, 306, 150, 7, 41)
    dial (board, noise, 674, 306, 150, 9, 3)
    pixels = bytes (max (0, min (255, int (255 * c[0]))) for row in board.rows for c in row)
    return b'P5 %d %d 255\n' % (width, height) + pixels


def marque ():
    """A publisher's mark: a block of marble in an oval of sky, each face cut in lines of its own."""
    noise, width, height = Noise (92), 552, 660
    board = Canvas (width, height, (1, 1, 1))
    black, white = (0, 0, 0), (1, 1, 1)

    def cut (shade, turn, spacing=9.0, bend=0.0):
        """Lines of one direction, as thick as @shade says."""
        def color (x, y):
            along = (y * math.cos (turn) + x * math.sin (turn) + bend * noise.cloud (x / 90, y / 50, 3)) / spacing
            edge = abs (along - math.floor (along) - 0.5) * 2
            return (1 - max (0.0, min (1.0, (shade (x, y) - edge) * spacing / 2 + 0.5)),) * 3
        return color

    def sky (x, y):
        away = math.hypot ((x - 276) / 262, (y - 330) / 316)
        return 0.46 - 0.40 * (y / height) + 0.14 * noise.cloud (x / 80, y / 34, 3) - 4.0 * max (0, away - 0.90)

    oval = [(276 + 268 * math.cos (math.pi * k / 60), 330 + 322 * math.sin (math.pi * k / 60)) for k in range (120)]
    ground = [p for p in oval if p[1] > 468]
    board.polygon (oval, cut (sky, 0.0, 9.0, 2.0))
    board.polygon (ground, cut (lambda x, y: 0.50 + 0.2 * noise.cloud (x / 50, y / 14, 3) - (y - 470) / 330, 0.0, 11.0, 9.0))
    top = [(150, 262), (300, 214), (432, 262), (278, 318)]
    left = [(150, 262), (278, 318), (278, 540), (150, 474)]
    right = [(278, 318), (432, 262), (432, 470), (278, 540)]
    vein = lambda low: lambda x, y: low + 0.34 * max (0, noise.cloud (x / 70 + y / 160, y / 60 - x / 190, 4)) ** 1.5
    board.polygon (top, cut (vein (0.04), 0.35, 8.0, 3.0))
    board.polygon (left, cut (vein (0.30), 1.2, 8.0, 5.0))
    board.polygon (right, cut (vein (0.66), -0.9, 8.0, 5.0))
    for face in (top, left, right):
        board.path (face + face[:1], 4, black)
    for k in range (9):
        board.line (158 + 14 * k, 490 + 7 * k, 170 + 14 * k, 496 + 7 * k, 3, black)
    square = [(306, 120), (338, 120), (338, 250), (470, 250), (470, 282), (306, 282)]
    board.polygon (square, white)
    board.polygon (square, cut (lambda x, y: 0.12 + (x + y - 420) / 700, 0.78, 7.0))
    board.path (square + square[:1], 4, black)
    pixels = bytes (max (0, min (255, int (255 * c[0]))) for row in board.rows for c in row)
    return b'P5 %d %d 255\n' % (width, height) + pixels
