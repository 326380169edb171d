/* Nearest colours and contrast. */
#include "ui/theme_color.h"

#include <math.h>

static int red_of(int rgb)
{
    return rgb >> 16 & 255;
}

static int green_of(int rgb)
{
    return rgb >> 8 & 255;
}

static int blue_of(int rgb)
{
    return rgb & 255;
}

int theme_palette_rgb(int index)
{
    static const int base[16] = {0x000000, 0xaa0000, 0x00aa00, 0xe5e510, 0x0000aa, 0xaa00aa,
                                 0x00cdcd, 0xffffff, 0x555555, 0xff5555, 0x55ff55, 0xffff55,
                                 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff};
    static const int steps[6] = {0, 95, 135, 175, 215, 255}; /* of xterm's cube */
    if (index < 16)
        return base[index];
    if (index >= 232)
        return (8 + 10 * (index - 232)) * 0x010101;
    int cube = index - 16;
    return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6];
}

/* Distance with weights for how an eye sees the three parts. */
static long distance(int a, int b)
{
    long red = red_of(a) - red_of(b);
    long green = green_of(a) - green_of(b);
    long blue = blue_of(a) - blue_of(b);
    return 3 * red * red + 6 * green * green + blue * blue;
}

static int nearest(int rgb, int from, int to)
{
    int best = from;
    for (int i = from; i < to; i++)
        if (distance(rgb, theme_palette_rgb(i)) < distance(rgb, theme_palette_rgb(best)))
            best = i;
    return best;
}

static int rgb_number(int rgb)
{
    return rgb < 8 ? 0 : rgb; /* below 8 the terminal would take the palette's */
}

int theme_color_number(const struct theme_color *color, struct color_depth depth)
{
    if (color->index < 0 && color->rgb < 0)
        return -1;
    int most = depth.colors < 16 ? 8 : depth.colors < 256 ? 16 : 256;
    if (depth.has_rgb) {
        if (color->rgb >= 0)
            return rgb_number(color->rgb);
        return color->index < 8 ? color->index : rgb_number(theme_palette_rgb(color->index));
    }
    if (color->rgb >= 0 && most == 256)
        return nearest(color->rgb, 16, 256); /* the first 16 are the user's own */
    if (color->index < 0)
        return nearest(color->rgb, 0, most);
    if (color->index < most)
        return color->index;
    return color->index < 16 ? color->index - 8 : nearest(theme_palette_rgb(color->index), 0, most);
}

void theme_role_numbers(const struct theme_role *role, struct color_depth depth,
                        int *ret_foreground, int *ret_background)
{
    enum { BLACK = 0, WHITE = 7 };
    *ret_foreground = theme_color_number(&role->foreground, depth);
    *ret_background = theme_color_number(&role->background, depth);
    if (*ret_background < 0 || *ret_foreground != *ret_background)
        return;
    int rgb = depth.has_rgb && *ret_background >= 8 ? *ret_background
                                                    : theme_palette_rgb(*ret_background & 255);
    *ret_foreground =
        theme_contrast(rgb, 0x000000) >= theme_contrast(rgb, 0xffffff) ? BLACK : WHITE;
}

/* Relative luminance (WCAG 2.1). */
static double luminance(int rgb)
{
    const int parts[3] = {red_of(rgb), green_of(rgb), blue_of(rgb)};
    static const double weights[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double c = parts[i] / 255.0;
        sum += weights[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double theme_contrast(int rgb, int other_rgb)
{
    double a = luminance(rgb);
    double b = luminance(other_rgb);
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}
