/* The pace: where it comes from, what it may be, and that the sandbox has none unless asked. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "src/config/config.h"
#include "tests/unit/config/scratch.h"

#define INI "[profile acme]\nmode = live\n"

static struct profile_pace {
    enum err err;
    long rate, gap_ms;
} load(const char *ini, const struct config_flags *flags)
{
    struct scratch scratch;
    struct config config;
    struct error error = {0};
    const char *asked = getenv("RATE_OF_THE_TEST");
    scratch_begin(&scratch);
    if (asked != NULL)
        setenv("CHAKRA_TUI_RATE", asked, 1);
    scratch_write_ini(&scratch, ini, strlen(ini));
    struct profile_pace pace = {.err = config_load(flags, &config, &error)};
    if (pace.err == ERR_OK) {
        pace.rate = config.profiles[config.current].rate;
        pace.gap_ms = config.profiles[config.current].pair_gap_ms;
    } else {
        cr_expect(error.next[0] != '\0');
    }
    config_release(&config);
    scratch_end(&scratch);
    return pace;
}

static void expect_pace(struct profile_pace pace, long rate, long gap_ms)
{
    cr_assert_eq(pace.err, ERR_OK);
    cr_expect_eq(pace.rate, rate, "%ld", pace.rate);
    cr_expect_eq(pace.gap_ms, gap_ms, "%ld", pace.gap_ms);
}

Test(rate, a_profile_is_paced)
{
    expect_pace(load(INI, &(struct config_flags){0}), 20, 6000);
    expect_pace(load(INI "rate = 80\n", &(struct config_flags){0}), 80, 6000);
    expect_pace(load(INI "rate = 80\n", &(struct config_flags){.rate = "3"}), 3, 6000);
    expect_pace(load("", &(struct config_flags){.base_url = "https://api.example.com"}), 20, 6000);
}

Test(rate, a_sandbox_is_not_unless_asked)
{
    expect_pace(load(INI, &(struct config_flags){.sandbox = true}), 0, 0);
    expect_pace(load(INI, &(struct config_flags){.base_url = "http://127.0.0.1:4711"}), 0, 0);
    expect_pace(load(INI, &(struct config_flags){.sandbox = true, .rate = "5"}), 5, 6000);
    setenv("RATE_OF_THE_TEST", "7", 1);
    expect_pace(load(INI, &(struct config_flags){.sandbox = true}), 7, 6000);
    expect_pace(load(INI "rate = 80\n", &(struct config_flags){0}), 7, 6000);
}

Test(rate, what_it_may_be)
{
    static const struct {
        const char *rate;
        bool ok;
    } rows[] = {{"1", true},   {"1000", true},  {"0", false},   {"1001", false}, {"", false},
                {"-1", false}, {"fast", false}, {"1.5", false}, {"20/s", false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct profile_pace pace = load(INI, &(struct config_flags){.rate = rows[i].rate});
        cr_expect_eq(pace.err, rows[i].ok ? ERR_OK : ERR_USAGE, "'%s'", rows[i].rate);
    }
}
