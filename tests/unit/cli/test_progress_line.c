/* The line on the terminal while a list is sent. */
#include "src/cli/batch_progress_line.h"

#include <criterion/criterion.h>

Test(progress_line, counts_rate_and_time_left)
{
    char text[200];
    struct batch_progress progress = {.to_send = 1000};
    progress_line_text(&progress, 500, 500, text, sizeof text);
    cr_assert_str_eq(text, "[--------------------] 0/1000 0 %");
    progress.accepted = 240;
    progress.rejected = 7;
    progress.unknown = 1;
    progress.not_sent = 1;
    progress.duplicate = 1;
    progress_line_text(&progress, 12500, 12500, text, sizeof text);
    cr_assert_str_eq(text, "[#####---------------] 250/1000 25 %  20.0/s, 37 s left  7 rejected  "
                           "1 unknown  1 not sent  1 sent before");
    progress.waits_until = 15000;
    progress.rejected = progress.unknown = progress.not_sent = progress.duplicate = 0;
    progress.accepted = 1000;
    progress_line_text(&progress, 12500, 12500, text, sizeof text);
    cr_assert_str_eq(text, "[####################] 1000/1000 100 %  80.0/s  "
                           "3 s to wait (asked by the server)");
}

Test(progress_line, says_long_times_in_long_units)
{
    char text[200];
    struct batch_progress progress = {.to_send = 100000, .accepted = 100};
    progress_line_text(&progress, 5000, 5000, text, sizeof text);
    cr_assert_str_eq(text, "[--------------------] 100/100000 0 %  20.0/s, 83 min left");
    progress.to_send = 1000000;
    progress_line_text(&progress, 5000, 5000, text, sizeof text);
    cr_assert_str_eq(text, "[--------------------] 100/1000000 0 %  20.0/s, 13 h left");
    progress = (struct batch_progress){0}; /* nothing is left to do */
    progress_line_text(&progress, 5000, 5000, text, sizeof text);
    cr_assert_str_eq(text, "[--------------------] 0/0 0 %");
}
