/* Bytes of terminals as keys: each in one piece, and torn at every byte. */
#include "src/app/key_decode.h"

#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct key_decoder decoder;

static void open_decoder(void)
{
    key_decoder_init(&decoder);
}

static void close_decoder(void)
{
    key_decoder_release(&decoder);
}

TestSuite(key_decode, .init = open_decoder, .fini = close_decoder);

static void add_key(char *text, size_t size, const struct decoded *decoded)
{
    char name[KEY_NAME_SIZE] = "";
    size_t length = strlen(text);
    if (decoded->kind == DECODED_NOTHING)
        return;
    if (decoded->kind == DECODED_FOCUS)
        snprintf(name, sizeof name, "%s", decoded->has_focus ? "focus" : "blur");
    else if (decoded->kind == DECODED_KEY)
        key_format(decoded->key, name);
    else
        snprintf(name, sizeof name, "%s", decoded->kind == DECODED_PASTE ? "paste" : "mouse");
    snprintf(text + length, size - length, "%s%s", length > 0 ? " " : "", name);
}

/* The names of all keys, with at most `step` bytes at a time, then a pause. */
static void read_keys(const char *bytes, size_t length, size_t step, char *text, size_t size)
{
    struct decoded decoded;
    text[0] = '\0';
    for (size_t at = 0; at < length;) {
        size_t piece = length - at < step ? length - at : step;
        size_t end = at + piece;
        while (at < end) {
            at += key_decoder_feed(&decoder, bytes + at, end - at, &decoded);
            add_key(text, size, &decoded);
        }
    }
    key_decoder_pause(&decoder, &decoded);
    add_key(text, size, &decoded);
}

static void check(const char *bytes, const char *wanted)
{
    char text[400];
    for (size_t step = 1; step < 8; step += 2) {
        read_keys(bytes, strlen(bytes), step, text, sizeof text);
        cr_assert_str_eq(text, wanted, "%zu at a time: %s, not %s", step, text, wanted);
        cr_assert_not(key_decoder_is_open(&decoder), "%s stays open", wanted);
    }
}

Test(key_decode, keys_of_terminals)
{
    static const struct {
        const char *bytes, *keys;
    } rows[] = {
        {"aB ?", "a B Space ?"},
        {"\t\r\n\b\177", "Tab Enter Enter Backspace Backspace"},
        {"\001\032\034\037", "C-a C-z C-\\ C-_"},
        {"é日👍", "é 日 👍"},
        {"\033[A\033[B\033OC\033OD", "Up Down Right Left"},
        {"\033[H\033[F\033[1~\033[4~\033[7~\033[8~", "Home End Home End Home End"},
        {"\033[2~\033[3~\033[5~\033[6~", "Insert Delete PageUp PageDown"},
        {"\033OP\033OS\033[15~\033[24~", "F1 F4 F5 F12"},
        {"\033[11~\033[14~\033[[A\033[[E", "F1 F4 F1 F5"},
        {"\033[1;5D\033[1;2A\033[1;3C\033[1;6B", "C-Left S-Up M-Right C-S-Down"},
        {"\033[3;5~\033[5;2~\033[15;5~\033[1;2P", "C-Delete S-PageUp C-F5 S-F1"},
        {"\033[Z\033[1;2Z", "S-Tab S-Tab"},
        {"\033[d\033Oa\033[3^\033[3$\033[5@", "S-Left C-Up C-Delete S-Delete C-S-PageUp"},
        {"\033f\033Z\033\177\033\r\033é", "M-f M-Z M-Backspace M-Enter M-é"},
        {"\033\033[A\033\033OP", "M-Up M-F1"},
        {"\033OM\033Oq\033Ok", "Enter 1 +"},
        {"\033[27;5;105~\033[27;2;65~\033[27;5;13~\033[27;6;122~", "C-i A C-Enter C-z"},
        {"\033[97;5u\033[65;5u\033[97;2u\033[13;2u\033[9;5u\033[127;5u\033[27u",
         "C-a C-a A S-Enter C-Tab C-Backspace Esc"},
        {"\033[I\033[O", "focus blur"},
        {"\033[49:33;2u\033[97;5:3u\033[57399u", "!"},
        {"\033", "Esc"},
        {"\033[", "M-["},
        {"\033O", "M-O"},
        {"\033]", "M-]"},
        {"\033\033\033", "Esc Esc"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check(rows[i].bytes, rows[i].keys);
}

/* None of these may leave a byte behind: the x after them is the only key. */
Test(key_decode, what_is_no_key_is_swallowed_whole)
{
    static const char *const rows[] = {
        "\033[?1;2c",
        "\033[>41;354;0c",
        "\033[99~",
        "\033[1;2;3;4;5;6z",
        "\033]52;c;aGVsbG8=\007",
        "\033]11;rgb:0000/0000/0000\033\\",
        "\033P1$r0m\033\\",
        "\033_Gi=1;OK\033\\",
        "\033[201~",
        "\033[M !!",
        "\033[12;24R",
        "\033[?2026;2$y",
        "\033Ox",
        "\xff\xfe",
        "\xc3\x28",
        "\xed\xa0\x80",
        "\xc2\x85",
        "\033[11111111111111111111111111111111111111111111111111111111111111111111111111111111u",
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char bytes[200];
        char text[200];
        snprintf(bytes, sizeof bytes, "%sx", rows[i]);
        for (size_t step = 1; step < 6; step++) {
            read_keys(bytes, strlen(bytes), step, text, sizeof text);
            const char *last = strrchr(text, ' ');
            bool is_known = strcmp(rows[i], "\xc3\x28") == 0 || strcmp(rows[i], "\033Ox") == 0 ||
                            strcmp(rows[i], "\033[12;24R") == 0;
            cr_assert_str_eq(last != NULL ? last + 1 : text, "x", "row %zu: %s", i, text);
            cr_assert(is_known || last == NULL, "row %zu: %s", i, text);
        }
    }
}

Test(key_decode, a_mouse_report_torn_in_two)
{
    struct decoded decoded;
    cr_assert_eq(key_decoder_feed(&decoder, "\033[<0;4", 6, &decoded), 6);
    cr_assert_eq(decoded.kind, DECODED_NOTHING);
    key_decoder_pause(&decoder, &decoded); /* too long after the escape to be Esc */
    cr_assert_eq(decoded.kind, DECODED_NOTHING);
    cr_assert_eq(key_decoder_feed(&decoder, "2;7mx", 5, &decoded), 4);
    cr_assert_eq(decoded.kind, DECODED_MOUSE);
    cr_assert_eq(decoded.mouse.column, 42);
    cr_assert_eq(decoded.mouse.row, 7);
    cr_assert(decoded.mouse.is_release);
}

Test(key_decode, a_broken_mouse_report_is_swallowed_up_to_its_end)
{
    check("\033[<0;x;9Mq", "q");
    check("\033[<0;1;1;1Mq", "q");
    check("\033[<;;;;mq", "q");
}

Test(key_decode, terminfo_has_the_last_word)
{
    key_decoder_add(&decoder, "\033[224z", (struct key){.code = KEYCODE_F1});
    key_decoder_add(&decoder, "not an escape", (struct key){.code = KEYCODE_F2});
    cr_assert_eq(decoder.extra_count, 1);
    check("\033[224z", "F1");
    check("\033\033[224z", "M-F1");
}

Test(key_decode, a_paste_is_no_keys)
{
    static const char bytes[] = "\033[200~q\r\033[A\033[201 ~\033[201~x";
    for (size_t step = 1; step < 12; step++) {
        char text[100];
        read_keys(bytes, sizeof bytes - 1, step, text, sizeof text);
        cr_assert_str_eq(text, "paste x", "%zu: %s", step, text);
        cr_assert_str_eq(decoder.paste.text, "q\r\033[A\033[201 ~");
        cr_assert_eq(decoder.paste_lost, 0);
    }
    key_decoder_forget_paste(&decoder);
    cr_assert_eq(decoder.paste.length, 0);
    check("\033\033[200~q\033[201~", "Esc paste");
}

Test(key_decode, a_paste_without_end_ends_in_silence_and_keys_are_keys_again)
{
    char text[100];
    struct decoded decoded;
    read_keys("\033[200~half a pa\033[20", 20, 5, text, sizeof text);
    cr_assert_str_eq(text, "");
    cr_assert(key_decoder_is_open(&decoder));
    key_decoder_give_up(&decoder, &decoded);
    cr_assert_eq(decoded.kind, DECODED_PASTE);
    cr_assert_str_eq(decoder.paste.text, "half a pa\033[20");
    check("q", "q");
    read_keys("\033]0;never ended", 15, 4, text, sizeof text);
    cr_assert_str_eq(text, "");
    key_decoder_give_up(&decoder, &decoded);
    cr_assert_eq(decoded.kind, DECODED_NOTHING);
    check("q", "q");
}

Test(key_decode, ten_megabytes_are_counted_not_kept)
{
    static char block[65536];
    struct decoded decoded;
    memset(block, 'a', sizeof block);
    (void)key_decoder_feed(&decoder, "\033[200~", 6, &decoded);
    for (int i = 0; i < 160; i++)
        cr_assert_eq(key_decoder_feed(&decoder, block, sizeof block, &decoded), sizeof block);
    (void)key_decoder_feed(&decoder, "\033[201~", 6, &decoded);
    cr_assert_eq(decoded.kind, DECODED_PASTE);
    cr_assert_eq(decoder.paste.length, PASTE_BYTES_MAX);
    cr_assert_eq(decoder.paste_lost, 160 * sizeof block - PASTE_BYTES_MAX);
    check("q", "q");
}

Test(key_decode, no_memory_for_a_paste_is_told)
{
    struct decoded decoded;
    mem_test_fail_after(1);
    (void)key_decoder_feed(&decoder, "\033[200~text\033[201~", 16, &decoded);
    mem_test_fail_after(0);
    cr_assert_eq(decoded.kind, DECODED_PASTE);
    cr_assert_eq(decoder.paste_lost, 4);
}
