/* Any bytes as a settings file: read, or refused with the line and what to write instead. */
#include "src/config/ini_file.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void check_settings(const struct ini_file *file)
{
    for (size_t i = 0; i < file->setting_count; i++) {
        const struct ini_setting *setting = file->settings[i];
        FUZZ_CHECK(setting->line > 0 && setting->section != NULL);
        FUZZ_CHECK(setting->option->section == setting->section->kind);
        FUZZ_CHECK(setting->option->refused == NULL);
        FUZZ_CHECK(strchr(setting->value, '\n') == NULL);
        FUZZ_CHECK(option_check(setting->option, setting->value, NULL) == ERR_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct ini_file file;
    struct error error = {0};
    ini_file_init(&file);
    enum err err = ini_file_parse(&file, "x.ini", (const char *)bytes, length, &error);
    FUZZ_CHECK(err == error.code);
    if (err == ERR_OK) {
        check_settings(&file);
    } else {
        FUZZ_CHECK(error.what[0] != '\0' && error.next[0] != '\0');
        FUZZ_CHECK(strncmp(error.where, "x.ini", 5) == 0);
    }
    ini_file_release(&file);
    return 0;
}
