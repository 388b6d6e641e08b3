#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the pictures of samples/quotidien, samples/chapitres and samples/roman again. Needs ImageMagick; the pictures are committed, so nobody has to.
set -eu
cd "$(dirname "$0")"
out=../quotidien/images

for name in ${*:-grue regate pain puits pavillon carte meteo portrait relectrice pendule marque}; do
  case $name in
    grue | regate | pain | puits | pavillon)
      python3 draw.py "$name" | convert ppm:- -strip -sampling-factor 4:2:0 -define jpeg:extent=148kb "$out/$name.jpg" ;;
    carte | meteo)
      python3 draw.py "$name" | convert ppm:- -strip +dither -colors 64 "png8:$out/$name.png" ;;
    portrait | relectrice)  # the ink is the transparency: nothing is white
      python3 draw.py "$name" | convert pgm:- -negate -resize 640x +dither -posterize 12 -strip -background '#161618' -alpha shape "$out/$name.png" ;;
    pendule)
      python3 draw.py pendule | convert pgm:- -strip +dither -colors 16 png8:../chapitres/pendule.png ;;
    marque)
      python3 draw.py marque | convert pgm:- -strip -dither None -colors 16 png8:../roman/marque.png ;;
  esac
done
