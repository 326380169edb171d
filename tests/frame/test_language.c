/* A screen in another language: hints, help and notices come from the catalogue. */
#include "tests/frame/stage.h"

#include "tests/support/catalogue.h"

#include <criterion/criterion.h>
#include <string.h>

/* In ascending order. */
static const struct translation rows[] = {
    {"%s does nothing here. %s shows the keys.", "%s tut hier nichts. %s zeigt die Tasten."},
    {"Check the message and open the review", "Nachricht prüfen und Übersicht öffnen"},
    {"dry run", "Probelauf"},
};

static bool shows(struct stage *stage, const char *text)
{
    struct strbuf screen;
    strbuf_init(&screen, 1 << 20);
    frame_draw(&stage->grid, &stage->app);
    grid_dump(&stage->grid, &screen);
    bool found = strstr(screen.text, text) != NULL;
    strbuf_release(&screen);
    return found;
}

Test(language, hints_help_and_notices_come_from_the_catalogue)
{
    struct stage stage;
    if (!catalogue_use(rows, sizeof rows / sizeof rows[0]))
        cr_skip_test("this C library has no gettext for C.UTF-8");
    stage_open(&stage, 24, 80, MODE_TEST);
    cr_expect(shows(&stage, "F6 Probelauf"));
    cr_expect(shows(&stage, "F5 send")); /* what has no translation stays */
    stage_keys(&stage, "<F12>");
    cr_expect(shows(&stage, "F12 tut hier nichts. F1 zeigt die Tasten."));
    stage_keys(&stage, "<F1>");
    cr_expect(shows(&stage, "Nachricht prüfen und Übersicht öffnen"));
    stage_close(&stage);
}
