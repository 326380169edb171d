/* Which route a message goes: flag, environment, plugin, profile, default. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/config/config.h"
#include "tests/unit/config/scratch.h"

#define PROFILE "[profile acme]\nmode = live\n"
#define PLUGIN "[plugin chat]\nid = d83e1d23-50b8-4d87-8f92-842a0ac516f6\n"

static const struct {
    const char *ini, *flag, *variable;
    enum send_route route;
} rows[] = {
    {PROFILE PLUGIN, NULL, NULL, VIA_MESSAGES},
    {PROFILE "route = phone\n" PLUGIN, NULL, NULL, VIA_PHONE},
    {PROFILE "route = phone\n" PLUGIN "route = process\n", NULL, NULL, VIA_PROCESS},
    {PROFILE PLUGIN "route = phone\n", NULL, NULL, VIA_PHONE},
    {PROFILE "route = phone\n" PLUGIN "route = process\n", "messages", NULL, VIA_MESSAGES},
    {PROFILE "route = phone\n" PLUGIN "route = process\n", NULL, "messages", VIA_MESSAGES},
    {PROFILE "route = phone\n" PLUGIN, "process", "messages", VIA_PROCESS},
    {PROFILE "route = letter\n" PLUGIN, NULL, NULL, (enum send_route) - 1},
    {PROFILE PLUGIN "route = letter\n", NULL, NULL, (enum send_route) - 1},
    {PROFILE PLUGIN, "letter", NULL, (enum send_route) - 1},
};

Test(send_route, the_strongest_says)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct scratch scratch;
        struct config config;
        struct error error = {0};
        const struct config_flags flags = {.route = rows[i].flag};
        scratch_begin(&scratch);
        if (rows[i].variable != NULL)
            setenv("CHAKRA_TUI_ROUTE", rows[i].variable, 1);
        scratch_write_ini(&scratch, rows[i].ini, strlen(rows[i].ini));
        enum err err = config_load(&flags, &config, &error);
        enum err wrong = rows[i].flag != NULL ? ERR_USAGE : ERR_CONFIG;
        cr_expect_eq(err, (int)rows[i].route < 0 ? wrong : ERR_OK, "row %zu: %s", i, error.what);
        if (err == ERR_OK)
            cr_expect_eq(profile_send_route(&config.profiles[0], config.plugin_id), rows[i].route,
                         "row %zu", i);
        config_release(&config);
        scratch_end(&scratch);
        unsetenv("CHAKRA_TUI_ROUTE");
    }
}
