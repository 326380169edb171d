/* Every success shape S1-S4 and error shape E1-E11 of the fact sheet, one row each. */
#include "src/chakra/reply.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/paths.h"

struct shape {
    const char *id;
    int http_status;
    const char *body;
    bool has_error;
    int code;
    const char *wamid;
    const char *message;
    const char *title;
    const char *details;
};

static const struct shape shapes[] = {
    {"S1", 200, "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}", false, 0, "wamid.A", NULL, NULL,
     NULL},
    {"S1 with empty _errors", 200,
     "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"},\"_meta\":null,\"_errors\":[]}", false, 0,
     "wamid.A", NULL, NULL, NULL},
    {"S2", 200,
     "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"1\",\"wa_id\":\"1\"}],"
     "\"messages\":[{\"id\":\"wamid.B\"}]}",
     false, 0, "wamid.B", NULL, NULL, NULL},
    {"S3", 200, "{\"data\":{\"messages\":[{\"id\":\"wamid.C\"}]}}", false, 0, "wamid.C", NULL, NULL,
     NULL},
    {"S4", 201, "{\"_data\":{\"id\":\"u-u-i-d\",\"externalId\":\"wamid.D\"}}", false, 0, "wamid.D",
     NULL, NULL, NULL},
    {"S2 in the envelope", 200, "{\"_data\":{\"messages\":[{\"id\":\"wamid.E\"}]}}", false, 0,
     "wamid.E", NULL, NULL, NULL},
    {"S1 before S4", 200,
     "{\"_data\":{\"externalId\":\"wamid.2\",\"whatsappMessageId\":\"wamid.1\"}}", false, 0,
     "wamid.1", NULL, NULL, NULL},
    {"S1 with a byte order mark", 200,
     "\xEF\xBB\xBF{\"_data\":{\"whatsappMessageId\":\"wamid.A\"}}", false, 0, "wamid.A", NULL, NULL,
     NULL},
    {"E1", 400, "{\"_data\":[],\"_errors\":[\"Something is wrong\"]}", true, 0, NULL,
     "Something is wrong", "Something is wrong", NULL},
    {"E1a", 400, "{\"_data\":[],\"_errors\":[\"(#131009) Parameter value is not valid\"]}", true,
     131009, NULL, "(#131009) Parameter value is not valid", "Parameter value is not valid", NULL},
    {"E1a with details", 400,
     "{\"_data\":[],\"_errors\":[\"(#132000) Number of parameters does not match the expected "
     "number of params: body: number of localizable_params (1) does not match the expected number "
     "of params (2)\"]}",
     true, 132000, NULL, NULL, NULL,
     "body: number of localizable_params (1) does not match the expected number of params (2)"},
    {"E1a with an unknown code", 400, "{\"_errors\":[\"(#987654) Strange: indeed\"]}", true, 987654,
     NULL, "(#987654) Strange: indeed", "Strange", "indeed"},
    {"E1a with details alone", 400, "{\"_errors\":[\"(#987654) header: Format mismatch\"]}", true,
     987654, NULL, NULL, NULL, "header: Format mismatch"},
    {"E1b", 402,
     "{\"_data\":[],\"_errors\":[\"Template Message sending is disabled on your plan. Upgrade: "
     "https://x\"]}",
     true, 0, NULL, "Template Message sending is disabled on your plan. Upgrade: https://x", NULL,
     NULL},
    {"E1c", 404, "{\"_errors\":[\"Plugin 123 not found\"]}", true, 0, NULL, "Plugin 123 not found",
     NULL, NULL},
    {"E2", 409, "{\"_errors\":[{\"message\":\"taken\",\"code\":\"131026\"}]}", true, 131026, NULL,
     "taken", NULL, "taken"},
    {"E3", 400, "{\"_errors\":{\"message\":\"no\",\"code\":7}}", true, 7, NULL, "no", NULL, NULL},
    {"E4", 400,
     "{\"error\":{\"message\":\"(#132001) Template name does not exist in the translation\","
     "\"type\":\"OAuthException\",\"code\":132001,\"error_data\":{\"messaging_product\":"
     "\"whatsapp\",\"details\":\"template name (x) does not exist in en\"},\"fbtrace_id\":\"T1\"}}",
     true, 132001, NULL, NULL, NULL, "template name (x) does not exist in en"},
    {"E4 with error_data as text", 400,
     "{\"error\":{\"message\":\"(#987654) Odd\",\"code\":987654,\"error_data\":\"really odd\"}}",
     true, 987654, NULL, NULL, "Odd", "really odd"},
    {"E5", 400, "{\"_data\":{\"error\":{\"message\":\"bad\",\"code\":100}}}", true, 100, NULL,
     "bad", NULL, "bad"},
    {"E6", 404, "{\"message\":\"Not Found\"}", true, 0, NULL, "Not Found", "Not Found", NULL},
    {"E7", 500, "{\"error\":\"boom\"}", true, 0, NULL, "boom", "boom", NULL},
    {"E8", 400, "{\"errors\":[{\"message\":\"m\",\"code\":131008}]}", true, 131008, NULL, "m", NULL,
     "m"},
    {"E9 HTML", 502, "<html><body>Bad Gateway</body></html>\n", true, 0, NULL,
     "<html><body>Bad Gateway</body></html>\n", "HTTP 502", NULL},
    {"E9 empty", 502, "", true, 0, NULL, "HTTP 502", "HTTP 502", NULL},
    {"E9 blank", 504, " \r\n\t ", true, 0, NULL, "HTTP 504", "HTTP 504", NULL},
    {"E10", 200, "{\"_data\":[],\"_errors\":[\"(#131026) Message undeliverable\"]}", true, 131026,
     NULL, "(#131026) Message undeliverable", NULL, NULL},
    {"E10 with an id too", 200,
     "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"},\"_errors\":[\"late trouble\"]}", true, 0,
     "wamid.A", "late trouble", NULL, NULL},
    {"E11 empty _data", 200, "{\"_data\":[]}", false, 0, NULL, NULL, NULL, NULL},
    {"E11 empty id", 200, "{\"_data\":{\"whatsappMessageId\":\"\"}}", false, 0, NULL, NULL, NULL,
     NULL},
    {"E11 id of another type", 200, "{\"_data\":{\"whatsappMessageId\":{}}}", false, 0, NULL, NULL,
     NULL, NULL},
    {"no content", 204, "", false, 0, NULL, NULL, NULL, NULL},
    {"message of a success is no error", 200, "{\"message\":\"ok\"}", false, 0, NULL, NULL, NULL,
     NULL},
    {"null error", 200, "{\"error\":null,\"_errors\":null}", false, 0, NULL, NULL, NULL, NULL},
    {"bare text", 200, "\"wamid.A\"", false, 0, NULL, NULL, NULL, NULL},
    {"bare array", 400, "[1,2]", true, 0, NULL, "[1,2]", "HTTP 400", "[1,2]"},
    {"a gateway's words", 400, "No such tenant\n", true, 0, NULL, "No such tenant\n", "HTTP 400",
     "No such tenant\n"},
    {"_data is text", 400, "{\"_data\":\"x\",\"_errors\":[null,\"second\"]}", true, 0, NULL,
     "second", NULL, NULL},
    {"not UTF-8", 400, "{\"_errors\":[\"caf\xE9\"]}", true, 0, NULL, "caf\xEF\xBF\xBD", NULL, NULL},
    {"code too long for a number", 400, "{\"_errors\":[\"(#99999999999999999999) x\"]}", true, 0,
     NULL, NULL, NULL, NULL},
    {"truncated", 200, "{\"_data\":{\"whatsappMessageId\":\"wamid.A\"", false, 0, NULL, NULL, NULL,
     NULL},
    {"no reply", 0, "", true, 0, NULL, "HTTP 0", "HTTP 0", NULL},
};

static void expect_text(const char *id, const char *member, const char *got, const char *wanted)
{
    if (wanted != NULL)
        cr_expect(got != NULL && strcmp(got, wanted) == 0, "%s: %s is \"%s\"", id, member,
                  got != NULL ? got : "(none)");
}

Test(reply, every_shape)
{
    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        const struct shape *shape = &shapes[i];
        struct arena arena;
        struct reply reply;
        arena_init(&arena);
        cr_assert_eq(reply_parse(shape->http_status, NULL, 0, shape->body, strlen(shape->body),
                                 &arena, &reply, NULL),
                     ERR_OK);
        cr_expect_eq(reply.has_error, shape->has_error, "%s: has_error", shape->id);
        cr_expect_eq(reply.error.code, shape->code, "%s: code %d", shape->id, reply.error.code);
        cr_expect((reply.wamid == NULL) == (shape->wamid == NULL), "%s: wamid", shape->id);
        expect_text(shape->id, "wamid", reply.wamid, shape->wamid);
        expect_text(shape->id, "message", reply.error.message, shape->message);
        expect_text(shape->id, "title", reply.error.title, shape->title);
        expect_text(shape->id, "details", reply.error.details, shape->details);
        if (shape->has_error)
            cr_expect_not_null(reply.error.message, "%s: no message", shape->id);
        arena_release(&arena);
    }
}

static void read_sample(const char *name, struct strbuf *out)
{
    char path[512];
    snprintf(path, sizeof path, TEST_DATA "/samples/%s", name);
    strbuf_init(out, 1 << 20);
    cr_assert_eq(paths_read_file(path, out, NULL), ERR_OK, "%s", path);
}

/* WhatsApp's own answers, as the reference gives them. */
static const struct {
    const char *file;
    int http_status;
    int code;
    const char *details;
    const char *message_status;
} samples[] = {
    {"send_ok.json", 200, 0, NULL, "accepted"},
    {"send_ok_no_message_status.json", 200, 0, NULL, NULL},
    {"send_held.json", 200, 0, NULL, "held_for_quality_assessment"},
    {"send_paused.json", 200, 0, NULL, "paused"},
    {"error_132000.json", 400, 132000,
     "body: number of localizable_params (1) does not match the expected number of params (2)",
     NULL},
    {"error_132018.json", 400, 132018,
     "Param text cannot have new-line/tab characters or more than 4 consecutive spaces", NULL},
    {"error_130429.json", 400, 130429, "Cloud API message throughput has been reached.", NULL},
    {"error_80007.json", 400, 80007, NULL, NULL},
    {"error_190_expired.json", 401, 190, "Session has expired.", NULL},
};

Test(reply, samples_of_whatsapp)
{
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        struct strbuf body;
        struct arena arena;
        struct reply reply;
        read_sample(samples[i].file, &body);
        arena_init(&arena);
        cr_assert_eq(reply_parse(samples[i].http_status, NULL, 0, body.text, body.length, &arena,
                                 &reply, NULL),
                     ERR_OK);
        cr_expect_eq(reply.error.code, samples[i].code, "%s", samples[i].file);
        expect_text(samples[i].file, "details", reply.error.details, samples[i].details);
        cr_expect((reply.message_status == NULL) == (samples[i].message_status == NULL), "%s",
                  samples[i].file);
        expect_text(samples[i].file, "message_status", reply.message_status,
                    samples[i].message_status);
        if (samples[i].code == 0) {
            cr_expect_str_eq(reply.wamid,
                             "wamid.HBgLMTU1NTAwMDEyMzQVAgARGBIwMTIzNDU2Nzg5QUJDREVGMDAA");
            cr_expect_str_eq(reply.wa_id, "15550001234");
        } else {
            cr_expect_str_eq(reply.error.trace_id, "ASampleTraceId00000000");
        }
        arena_release(&arena);
        strbuf_release(&body);
    }
}

Test(reply, raw_text_is_cut_at_a_code_point)
{
    char body[700];
    struct arena arena;
    struct reply reply;
    memset(body, 'a', 299);
    for (size_t i = 299; i + 1 < sizeof body; i += 2)
        memcpy(body + i, "\xC3\xA9", 2);
    arena_init(&arena);
    cr_assert_eq(reply_parse(500, NULL, 0, body, 699, &arena, &reply, NULL), ERR_OK);
    cr_assert_eq(strlen(reply.error.message), 299);
    arena_release(&arena);
}

Test(reply, memory_can_run_out_anywhere)
{
    static const char body[] =
        "{\"error\":{\"message\":\"(#132000) A: b\",\"code\":132000,\"error_data\":{\"details\":"
        "\"c\"},\"fbtrace_id\":\"T\"},\"_data\":{\"id\":\"i\",\"whatsappMessageId\":\"w\"}}";
    mem_hook_cjson();
    for (size_t countdown = 1; countdown < 200; countdown++) {
        struct arena arena;
        struct reply reply;
        arena_init(&arena);
        mem_test_fail_after(countdown);
        enum err err = reply_parse(400, NULL, 0, body, sizeof body - 1, &arena, &reply, NULL);
        mem_test_fail_after(0);
        bool is_whole = err == ERR_OK && reply.error.code == 132000;
        arena_release(&arena);
        if (is_whole)
            return;
        cr_assert(err == ERR_NOMEM || (err == ERR_OK && !reply.is_json));
    }
    cr_assert_fail("never succeeded");
}
