/* What a kept request says of the route it went. */
#include "src/outbox/send_answer.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char *record_of(const char *request, struct arena *arena)
{
    const struct send_detail detail = {.request = request};
    return send_answer_record(&detail, arena);
}

Test(send_answer, the_record_is_read_back_from_the_path)
{
    static const char before[] = "{\"url\":\"http://h/v1/ext/plugin/whatsapp/p/process/";
    char request[300];
    struct arena arena;
    arena_init(&arena);
    snprintf(request, sizeof request, "%slead/LEAD%%2F%%C3%%A9%%20%%zz/send-template-message\"}",
             before);
    cr_expect_str_eq(record_of(request, &arena), "lead/LEAD/\303\251 %zz");
    cr_expect_null(record_of(NULL, &arena));
    cr_expect_null(record_of("not json", &arena));
    cr_expect_null(
        record_of("{\"url\":\"http://h/v1/p/phoneNumber/1/send-template-message\"}", &arena));
    cr_expect_null(record_of("{\"url\":\"http://h/v24.0/1/messages\"}", &arena));
    arena_release(&arena);
}
