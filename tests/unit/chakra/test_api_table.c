/* The table of the API's page: looking requests up in it, and docs/API.md against it. */
#include "src/chakra/api_table.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"
#include "src/chakra/route.h"

static void read_document(struct strbuf *text)
{
    strbuf_init(text, 1 << 20);
    cr_assert_eq(paths_read_file(TEST_SOURCE_DIR "/docs/API.md", text, NULL), ERR_OK);
}

Test(api_table, the_document_says_the_same)
{
    struct strbuf text, line;
    size_t count = 0, rows = 0;
    const struct api_entry *entries = api_entries(&count);
    read_document(&text);
    strbuf_init(&line, 4096);
    for (size_t i = 0; i < count; i++) {
        const struct api_entry *entry = &entries[i];
        bool is_guide = entry->effect == API_GUIDE;
        const char *tick = entry->path != NULL ? "`" : "";
        const char *path = entry->path != NULL ? entry->path
                           : is_guide          ? "a guide, no request"
                                               : "path not known, see the page";
        const char *command = entry->command != NULL ? entry->command : (is_guide ? "" : "api");
        const char *mark = command[0] != '\0' ? "`" : "";
        strbuf_clear(&line);
        strbuf_addf(&line, "\n| %s | %s | %s%s%s | %s | %s | %s%s%s | ", entry->title,
                    entry->method, tick, path, tick, entry->page != NULL ? entry->page : "",
                    api_effect_word(entry->effect), mark, command, mark);
        cr_expect_not_null(strstr(text.text, line.text), "not in docs/API.md:%s", line.text);
    }
    for (const char *at = text.text; (at = strstr(at, " | test |\n")) != NULL; at++) {
        const char *row = strstr(at, "---|\n") + 4;
        for (; row[1] == '|'; row = strchr(row + 1, '\n'))
            rows++;
    }
    cr_expect_eq(rows, count, "%zu rows in docs/API.md, %zu in the table", rows, count);
    strbuf_release(&line);
    strbuf_release(&text);
}

Test(api_table, every_test_that_the_document_names_is_there)
{
    struct strbuf text;
    size_t count = 0;
    read_document(&text);
    for (const char *at = text.text; (at = strstr(at, "tests/")) != NULL;) {
        char path[512];
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789_/.-");
        snprintf(path, sizeof path, TEST_SOURCE_DIR "/%.*s", (int)length, at);
        cr_expect_eq(access(path, F_OK), 0, "%s", path);
        at += length;
        count++;
    }
    cr_expect_gt(count, 40);
    strbuf_release(&text);
}

Test(api_table, entries_are_whole)
{
    size_t count = 0;
    const struct api_entry *entries = api_entries(&count);
    for (size_t i = 0; i < count; i++) {
        const struct api_entry *entry = &entries[i];
        cr_expect(entry->title[0] != '\0' && entry->folder[0] != '\0');
        cr_expect(entry->path == NULL || entry->method[0] != '\0', "%s", entry->title);
        cr_expect(entry->path == NULL || entry->path[0] == '/', "%s", entry->title);
        cr_expect(entry->effect != API_UNKNOWN, "%s", entry->title);
        cr_expect(entry->path != NULL || entry->example == NULL, "%s", entry->title);
    }
}

static const struct {
    const char *method, *path, *title;
} found[] = {
    {"POST", "/v1/ext/plugin/whatsapp/p/phoneNumber/1555/send-template-message",
     "Send Whatsapp Template Message For A Phone Number"},
    {"POST", "/v1/ext/plugin/whatsapp/p/process/lead/1/send-template-message",
     "Send Whatsapp Template Message For Process"},
    {"post", "/v1/EXT/chat", "List chats"},
    {"POST", "/v1/ext/procedure/lead/process/list", "List Processes"},
    {"POST", "/v1/ext/procedure/lead/process/bulk-create", "Bulk Create Process API"},
    {"PUT", "/v1/ext/procedure/lead/process/x", "Update Process"},
    {"PUT", "/v1/ext/procedure/lead/process/lead_id/x", "Update Process By Primary Key"},
    {"GET", "/v1/ext/procedure/lead/process/list", "Fetch Process By Id"},
    {"GET", "/v1/ext/chat", NULL},
    {"POST", "/v1/ext/chat/", NULL},
    {"POST", "/v1/ext/chat//message", NULL},
    {"POST", "/v1/ext/chats", NULL},
};

Test(api_table, a_request_is_looked_up)
{
    for (size_t i = 0; i < COUNT_OF(found); i++) {
        const struct api_entry *entry = api_find(found[i].method, found[i].path);
        cr_expect((entry != NULL) == (found[i].title != NULL), "%s", found[i].path);
        if (entry != NULL && found[i].title != NULL)
            cr_expect_str_eq(entry->title, found[i].title);
    }
}

static const struct {
    const char *method, *path;
    enum api_effect effect;
} effects[] = {
    {"GET", "/anything", API_READS},
    {"POST", "/v1/ext/chat", API_READS},
    {"POST", "/v1/ext/chat/1/message", API_READS},
    {"POST", "/v1/ext/procedure/lead/process", API_CHANGES},
    {"DELETE", "/v1/ext/procedure/lead/process/1", API_HARMS},
    {"POST", "/v1/ext/plugin/whatsapp/p/update-config", API_HARMS},
    {"POST", "/v1/ext/plugin/whatsapp/p/api/v24.0/1/messages", API_SENDS},
    {"POST", "/v1/ext/plugin/whatsapp/p/api/v24.0/1/MESSAGES", API_SENDS},
    {"POST", "/v9/ext/other/messages", API_SENDS},
    {"POST", "/v1/ext/plugin/whatsapp/p/api/v24.0/1/marketing_messages", API_SENDS},
    {"POST", "/v1/ext/plugin/whatsapp/p/process/phoneNumber/1/send-template-message", API_SENDS},
    {"PUT", "/v1/ext/chat", API_UNKNOWN},
    {"POST", "/v1/ext/unknown", API_UNKNOWN},
};

Test(api_table, what_a_request_may_do)
{
    for (size_t i = 0; i < COUNT_OF(effects); i++)
        cr_expect_eq(api_effect_of(effects[i].method, effects[i].path), effects[i].effect, "%s %s",
                     effects[i].method, effects[i].path);
}

/* Our own routes stand in the table too, and are reads there if they are reads here. */
Test(api_table, our_routes_are_entries)
{
    static const struct route_parameter path[] = {
        {"pluginId", "p"},
        {"version", "v24.0"},
        {"phoneNumberId", "1"},
        {"phone", "1555"},
        {"procedureShortId", "lead"},
        {"primaryKeyOrId", "1"},
        {"processId", "1"},
        {"mediaId", "1"},
        {"wabaId", "1"},
        {"templateId", "1"},
        {"chatId", "1"},
        {NULL, NULL},
    };
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        CLEANUP(mem_freep) char *url = NULL;
        enum route route = (enum route)i;
        cr_assert_eq(route_url("http://127.0.0.1", route, path, NULL, &url, NULL), ERR_OK);
        const char *place = url + strlen("http://127.0.0.1");
        enum api_effect effect = api_effect_of(route_method(route), place);
        cr_expect(route == ROUTE_FETCH_MEDIA_OLDER || api_find(route_method(route), place) != NULL,
                  "%s", place);
        cr_expect_eq(effect == API_READS, route_is_read(route), "%s", place);
    }
}
