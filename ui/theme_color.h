/*
 * From the colours of a theme to those that a terminal has. The palette's first 16
 * colours are the user's: their RGB values are only guessed, for comparing. Pure.
 */
#ifndef CHAKRA_UI_THEME_COLOR_H
#define CHAKRA_UI_THEME_COLOR_H

#include "ui/theme.h"

/* What a terminal can show. */
struct color_depth {
    int colors;   /* 0, 8, 16, 256, more */
    bool has_rgb; /* colours are given as RGB; numbers below 8 are still the palette's */
};

/* The number for the terminal library: of the palette, or 0xRRGGBB where depth.has_rgb; -1: the
 * terminal's own. */
int theme_color_number(const struct theme_color *color, struct color_depth depth);
/* Numbers of a role's pair; where both would be the same one, the text becomes black or white. */
void theme_role_numbers(const struct theme_role *role, struct color_depth depth,
                        int *ret_foreground, int *ret_background);

/* Usual RGB of a palette colour. */
int theme_palette_rgb(int index);
/* Contrast of two colours, 1 to 21 (WCAG 2.1, 1.4.3). */
double theme_contrast(int rgb, int other_rgb);

#endif
