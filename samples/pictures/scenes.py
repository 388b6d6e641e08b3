# SPDX-License-Identifier: Apache-2.0
"""The scenes of the daily: a crane at dusk, a regatta, a loaf, a well in a dry summer, a horn that
plays lost sounds, a railway map, tomorrow's weather."""
import math, random
from canvas import Canvas, Noise, lerp, mix, smooth


def skyline (board, rng, base, low, high, narrow, wide, color):
    """Houses and sheds along row @base, some with a gable."""
    x = -20
    while x < board.width:
        width, tall = rng.uniform (narrow, wide), rng.uniform (low, high)
        roof = tall + (rng.uniform (6, 16) if rng.random () < 0.6 else 0)
        board.polygon ([(x, base), (x, base - tall), (x + width / 2, base - roof), (x + width, base - tall), (x + width, base)], color)
        if rng.random () < 0.4:
            board.line (x + width * 0.3, base - tall, x + width * 0.3, base - roof - 8, 5, color)
        x += width + rng.choice ((-2, -2, 6))


def lattice (board, a, b, c, d, cells, width, color):
    """A girder between the chords a–b and c–d."""
    board.line (*a, *b, width, color)
    board.line (*c, *d, width, color)
    for k in range (cells):
        p, q = k / cells, (k + 1) / cells
        at = lambda s, t, f: (s[0] + (t[0] - s[0]) * f, s[1] + (t[1] - s[1]) * f)
        board.line (*at (a, b, p), *at (c, d, q), width * 0.55, color)
        board.line (*at (c, d, p), *at (a, b, p), width * 0.45, color)


def person (board, x, foot, tall, color, hat=False):
    head = tall * 0.13
    board.disc (x, foot - tall + head, head * 0.8, color)
    board.polygon ([(x - tall * .13, foot - tall * .79), (x + tall * .13, foot - tall * .79), (x + tall * .11, foot - tall * .34), (x + tall * .09, foot),
                    (x + tall * .02, foot), (x, foot - tall * .34), (x - tall * .04, foot), (x - tall * .11, foot), (x - tall * .12, foot - tall * .34)], color)
    if hat:
        board.ellipse (x, foot - tall + head * .5, head * 1.3, head * .35, color)


def crane (board, tone):
    lit = (255, 208, 122)
    for side in (0, 46):  # the portal
        for x in (690, 850):
            board.line (x + side * 0.4, 418, x + (x - 770) * 0.16 + side, 560, 9, tone)
    board.polygon ([(676, 400), (884, 400), (884, 422), (676, 422)], tone)
    board.line (690, 430, 866, 556, 4, tone)
    board.line (866, 430, 690, 556, 4, tone)
    board.polygon ([(700, 398), (700, 318), (724, 296), (838, 296), (868, 330), (868, 398)], tone)  # the house
    board.polygon ([(716, 330), (752, 330), (752, 362), (716, 362)], lit)
    board.line (734, 328, 734, 364, 4, tone)
    board.polygon ([(776, 338), (796, 338), (796, 360), (776, 360)], mix (lit, tone, 0.35))
    board.polygon ([(836, 300), (836, 236), (858, 236), (858, 310)], tone)  # the chimney
    board.polygon ([(830, 236), (864, 236), (868, 224), (826, 224)], tone)
    lattice (board, (706, 392), (300, 96), (746, 388), (306, 88), 17, 6, tone)
    board.line (800, 296, 770, 214, 7, tone)
    board.line (770, 214, 720, 300, 6, tone)
    for k in range (3):
        board.line (770, 214 + 3 * k, 304 + 60 * k, 92 + 44 * k, 1.8, tone)
    board.line (302, 94, 302, 372, 2.6, tone)
    board.line (308, 94, 308, 372, 2.6, tone)
    board.polygon ([(292, 372), (318, 372), (312, 400), (298, 400)], tone)
    board.path ([(305, 400), (305, 416), (316, 426), (310, 438), (298, 434)], 4, tone)


def grue ():
    noise, rng = Noise (1911), random.Random (1911)
    scale = [(0, (34, 48, 78)), (.34, (84, 94, 122)), (.62, (184, 142, 128)), (.82, (238, 178, 118)), (1, (250, 214, 156))]

    def sky (x, y):
        color = lerp (scale, y / 560)
        veil = noise.cloud (x / 330 + 4, y / 46, 5)
        color = mix (color, (60, 58, 84), 0.55 * max (0, veil) * (1.15 - y / 560))
        color = mix (color, (255, 190, 130), 0.6 * max (0, -veil - 0.12) * (y / 560))
        return mix (color, (255, 240, 206), 0.85 * math.exp (-((x - 430) ** 2 / 70000 + (y - 520) ** 2 / 9000)))

    board = Canvas (1200, 750, sky)
    board.disc (430, 512, 46, (255, 246, 220), 0.95)
    for base, tone, tall in ((562, (150, 122, 122), 26), (564, (104, 90, 104), 44)):
        skyline (board, rng, base, tall * 0.4, tall, 26, 74, tone)
    board.polygon ([(1000, 564), (1000, 470), (1012, 452), (1024, 470), (1024, 564)], (84, 76, 94))
    for k in range (16):  # smoke
        x, y = 848 + 15 * k + 10 * noise.at (k, 1), 214 - 9 * k - 0.35 * k * k
        board.disc (x, y, 15 + 3.6 * k, (226, 196, 182), 0.16)
    crane (board, (30, 28, 42))
    board.polygon ([(560, 562), (560, 552), (1200, 552), (1200, 562)], (30, 28, 42))
    board.reflect (562, (22, 30, 50), 0.34, noise, 8)
    board.polygon ([(0, 702), (1200, 684), (1200, 750), (0, 750)], lambda x, y: mix ((24, 22, 32), (44, 38, 44), 0.4 + 0.4 * noise.cloud (x / 50, y / 6, 3)))
    for x, tall, hat in ((118, 74, True), (152, 66, False), (176, 40, False), (930, 70, True), (1016, 76, False), (1046, 68, True)):
        person (board, x, 706 - x * 0.013, tall, (16, 15, 22), hat)
    for x in (330, 640):
        board.polygon ([(x - 13, 700), (x - 10, 668), (x - 19, 660), (x + 19, 660), (x + 10, 668), (x + 13, 698)], (16, 15, 22))
    board.path ([(330, 668), (430, 690), (540, 690), (640, 668)], 4, (16, 15, 22))
    board.grain (5, 3.2)
    return board.ppm ()


def boat (board, x, y, size, lean, hull, sail, jib, stripe=None):
    at = lambda u, v: (x + size * (u + lean * v), y - size * (v - 0.10 * lean * u))
    shadow = mix (sail, (70, 92, 118), 0.34)
    board.polygon (smooth ([at (-.50, .02), at (-.44, -.08), at (.30, -.09), at (.62, .07), at (.1, .035)], 6), hull)
    tip, leech = at (0, 1.62), [at (-.16, 1.2), at (-.36, .7), at (-.5, .14)]
    board.polygon ([at (.0, .12), tip] + leech, sail)
    board.polygon ([at (.0, .12), tip, at (-.08, 1.2), at (-.13, .7), at (-.2, .125)], shadow, 0.5)
    board.polygon ([at (.04, .12), at (.04, 1.34), at (.27, .8), at (.58, .1)], jib)
    if stripe:
        board.polygon ([at (0, 1.02), at (0, .86), at (-.325, .8), at (-.235, .97)], stripe)
    for v in (.5, .85, 1.2):
        board.line (*at (-.02, v), *at (-.42 + .26 * v * .8, v - .03), max (1, size * .008), shadow)
    board.line (*at (.02, .02), *at (.02, 1.66), max (1.6, size * .02), (52, 46, 44))


def regate ():
    noise = Noise (77)
    scale = [(0, (96, 140, 172)), (.55, (172, 200, 208)), (1, (238, 232, 212))]

    def sky (x, y):
        puff = noise.cloud (x / 260, y / 80 + 3, 5) + 0.35 * math.sin (x / 240 + 1)
        return mix (lerp (scale, y / 300), (252, 248, 238), 1.5 * max (0, puff - 0.04) * (0.35 + y / 420))

    board = Canvas (1200, 750, sky)
    far = [(x, 292 - 26 * (0.5 + 0.5 * math.sin (x / 190)) * max (0, noise.cloud (x / 150, 2) + 0.6)) for x in range (0, 1201, 8)]
    board.polygon ([(0, 300)] + far + [(1200, 300)], (126, 152, 164))
    board.polygon ([(980, 300), (984, 236), (994, 236), (998, 300)], (236, 232, 222))
    board.polygon ([(982, 236), (989, 222), (996, 236)], (176, 66, 48))

    def sea (x, y):
        near = (y - 298) / 452
        wave = noise.cloud (x / (26 + 210 * near), y / (3 + 26 * near), 4)
        color = mix ((112, 160, 170), (18, 62, 86), near ** 0.7)
        color = mix (color, (10, 44, 66), 0.8 * max (0, wave))
        return mix (color, (226, 238, 234), 2.4 * max (0, -wave - 0.24) * (0.4 + near))

    board.polygon ([(0, 298), (1200, 298), (1200, 750), (0, 750)], sea)
    white, cream = (248, 246, 238), (240, 228, 204)
    for x, y, size, lean in ((120, 312, 34, .12), (196, 318, 40, .14), (300, 314, 36, .1), (660, 316, 42, .13), (760, 312, 30, .1), (1100, 318, 38, .12)):
        boat (board, x, y, size, lean, (60, 70, 84), white, mix (white, (150, 170, 184), .4))
    boat (board, 900, 392, 112, .16, (32, 58, 84), white, cream, (30, 84, 120))
    boat (board, 240, 420, 136, .18, (116, 40, 34), cream, (226, 206, 172), (176, 62, 44))
    boat (board, 560, 588, 318, .2, (18, 40, 60), white, (206, 84, 56), (206, 84, 56))
    board.polygon (smooth ([(330, 604), (470, 610), (700, 622), (790, 602), (830, 612), (700, 640), (460, 634)]), (244, 246, 240), 0.72)
    board.polygon (smooth ([(130, 428), (300, 436), (350, 430), (300, 444), (180, 440)]), (240, 244, 240), 0.6)
    board.polygon ([(1004, 668), (1020, 596), (1060, 596), (1076, 668)], (226, 150, 40))
    board.polygon (smooth ([(990, 664), (1040, 656), (1092, 664), (1040, 684)]), (20, 58, 82), 0.8)
    board.line (1040, 596, 1040, 540, 4, (40, 40, 44))
    board.polygon ([(1040, 540), (1076, 550), (1040, 562)], (30, 84, 120))
    for x, y in ((430, 120), (486, 96), (540, 134)):
        board.path ([(x - 20, y - 7), (x - 8, y - 9), (x, y), (x + 9, y - 9), (x + 22, y - 5)], 2.6, (60, 78, 96))
    board.grain (7, 3.0)
    return board.ppm ()


def grainy (noise, light, dark, angle, size=26):
    """Flat colour with a soft shade across it and the tooth of a print."""
    ux, uy = math.cos (angle), math.sin (angle)

    def color (x, y):
        t = 0.5 + (x * ux + y * uy) / 900 % 1 - 0.5
        return mix (light, dark, 0.75 * t + 0.22 * noise.cloud (x / size, y / size, 3) + 0.16 * noise.at (x / 1.7, y / 1.7))
    return color


def loaf (board, noise):
    crust = lambda x, y: mix (mix ((214, 146, 74), (122, 62, 28), ((x - 420) / 330) ** 2 * .55 + (y - 330) / 300), (246, 212, 158),
                              0.55 * max (0, noise.cloud (x / 30, y / 18, 4)) + 0.35 * math.exp (-((x - 360) ** 2 + (y - 360) ** 2) / 9000))
    board.ellipse (430, 612, 350, 34, (60, 38, 26), 0.45)
    board.polygon (smooth ([(96, 560), (108, 452), (190, 352), (330, 296), (480, 292), (620, 338), (720, 430), (752, 540), (724, 606), (560, 626),
                            (300, 626), (130, 608)]), crust)
    for k in range (4):
        x = 226 + 130 * k
        board.polygon (smooth ([(x, 366 + 8 * abs (k - 1.6)), (x + 34, 402), (x + 58, 470), (x + 62, 534), (x + 44, 480), (x + 18, 420)]), (250, 224, 172))
        board.path ([(x, 366 + 8 * abs (k - 1.6)), (x + 34, 402), (x + 58, 470), (x + 62, 534)], 3, (110, 56, 26), 0.7)
    rng = random.Random (3)
    for _ in range (420):
        x, y = rng.gauss (430, 150), rng.gauss (380, 50)
        if 300 + ((x - 430) / 330) ** 2 * 180 < y < 560:
            board.disc (x, y, rng.uniform (.8, 2.4), (255, 242, 214), 0.6)


def bowl (board, noise):
    rng = random.Random (8)
    board.ellipse (960, 640, 190, 26, (60, 38, 26), 0.45)
    board.polygon (smooth ([(776, 474), (1144, 474), (1128, 560), (1062, 626), (960, 642), (858, 626), (794, 560)]), grainy (noise, (66, 104, 124), (24, 50, 72), 0.3))
    board.ellipse (960, 474, 186, 44, (38, 68, 90))
    board.ellipse (960, 476, 172, 37, (70, 84, 50))
    for _ in range (620):
        t, r = rng.uniform (0, 6.283), math.sqrt (rng.random ())
        x, y = 960 + 164 * r * math.cos (t), 474 + 33 * r * math.sin (t)
        board.ellipse (x, y, 8, 5.4, mix ((60, 70, 38), (142, 144, 86), rng.random ()), 0.95)
        board.ellipse (x - 2, y - 1.6, 3, 1.6, (190, 190, 140), 0.5)
    board.polygon (smooth ([(910, 470), (936, 440), (952, 462), (986, 436), (988, 466), (1016, 456), (996, 484), (940, 488)]), (84, 132, 62))


def pain ():
    noise = Noise (400)
    board = Canvas (1200, 780, lambda x, y: mix ((226, 212, 186), (182, 158, 126), 0.5 * x / 1200 + 0.3 * noise.cloud (x / 320, y / 320, 3) + .1 * noise.at (x / 1.6, y / 1.6)))
    board.polygon ([(770, 0), (1010, 0), (560, 540), (220, 540)], (252, 242, 216), 0.33)  # light of a window
    board.polygon ([(0, 540), (1200, 540), (1200, 780), (0, 780)], lambda x, y: mix ((150, 104, 68), (96, 60, 40), (y - 540) / 240 + 0.5 * noise.cloud (x / 260, y / 5, 4)))
    board.polygon (smooth ([(560, 200), (600, 150), (604, 40), (660, 40), (664, 150), (704, 200), (716, 330), (712, 560), (632, 574), (552, 560), (548, 330)]),
                   lambda x, y: mix ((40, 78, 58), (92, 132, 92), 0.9 * math.exp (-((x - 586) / 26) ** 2) + .12 * noise.at (x / 2, y / 2)))
    board.polygon ([(602, 20), (662, 20), (662, 66), (602, 66)], (170, 120, 74))
    board.polygon ([(566, 330), (700, 330), (700, 450), (566, 450)], (238, 226, 198))
    for k, w in enumerate ((86, 64, 96, 40)):
        board.line (633 - w / 2, 358 + 22 * k, 633 + w / 2, 358 + 22 * k, 5 if k else 10, (120, 60, 44))
    board.polygon (smooth ([(40, 640), (380, 596), (760, 628), (1010, 700), (860, 756), (420, 748), (120, 716)]), grainy (noise, (236, 232, 220), (196, 196, 192), 1.1))
    for k in range (5):
        board.path ([(90 + 30 * k, 664 + 14 * k), (420, 624 + 20 * k), (820 - 20 * k, 656 + 18 * k)], 4, (150, 58, 46), 0.75)
    bowl (board, noise)
    loaf (board, noise)
    board.polygon ([(700, 700), (1000, 668), (1022, 676), (1010, 690), (704, 716)], (196, 202, 204))  # the knife
    board.polygon ([(700, 700), (1000, 668), (1014, 672), (704, 708)], (232, 236, 236))
    board.polygon (smooth ([(560, 712), (640, 702), (704, 698), (706, 718), (640, 726), (566, 732)]), (70, 42, 30))
    for x, r, tone in ((1090, 58, (168, 92, 52)), (150, 40, (176, 104, 62))):
        y = 712 - r * .75
        board.ellipse (x, y + r * .86, r, r * .2, (50, 30, 22), 0.4)
        board.polygon (smooth ([(x, y - r * 1.25), (x + r * .3, y - r * .8), (x + r, y), (x + r * .7, y + r * .7), (x, y + r * .9), (x - r * .7, y + r * .7),
                                (x - r, y), (x - r * .3, y - r * .8)]), tone)
        for k in range (-3, 4):
            board.path ([(x + k * r * .07, y - r * .95), (x + k * r * .29, y), (x + k * r * .1, y + r * .86)], 1.6, mix (tone, (90, 40, 24), .6))
        board.ellipse (x - r * .4, y - r * .1, r * .16, r * .4, (240, 196, 150), 0.5)
    board.grain (4, 2.8)
    return board.ppm ()


def puits ():
    noise, rng = Noise (63), random.Random (63)
    scale = [(0, (128, 160, 172)), (.5, (214, 204, 172)), (1, (248, 222, 168))]
    board = Canvas (1200, 750, lambda x, y: mix (lerp (scale, y / 300), (255, 244, 214), 0.8 * math.exp (-((x - 250) ** 2 + (y - 130) ** 2) / 16000)))
    board.disc (250, 130, 40, (255, 250, 230))
    for level, swing, tone in ((262, 40, (190, 178, 160)), (290, 34, (164, 144, 116)), (316, 22, (142, 112, 76))):
        board.polygon ([(0, 380)] + [(x, level + swing * noise.cloud (x / 260 + level, level, 4)) for x in range (0, 1201, 6)] + [(1200, 380)],
                       lambda x, y, t=tone: mix (t, (236, 214, 172), 0.35 * max (0, noise.cloud (x / 60, y / 10, 3)) + (380 - y) * -0.001))

    def field (x, y):
        deep = (y - 330) / 420
        furrow = math.sin ((x - 700) / (0.06 + deep) / 34 + 0.6 * noise.cloud (x / 300, y / 60, 2))
        color = mix ((214, 176, 112), (168, 116, 62), deep)
        color = mix (color, (96, 62, 36), 0.42 * max (0, furrow) * min (1, deep * 3))
        return mix (color, (240, 212, 150), 0.4 * max (0, noise.cloud (x / (20 + 90 * deep), y / (4 + 18 * deep), 4)))

    board.polygon ([(0, 336), (1200, 326), (1200, 750), (0, 750)], field)
    for x, foot, tall in ((900, 352, 120), (938, 352, 150), (972, 356, 132), (1010, 354, 108), (1130, 356, 60), (70, 346, 70), (96, 348, 50)):
        board.polygon (smooth ([(x, foot - tall), (x + tall * .1, foot - tall * .5), (x + tall * .09, foot - 4), (x, foot), (x - tall * .09, foot - 4),
                                (x - tall * .1, foot - tall * .5)]), lambda u, v: mix ((44, 58, 44), (84, 92, 58), 0.5 + noise.cloud (u / 5, v / 12, 2)))
    board.polygon ([(1010, 352), (1010, 300), (1046, 272), (1110, 272), (1110, 352)], (214, 186, 150))
    board.polygon ([(1000, 304), (1046, 264), (1120, 264), (1096, 304)], (166, 92, 62))
    board.polygon ([(1058, 316), (1076, 316), (1076, 352), (1058, 352)], (84, 58, 44))
    board.polygon (smooth ([(430, 640), (560, 600), (900, 650), (760, 690), (500, 684)]), (82, 50, 30), 0.5)  # shade of the well
    stone = lambda x, y: mix ((206, 190, 164), (120, 100, 82), (x - 300) / 330 + 0.4 * noise.cloud (x / 14, y / 9, 3))
    board.polygon ([(312, 520), (588, 520), (580, 648), (520, 668), (380, 668), (320, 648)], stone)
    for row in range (5):
        for col in range (8):
            x, y = 318 + col * 36 + (row % 2) * 17, 534 + row * 27
            if x < 572:
                board.path ([(x, y + 24), (x + 32, y + 24), (x + 32, y + 2)], 2.2, (88, 70, 56), 0.55)
    board.ellipse (450, 520, 140, 34, (222, 208, 182))
    board.ellipse (450, 522, 108, 23, (28, 22, 22))
    for x in (336, 564):
        board.line (x, 522, x + (450 - x) * .12, 330, 13, (74, 50, 36))
    board.line (338, 356, 562, 356, 12, (92, 64, 46))
    board.polygon ([(306, 352), (450, 266), (594, 352), (570, 354), (450, 288), (330, 354)], (120, 66, 46))
    board.disc (450, 366, 17, (58, 48, 44))
    board.line (464, 366, 464, 470, 3, (210, 190, 150))
    board.polygon ([(440, 468), (488, 468), (480, 512), (448, 512)], (112, 84, 60))
    board.line (438, 478, 490, 478, 3, (60, 52, 48))
    for _ in range (900):
        x, y = rng.uniform (0, 1200), 690 + 60 * rng.random () ** 0.6
        tall = rng.uniform (10, 46)
        board.line (x, y + 20, x + rng.uniform (-9, 9), y - tall, 1.6, mix ((150, 112, 58), (232, 200, 132), rng.random ()), 0.85)
    board.grain (6, 3.2)
    return board.ppm ()


def horn_wall (noise):
    """A dark room; sound goes through it in rings from the mouth of the horn."""
    def wall (x, y):
        tone = mix ((30, 58, 66), (16, 30, 40), y / 640 + 0.25 * noise.cloud (x / 300, y / 300, 3))
        away = math.hypot (x - 560, (y - 250) * 1.08)
        ring = max (0, math.cos (away / 15)) ** 8 * math.exp (-((away - 330) / 230) ** 2) * max (0, min (1, (x - 620) / 200))
        glow = math.exp (-(away / 330) ** 2)
        return mix (mix (tone, (96, 124, 118), 0.55 * glow), (222, 178, 104), 0.6 * ring)
    return wall


def bell (board):
    """Ellipses from the throat to the mouth, each lit from the upper left; then the hollow."""
    steps = 90
    for k in range (steps):
        t = k / (steps - 1)
        cx, cy = 250 + 300 * t + 34 * math.sin (3.1 * t), 420 - 190 * t ** 0.8
        r = 12 + 26 * t + 158 * t ** 3.2

        def brass (x, y, cx=cx, cy=cy, r=r, t=t):
            side = ((x - cx) * 0.3 + (y - cy)) / r
            flute = 0.5 + 0.5 * math.cos (11 * math.atan2 (y - cy, (x - cx) * 1.8 + 0.001))
            light = math.exp (-((side + 0.45) / 0.34) ** 2) + 0.35 * math.exp (-((side - 0.7) / 0.16) ** 2)
            return mix (mix ((92, 54, 30), (186, 118, 58), 0.5 - 0.4 * side + 0.16 * flute), (255, 226, 164), 0.75 * light)
        board.ellipse (cx, cy, r * (0.62 + 0.1 * t), r, brass)
    cx, cy, r = 552, 229, 194

    def hollow (x, y):
        away = math.hypot ((x - cx - 14) / (r * 0.66), (y - cy) / (r * 0.93))
        flute = 0.5 + 0.5 * math.cos (11 * math.atan2 (y - cy, (x - cx) * 1.4))
        lit = max (0, ((x - cx) * 0.5 + (y - cy)) / r)
        return mix (mix ((26, 14, 10), (150, 84, 40), away ** 1.7 + 0.1 * flute * away), (250, 206, 132), 0.5 * lit * away ** 2)
    board.ellipse (cx, cy, r * 0.735, r * 1.01, (250, 220, 160))
    board.ellipse (cx + 3, cy, r * 0.70, r * 0.97, hollow)


def pavillon ():
    noise = Noise (1958)
    board = Canvas (1200, 620, horn_wall (noise))
    board.polygon ([(0, 520), (1200, 520), (1200, 620), (0, 620)], lambda x, y: mix ((88, 52, 36), (46, 26, 20), (y - 520) / 100 + 0.4 * noise.cloud (x / 240, y / 5, 3)))
    board.ellipse (330, 546, 250, 18, (14, 8, 8), 0.5)
    wood = lambda x, y: mix ((142, 86, 50), (86, 46, 28), (y - 430) / 120 + 0.35 * noise.cloud (x / 200, y / 7, 3))
    board.polygon ([(120, 440), (470, 440), (486, 546), (104, 546)], wood)
    board.polygon ([(104, 528), (486, 528), (494, 550), (96, 550)], (66, 34, 22))
    board.polygon ([(112, 428), (478, 428), (470, 446), (120, 446)], (176, 112, 66))
    for k in range (5):
        board.line (190 + 52 * k, 470, 190 + 52 * k, 512, 7, (70, 36, 24), 0.8)
    board.ellipse (300, 424, 158, 17, (20, 18, 20))
    for r in (140, 122, 104, 86):
        board.ellipse (300, 422, r, r * 0.10, (58, 54, 56), 0.55)
        board.ellipse (300, 423, r - 5, r * 0.10 - 1, (22, 20, 22))
    board.ellipse (300, 421, 44, 5.4, (176, 62, 46))
    board.disc (300, 420, 4, (230, 210, 170))
    board.path ([(470, 470), (520, 478), (524, 448), (560, 448)], 7, (60, 48, 44))
    board.path ([(392, 416), (372, 400), (330, 402), (288, 396), (262, 410)], 11, (206, 170, 110))
    board.disc (394, 410, 12, (120, 92, 60))
    bell (board)
    board.grain (9, 2.6)
    return board.ppm ()


def land (noise, x, y):
    """Height of the invented country at a point of the unit square: under 0 is sea (west and south)."""
    coast = x - 0.24 - 0.1 * math.sin (y * 5 + .6) + (0.86 - y) * 0.15 - 0.3 * max (0, y - .78)
    return min (coast * 1.6, 0.22) + 0.34 * noise.cloud (x * 3.4, y * 3.4, 5) * max (0.25, min (1, coast * 3 + .3)) + 0.32 * max (0, x - .55) * (1 - y)


def spline (points, steps):
    """An open curve through @points."""
    long = [points[0]] + points + [points[-1]]
    return smooth (long, steps)[steps:-2 * steps] + [points[-1]]


def carte ():
    width, height, noise = 1000, 1100, Noise (2024)
    relief = [[land (noise, x / width, y / height) for x in range (width + 1)] for y in range (height + 1)]
    paper, water = (244, 239, 226), (198, 214, 220)

    def ground (x, y):
        h, right, low = relief[y][x], relief[y][x + 1], relief[y + 1][x]
        slope = math.hypot (right - h, low - h) or 1e-6
        if abs (h) < slope * 1.6:
            return (36, 66, 92)
        if h < 0:
            ring = abs ((h * 26) % 1 - 0.5) / (26 * slope)
            return mix (water, (120, 156, 174), 0.55 * max (0, 1 - ring) if h > -.2 else 0)
        tint = mix (paper, (222, 206, 172), h * 1.5)
        shade = max (-.5, min (.5, (right - h + low - h) * 34))
        tint = mix (tint, (120, 104, 80), .5 * shade) if shade > 0 else mix (tint, (255, 253, 246), -.8 * shade)
        step = abs ((h * 18) % 1 - 0.5) / (18 * slope)
        return mix (tint, (170, 134, 92), 0.55 * max (0, 1.0 - step))

    board = Canvas (width, height, ground)
    river = [(985, 150), (930, 180), (850, 236), (800, 330), (720, 380), (690, 470), (610, 520), (560, 610), (470, 640), (400, 700), (300, 716), (206, 712), (168, 706)]
    flow = spline (river, 10)
    for k in range (len (flow) - 1):
        board.path (flow[k:k + 2], 3.2 + k * 0.06, (92, 140, 166))
    track = [(262, 748), (352, 676), (450, 604), (546, 540), (600, 440), (706, 396), (742, 300), (836, 214), (900, 96)]
    curve = spline (track, 14)
    old = [(706, 396), (800, 470), (850, 590), (930, 690)]
    branch = spline (old, 9)
    board.path (branch, 4, (110, 104, 100))
    for (x0, y0), (x1, y1) in zip (branch, branch[1:]):
        u, v = (x1 - x0) * 0.3, (y1 - y0) * 0.3
        board.line (x0 - v, y0 + u, x0 + v, y0 - u, 3, (110, 104, 100))
    board.path (curve, 15, (250, 247, 240))
    board.path (curve, 9, (18, 58, 92))
    for k in range (0, len (curve) - 3, 6):
        board.path (curve[k:k + 4], 3, (250, 247, 240))
    for k, (x, y) in enumerate (track):
        r = 20 if k in (0, 5, len (track) - 1) else 12
        board.disc (x, y, r + 4, (250, 247, 240))
        board.disc (x, y, r, (18, 58, 92))
        board.disc (x, y, r * .52, (250, 247, 240))
    for x, y, s in ((150, 930, 1.0),):  # a compass
        for k in range (8):
            t, r = math.pi * k / 4 - math.pi / 2, (84 if k % 2 == 0 else 44) * s
            for side, tone in ((.3, (36, 66, 92)), (-.3, (250, 247, 240))):
                board.polygon ([(x, y), (x + r * math.cos (t), y + r * math.sin (t)), (x + 20 * s * math.cos (t + side * 2), y + 20 * s * math.sin (t + side * 2))], tone)
        board.path ([(x + 58 * math.cos (k / 10), y + 58 * math.sin (k / 10)) for k in range (64)], 1.6, (36, 66, 92))
    for k in range (6):
        board.polygon ([(640 + 50 * k, 1034), (690 + 50 * k, 1034), (690 + 50 * k, 1046), (640 + 50 * k, 1046)], (36, 66, 92) if k % 2 else (250, 247, 240))
    frame = [(14, 14), (985, 14), (985, 1085), (14, 1085), (14, 14)]
    board.path (frame, 3, (36, 66, 92))
    board.path ([(24, 24), (975, 24), (975, 1075), (24, 1075), (24, 24)], 1.4, (36, 66, 92))
    return board.ppm ()


def sun (board, x, y, r):
    for k in range (12):
        t = math.pi * k / 6
        board.line (x + r * 1.3 * math.cos (t), y + r * 1.3 * math.sin (t), x + r * 1.75 * math.cos (t), y + r * 1.75 * math.sin (t), r * .16, (214, 140, 34))
    board.disc (x, y, r, (240, 178, 60))


def cloud (board, x, y, r, tone=(250, 250, 250), rain=0):
    for dx, dy, s, shade in ((0, 0, 1, .16), (0, 0, .9, 0)):
        color = mix (tone, (40, 70, 100), shade * 4)
        for u, v, q in ((-1, .2, .62), (-.3, -.3, .84), (.55, -.05, .74), (1.1, .3, .5)):
            board.disc (x + r * u, y + r * v, r * q * (1.08 if shade else 1), color)
        board.polygon ([(x - r, y + .1 * r), (x + 1.1 * r, y + .1 * r), (x + 1.1 * r, y + .8 * r), (x - r, y + .82 * r)], color)
    for k in range (rain):
        u = x - r * .9 + k * r * 1.9 / max (1, rain - 1)
        board.line (u, y + r * 1.1, u - r * .22, y + r * (1.62 if k % 2 else 1.46), r * .11, (40, 104, 156))


def meteo ():
    width, height, noise = 900, 900, Noise (2024)
    relief = [[land (noise, x / width, y / height) for x in range (width + 1)] for y in range (height + 1)]
    pressure = lambda x, y: 7.5 * math.exp (-((x - 60) ** 2 + (y - 120) ** 2) / 130000) * -1 + 6 * math.exp (-((x - 860) ** 2 + (y - 860) ** 2) / 200000)
    field = [[pressure (x, y) for x in range (width + 1)] for y in range (height + 1)]

    def ground (x, y):
        h = relief[y][x]
        slope = math.hypot (relief[y][x + 1] - h, relief[y + 1][x] - h) or 1e-6
        color = (196, 214, 224) if h < 0 else mix ((222, 226, 198), (190, 186, 146), h * 1.7)
        if abs (h) < slope * 1.4:
            color = (92, 120, 132)
        p = field[y][x]
        steep = math.hypot (field[y][x + 1] - p, field[y + 1][x] - p) or 1e-6
        ring = abs (p % 1 - 0.5) / steep
        return mix (color, (36, 66, 92), .7 * max (0, min (1, 1.6 - ring)))

    board = Canvas (width, height, ground)
    cold = [(40, 470), (130, 452), (220, 404), (292, 330), (336, 240), (352, 140), (340, 40)]
    board.path (cold, 7, (24, 84, 140))
    for (x0, y0), (x1, y1) in zip (cold, cold[1:]):
        mx, my, long = (x0 + x1) / 2, (y0 + y1) / 2, math.hypot (x1 - x0, y1 - y0)
        ux, uy = (x1 - x0) / long, (y1 - y0) / long
        board.polygon ([(mx - 17 * ux, my - 17 * uy), (mx + 17 * ux, my + 17 * uy), (mx - 28 * uy, my + 28 * ux)], (24, 84, 140))
    warm = [(352, 240), (450, 262), (556, 250), (660, 206)]
    board.path (warm, 7, (190, 58, 44))
    for (x0, y0), (x1, y1) in zip (warm, warm[1:]):
        turn = math.degrees (math.atan2 (y1 - y0, x1 - x0))
        board.ellipse ((x0 + x1) / 2, (y0 + y1) / 2, 20, 20, (190, 58, 44), 1, turn + 180, turn + 360)
    cloud (board, 470, 140, 40, (214, 220, 226), 5)
    cloud (board, 210, 560, 36, (226, 230, 234), 4)
    sun (board, 452, 420, 27)
    cloud (board, 486, 446, 32)
    sun (board, 690, 640, 36)
    sun (board, 716, 380, 27)
    cloud (board, 752, 404, 31)
    sun (board, 470, 760, 33)
    for x, y, turn in ((110, 700, -.5), (150, 760, -.5), (600, 520, -.2)):  # wind
        u, v = 56 * math.cos (turn), 56 * math.sin (turn)
        board.line (x, y, x + u, y + v, 5, (36, 66, 92))
        board.polygon ([(x + u * 1.4, y + v * 1.4), (x + u - v * .22, y + v + u * .22), (x + u + v * .22, y + v - u * .22)], (36, 66, 92))
    board.path ([(8, 8), (891, 8), (891, 891), (8, 891), (8, 8)], 3, (36, 66, 92))
    return board.ppm ()
