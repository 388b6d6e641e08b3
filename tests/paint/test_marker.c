/* SPDX-License-Identifier: Apache-2.0 */
/* Markers survive cairo's six digits, and no colour of a style sheet is one. */
#include "paint.h"

#include <math.h>

/* As cairo prints a channel: six significant digits. */
static double
printed (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (text, sizeof text, "%.6g", value);
  return g_ascii_strtod (text, NULL);
}

static gboolean
travels (MbMarker marker)
{
  double rgb[3];
  MbMarker back;
  mb_marker_encode (marker, rgb);
  for (int i = 0; i < 3; i++)
    rgb[i] = printed (rgb[i]);
  return mb_marker_decode (rgb, &back) && back.palette == marker.palette &&
         back.item == marker.item;
}

static void
test_round_trip (void)
{
  for (guint palette = 0; palette < 128; palette++)
    for (guint item = 0; item < 1 << 20; item += palette % 32 == 0 ? 7 : 1021)
      g_assert_true (travels ((MbMarker){ palette, item }));
  for (guint item = 0; item < 1 << 20; item++)
    g_assert_true (travels ((MbMarker){ 1, item }));
}

/* Red alone decides: no red of 8 or 16 bits comes near one of a marker. */
static void
test_ordinary_colours (void)
{
  MbMarker marker;
  double known[3];
  mb_marker_encode ((MbMarker){ 0, 0 }, known);
  for (guint palette = 0; palette < 128; palette++)
    for (guint value = 0; value < 65536; value++) {
      double red;
      if (palette == 0) {
        double rgb[3] = { printed (value / 65535.0), known[1], known[2] };
        g_assert_false (mb_marker_decode (rgb, &marker));
      }
      red = (0xA01 | palette << 1) / 4096.0;
      if (fabs (red - value / 65535.0) < 0.000001)
        g_assert_not_reached ();
    }
  for (guint value = 0; value < 256; value++) {
    double rgb[3] = { printed (value / 255.0), known[1], known[2] };
    g_assert_false (mb_marker_decode (rgb, &marker));
  }
}

static void
test_damage (void)
{
  MbMarker marker;
  double rgb[3];
  guint accepted = 0;
  for (guint bit = 0; bit < 36; bit++) {
    mb_marker_encode ((MbMarker){ 5, 12345 }, rgb);
    guint step = (guint) lround (rgb[bit / 12] * 4096) ^ 1u << bit % 12;
    rgb[bit / 12] = step / 4096.0;
    accepted += mb_marker_decode (rgb, &marker);
  }
  g_assert_cmpuint (accepted, ==, 0); /* one wrong bit is always seen */
  double wrong[3] = { NAN, 0, 0 };
  g_assert_false (mb_marker_decode (wrong, &marker));
  wrong[0] = -1;
  g_assert_false (mb_marker_decode (wrong, &marker));
  wrong[0] = 1e30;
  g_assert_false (mb_marker_decode (wrong, &marker));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/marker/round-trip", test_round_trip);
  g_test_add_func ("/paint/marker/ordinary", test_ordinary_colours);
  g_test_add_func ("/paint/marker/damage", test_damage);
  return g_test_run ();
}
