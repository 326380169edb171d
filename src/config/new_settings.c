/* Writing a settings file that reads back as what was meant. */
#include "src/config/new_settings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/utf8.h"
#include "src/config/ini_file.h"
#include "src/config/ini_scan.h"
#include "src/config/options.h"

enum { TOKEN_PATHS_MAX = 1000, LABEL_BYTES_MAX = 120 };

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* inih begins a comment at a semicolon after a blank, also at the very begin of a value. */
static bool holds_comment(const char *value)
{
    for (const char *at = value; *at != '\0'; at++)
        if (*at == ';' && (at == value || is_blank(at[-1])))
            return true;
    return false;
}

static enum err check_form(const char *name, const char *value, struct error *reterr)
{
    size_t length = strlen(value);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)value[i] < ' ' || value[i] == 0x7F)
            return error_set(
                reterr, ERR_CONFIG, "Write it in one line, without control characters.",
                "%s holds a control character (0x%02X)", name, (unsigned)(unsigned char)value[i]);
    if (!utf8_is_valid(value, length))
        return error_set(reterr, ERR_CONFIG, "Write it as UTF-8.", "%s is not UTF-8", name);
    if (holds_comment(value))
        return error_set(reterr, ERR_CONFIG,
                         "In the settings ` ;` begins a comment. Put such a command into a script, "
                         "or choose another name.",
                         "%s holds a blank and a semicolon", name);
    if (length > 0 && (is_blank(value[0]) || is_blank(value[length - 1])))
        return error_set(reterr, ERR_CONFIG, "Take them away.", "%s begins or ends with a blank",
                         name);
    size_t line = strlen(name) + 3 + length;
    if (line > INI_LONGEST_LINE)
        return error_set(reterr, ERR_CONFIG,
                         "Write less; put a long command into a script, and a long path behind a "
                         "shorter link.",
                         "%s has %zu bytes, at most %zu fit into a line of the settings", name,
                         length, (size_t)INI_LONGEST_LINE - strlen(name) - 3);
    return ERR_OK;
}

static enum err check_value(const struct option *option, const char *value, struct error *reterr)
{
    enum err err = check_form(option->name, value, reterr);
    if (err == ERR_OK)
        err = option_check(option, value, reterr);
    return err;
}

enum err new_settings_check(enum option_id option, const char *value, struct error *reterr)
{
    return check_value(&option_table[option], value, reterr);
}

static enum err add_setting(struct strbuf *out, enum option_id id, const char *value,
                            struct error *reterr)
{
    const struct option *option = &option_table[id];
    enum err err = check_value(option, value, reterr);
    if (err == ERR_OK)
        strbuf_addf(out, "%s = %s\n", option->name, value);
    else
        error_set_where(reterr, "%s", option->name);
    return err;
}

/* Several recipients go to lines of their own: a line has an end. */
static enum err add_recipients(struct strbuf *out, const char *text, struct error *reterr)
{
    enum err err = ERR_OK;
    while (err == ERR_OK && *text != '\0') {
        text += strspn(text, " \t,");
        size_t next = strcspn(text, ",");
        size_t length = next;
        while (length > 0 && is_blank(text[length - 1]))
            length--;
        CLEANUP(mem_freep) char *one = mem_strndup(text, length);
        if (one == NULL)
            return error_nomem(reterr);
        if (length > 0)
            err = add_setting(out, OPTION_TEST_RECIPIENTS, one, reterr);
        text += next;
    }
    return err;
}

static enum err add_token(struct strbuf *out, const struct new_settings *settings,
                          struct error *reterr)
{
    static const enum option_id options[] = {[TOKEN_COMMAND] = OPTION_TOKEN_COMMAND,
                                             [TOKEN_FILE] = OPTION_TOKEN_FILE,
                                             [TOKEN_ENVIRONMENT] = OPTION_TOKEN_ENV};
    const char *from = or_empty(settings->token_from);
    strbuf_add_text(out, "; Where the token comes from; the token itself never stands here.\n");
    if (settings->token_source == TOKEN_NONE) {
        strbuf_add_text(out, ";token_command = pass show chakra\n"
                             ";token_file = ~/.config/chakra-tui/token\n"
                             ";token_env = MY_CHAKRA_TOKEN\n");
        return ERR_OK;
    }
    if (settings->token_source == TOKEN_FILE && from[0] != '/' && strncmp(from, "~/", 2) != 0) {
        error_set(reterr, ERR_CONFIG, "Write a path that begins with / or ~/.",
                  "token_file is not an absolute path");
        error_set_where(reterr, "token_file");
        return ERR_CONFIG;
    }
    return add_setting(out, options[settings->token_source], from, reterr);
}

static enum err add_profile(struct strbuf *out, const struct new_settings *settings,
                            const char *name, struct error *reterr)
{
    strbuf_addf(out, "[profile %s]\n", name);
    enum err err = ERR_OK;
    if (or_empty(settings->base_url)[0] != '\0')
        err = add_setting(out, OPTION_BASE_URL, settings->base_url, reterr);
    if (err == ERR_OK)
        err = add_token(out, settings, reterr);
    if (err != ERR_OK)
        return err;
    strbuf_add_text(out, "; Who can be sent to. test: only test_recipients; live: anybody; "
                         "read-only: nobody.\nmode = test\n");
    if (or_empty(settings->test_recipients)[0] == '\0')
        strbuf_add_text(out, ";test_recipients = +15550001234 My own number\n");
    else
        err = add_recipients(out, settings->test_recipients, reterr);
    return err;
}

static enum err add_plugin(struct strbuf *out, const struct new_settings *settings,
                           const char *name, struct error *reterr)
{
    if (or_empty(settings->plugin_id)[0] == '\0') {
        strbuf_addf(out,
                    "\n; The WhatsApp plugin: its id is the UUID on ChakraHQ's page WhatsApp "
                    "Setup.\n;[plugin %s]\n;profile = %s\n"
                    ";id = d83e1d23-50b8-4d87-8f92-842a0ac516f6\n",
                    name, name);
        return ERR_OK;
    }
    strbuf_addf(out, "\n[plugin %s]\n", name);
    enum err err = add_setting(out, OPTION_PLUGIN_PROFILE, name, reterr);
    return err == ERR_OK ? add_setting(out, OPTION_PLUGIN_ID, settings->plugin_id, reterr) : err;
}

/* A name that a server gave: what the format cannot hold is replaced, what is too long is cut. */
static enum err add_label(struct strbuf *out, const char *label, struct error *reterr)
{
    struct strbuf clean;
    strbuf_init(&clean, 8192);
    utf8_sanitize(&clean, label, strlen(label), UTF8_ONE_LINE);
    enum err err = strbuf_status(&clean, "the sender's name", reterr);
    size_t end = 0;
    while (err == ERR_OK && end < clean.length) {
        size_t next = utf8_cluster_end(clean.text, clean.length, end);
        if (next > LABEL_BYTES_MAX)
            break;
        end = next;
    }
    for (size_t i = 0; i < end; i++)
        if (clean.text[i] == ';')
            clean.text[i] = ',';
    while (end > 0 && is_blank(clean.text[end - 1]))
        end--;
    strbuf_truncate(&clean, end);
    size_t begin = strspn(clean.text, " \t");
    if (err == ERR_OK && clean.length > begin)
        err = add_setting(out, OPTION_PHONE_LABEL, clean.text + begin, reterr);
    strbuf_release(&clean);
    return err;
}

static enum err add_phone(struct strbuf *out, const struct new_settings *settings, const char *name,
                          struct error *reterr)
{
    if (or_empty(settings->phone_number_id)[0] == '\0')
        return ERR_OK;
    bool has_plugin = or_empty(settings->plugin_id)[0] != '\0';
    strbuf_addf(out, "\n[phone %s]\n", name);
    enum err err = has_plugin ? add_setting(out, OPTION_PHONE_PLUGIN, name, reterr) : ERR_OK;
    if (err == ERR_OK)
        err = add_setting(out, OPTION_PHONE_ID, settings->phone_number_id, reterr);
    if (err == ERR_OK && or_empty(settings->waba)[0] != '\0')
        err = add_setting(out, OPTION_PHONE_WABA, settings->waba, reterr);
    return err == ERR_OK ? add_label(out, or_empty(settings->label), reterr) : err;
}

/* A name of a section: what the reader takes as one, whole. */
enum err new_settings_check_profile(const char *name, struct error *reterr)
{
    enum err err = check_value(&option_table[OPTION_GENERAL_PROFILE], name, reterr);
    if (err == ERR_OK && strlen("profile ") + strlen(name) > INI_LONGEST_NAME)
        err = error_set(reterr, ERR_CONFIG, "Choose a shorter name.",
                        "the profile's name has %zu bytes, at most %zu are read", strlen(name),
                        (size_t)INI_LONGEST_NAME - strlen("profile "));
    if (err == ERR_OK && strpbrk(name, "[];#") != NULL)
        err = error_set(reterr, ERR_CONFIG, "Choose a name of letters, digits and dashes.",
                        "the profile's name '%.60s' holds a bracket, ; or #", name);
    if (err == ERR_OK && strcmp(name, "sandbox") == 0)
        err = error_set(reterr, ERR_CONFIG, "Choose another name.",
                        "the name sandbox belongs to the built-in sandbox");
    if (err != ERR_OK)
        error_set_where(reterr, "profile");
    return err;
}

/* The reader must find each value as it was given, behind the `before` that were there: nothing
 * cut, nothing taken for a comment. */
static enum err read_back(const struct strbuf *text, size_t before, size_t settings,
                          struct error *reterr)
{
    struct ini_file file;
    ini_file_init(&file);
    enum err err = ini_file_parse(&file, "the new settings", text->text, text->length, reterr);
    if (err == ERR_OK && file.setting_count != before + settings)
        err = error_set(reterr, ERR_CONFIG, "Leave unusual characters out of the values.",
                        "%zu settings were written, and %zu are read back", settings,
                        file.setting_count - before);
    for (size_t i = before; err == ERR_OK && i < file.setting_count; i++) {
        CLEANUP(mem_freep) char *line = NULL;
        struct strbuf whole;
        strbuf_init(&whole, 1024);
        strbuf_addf(&whole, "\n%s = %s\n", file.settings[i]->option->name, file.settings[i]->value);
        line = strbuf_take(&whole);
        if (line == NULL)
            err = error_nomem(reterr);
        else if (strstr(text->text, line) == NULL)
            err = error_set(reterr, ERR_CONFIG, "Leave unusual characters out of the value.",
                            "%s would be read as '%.80s'", file.settings[i]->option->name,
                            file.settings[i]->value);
    }
    ini_file_release(&file);
    return err;
}

static size_t count_settings(const char *text)
{
    size_t count = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (length > 0 && text[0] != ';' && text[0] != '[')
            count++;
        text += length + (text[length] == '\n');
    }
    return count;
}

static enum err add_sections(struct strbuf *out, const struct new_settings *settings,
                             const char *name, struct error *reterr)
{
    enum err err = add_profile(out, settings, name, reterr);
    if (err == ERR_OK)
        err = add_plugin(out, settings, name, reterr);
    if (err == ERR_OK)
        err = add_phone(out, settings, name, reterr);
    return err == ERR_OK ? strbuf_status(out, "the settings", reterr) : err;
}

enum err new_settings_write(struct strbuf *out, const struct new_settings *settings,
                            struct error *reterr)
{
    const char *name = settings->profile != NULL ? settings->profile : NEW_PROFILE_NAME;
    enum err err = new_settings_check_profile(name, reterr);
    if (err != ERR_OK)
        return err;
    strbuf_add_text(out, "; Settings of chakra-tui. `chakra-tui doctor` checks them, `chakra-tui "
                         "config show` says what\n; is in force, chakra-tui.ini.example has all "
                         "settings there are.\n\n[chakra-tui]\n");
    err = add_setting(out, OPTION_GENERAL_PROFILE, name, reterr);
    strbuf_add_char(out, '\n');
    if (err == ERR_OK)
        err = add_sections(out, settings, name, reterr);
    return err == ERR_OK ? read_back(out, 0, count_settings(out->text), reterr) : err;
}

/* What is added has sections of its own: none of them may be there. */
static enum err check_sections(const struct ini_file *file, const char *name, struct error *reterr)
{
    static const enum option_section kinds[] = {OPTION_PROFILE, OPTION_PLUGIN, OPTION_PHONE};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        const struct ini_section *section = ini_file_find_section(file, kinds[i], name);
        if (section == NULL)
            continue;
        error_set(reterr, ERR_CONFIG,
                  "Choose another name, or edit those lines; nothing was changed.",
                  "there is a section [%s %s] already", option_section_word(kinds[i]), name);
        error_set_where(reterr, "%s:%d", file->path, section->line);
        return ERR_CONFIG;
    }
    return ERR_OK;
}

/* The one profile of a file that names none is in force; with a second one it must be named. */
static const char *unnamed_profile(const struct ini_file *file)
{
    const char *name = NULL;
    if (ini_file_find(file, OPTION_GENERAL_PROFILE, "", NULL) != NULL)
        return NULL;
    for (size_t i = 0; i < file->section_count; i++) {
        if (file->sections[i]->kind != OPTION_PROFILE)
            continue;
        if (name != NULL)
            return NULL; /* none was in force before, either */
        name = file->sections[i]->name;
    }
    return name;
}

static enum err check_unnamed(const struct ini_file *file, struct error *reterr)
{
    const char *name = unnamed_profile(file);
    const struct ini_section *general = ini_file_find_section(file, OPTION_GENERAL, "");
    if (name == NULL || general == NULL)
        return ERR_OK;
    error_set(reterr, ERR_CONFIG, "Write it there first; then add the second profile.",
              "with two profiles [chakra-tui] must say which one counts: profile = %s", name);
    error_set_where(reterr, "%s:%d", file->path, general->line);
    return ERR_CONFIG;
}

static void add_unnamed(struct strbuf *out, const struct ini_file *file)
{
    const char *name = unnamed_profile(file);
    if (name != NULL)
        strbuf_addf(out,
                    "; The profile that counts where none is named.\n[chakra-tui]\n%s = %s\n\n",
                    option_table[OPTION_GENERAL_PROFILE].name, name);
}

static enum err read_existing(struct ini_file *file, const char *path, const char *existing,
                              size_t length, const char *name, struct error *reterr)
{
    enum err err = new_settings_check_profile(name, reterr);
    if (err == ERR_OK)
        err = ini_file_parse(file, path, existing, length, reterr);
    if (err == ERR_OK)
        err = check_sections(file, name, reterr);
    return err == ERR_OK ? check_unnamed(file, reterr) : err;
}

enum err new_settings_check_added(const char *path, const char *existing, size_t length,
                                  const char *name, struct error *reterr)
{
    struct ini_file file;
    ini_file_init(&file);
    enum err err = read_existing(&file, path, existing, length, name, reterr);
    ini_file_release(&file);
    return err;
}

enum err new_settings_add(struct strbuf *out, const char *path, const char *existing, size_t length,
                          const struct new_settings *settings, struct error *reterr)
{
    const char *name = settings->profile != NULL ? settings->profile : NEW_PROFILE_NAME;
    struct ini_file file;
    ini_file_init(&file);
    enum err err = read_existing(&file, path, existing, length, name, reterr);
    if (err == ERR_OK) {
        strbuf_add(out, existing, length);
        strbuf_add_text(out, length > 0 && existing[length - 1] != '\n' ? "\n\n" : "\n");
        size_t start = out->length;
        add_unnamed(out, &file);
        err = add_sections(out, settings, name, reterr);
        if (err == ERR_OK)
            err = read_back(out, file.setting_count, count_settings(out->text + start), reterr);
    }
    ini_file_release(&file);
    return err;
}

char *new_settings_token_path(const char *settings_path)
{
    const char *slash = strrchr(settings_path, '/');
    size_t length = slash != NULL ? (size_t)(slash - settings_path) + 1 : 0;
    for (int i = 1; i <= TOKEN_PATHS_MAX; i++) {
        struct strbuf path;
        strbuf_init(&path, 8192);
        strbuf_add(&path, settings_path, length);
        strbuf_add_text(&path, "token");
        if (i > 1)
            strbuf_addf(&path, "-%d", i);
        char *text = strbuf_take(&path);
        if (text == NULL || (access(text, F_OK) != 0 && errno == ENOENT) || i == TOKEN_PATHS_MAX)
            return text;
        mem_free(text);
    }
    return NULL;
}

enum err new_settings_save(const char *path, const char *text, size_t length, struct error *reterr)
{
    const char *slash = strrchr(path, '/');
    CLEANUP(mem_freep)
    char *folder =
        slash != NULL && slash != path ? mem_strndup(path, (size_t)(slash - path)) : NULL;
    if (access(path, F_OK) == 0) {
        error_set(
            reterr, ERR_CONFIG,
            "Edit it, move it away first, or name another file with --config FILE or -o FILE.",
            "there are settings already, and they are not overwritten");
        error_set_where(reterr, "%s", path);
        return ERR_CONFIG;
    }
    enum err err = folder != NULL ? paths_make_private_folder(folder, reterr) : ERR_OK;
    if (err == ERR_OK)
        err = paths_write_new_private_file(path, text, length, reterr);
    return err;
}
