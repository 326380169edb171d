/*
 * Build tool: turns a JSON list of rows into a C table.
 *
 *     embed_tables error_codes|languages|calling_codes INPUT.json OUTPUT.c
 *
 * Runs while the program is being built and is never installed. A row without a
 * member that it needs stops the build.
 */
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_INPUT = 1 << 20 };

static bool write_string(FILE *out, const cJSON *row, const char *name)
{
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(row, name);
    if (!cJSON_IsString(node))
        return false;
    fputc('"', out);
    for (const char *at = node->valuestring; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\' || *at == '?')
            fputc('\\', out);
        fputc(*at, out);
    }
    fputc('"', out);
    return true;
}

static int whole_number(const cJSON *row, const char *name, int fallback)
{
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(row, name);
    return cJSON_IsNumber(node) ? node->valueint : fallback;
}

static const char *truth(const cJSON *row, const char *name)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(row, name)) ? "true" : "false";
}

/* Names of `class` as the table writes them, and as the header does. */
static const struct {
    const char *name;
    const char *constant;
} classes[] = {
    {.name = "row", .constant = "GRAPH_ROW"},
    {.name = "template", .constant = "GRAPH_TEMPLATE"},
    {.name = "token", .constant = "GRAPH_TOKEN"},
    {.name = "account", .constant = "GRAPH_ACCOUNT"},
    {.name = "throttle", .constant = "GRAPH_THROTTLE"},
    {.name = "transient", .constant = "GRAPH_TRANSIENT"},
    {.name = "stop", .constant = "GRAPH_STOP"},
};

static const char *class_constant(const cJSON *row)
{
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(row, "class");
    for (size_t i = 0; cJSON_IsString(node) && i < sizeof classes / sizeof classes[0]; i++)
        if (strcmp(node->valuestring, classes[i].name) == 0)
            return classes[i].constant;
    return NULL;
}

static bool write_error_code(FILE *out, const cJSON *row)
{
    int code = whole_number(row, "code", -1);
    const char *class = class_constant(row);
    if (code < 0 || class == NULL)
        return false;
    fprintf(out, "    {.code = %d, .code_max = %d, .http_status = %d, .retryable = %s, .class = %s",
            code, whole_number(row, "code_max", code), whole_number(row, "http_status", 0),
            truth(row, "retryable"), class);
    fputs(",\n     .title = ", out);
    bool ok = write_string(out, row, "title");
    fputs(",\n     .meaning = ", out);
    ok = ok && write_string(out, row, "meaning");
    fputs(",\n     .next = ", out);
    ok = ok && write_string(out, row, "operator_action");
    fputs("},\n", out);
    return ok;
}

static bool write_language(FILE *out, const cJSON *row)
{
    fputs("    {.code = ", out);
    bool ok = write_string(out, row, "code");
    fputs(", .name = ", out);
    ok = ok && write_string(out, row, "name");
    fprintf(out, ", .rtl = %s},\n", truth(row, "rtl"));
    return ok;
}

static bool write_calling_code(FILE *out, const cJSON *row)
{
    const cJSON *code = cJSON_GetObjectItemCaseSensitive(row, "code");
    if (!cJSON_IsString(code))
        return false;
    const cJSON *area = cJSON_GetObjectItemCaseSensitive(row, "area");
    fprintf(out, "    {.prefix = \"%s%s\", .country_length = %zu, .country = ", code->valuestring,
            cJSON_IsString(area) ? area->valuestring : "", strlen(code->valuestring));
    bool ok = write_string(out, row, "country");
    fputs("},\n", out);
    return ok;
}

static const struct table {
    const char *name;
    const char *header;
    const char *declaration;
    const char *count;
    bool (*write)(FILE *out, const cJSON *row);
} tables[] = {
    {.name = "error_codes",
     .header = "src/whatsapp/graph_error_table.h",
     .declaration = "struct graph_error graph_errors[]",
     .count = "graph_error_count",
     .write = write_error_code},
    {.name = "languages",
     .header = "src/whatsapp/language_table.h",
     .declaration = "struct language languages[]",
     .count = "language_count",
     .write = write_language},
    {.name = "calling_codes",
     .header = "src/whatsapp/calling_code.h",
     .declaration = "struct calling_code calling_codes[]",
     .count = "calling_code_count",
     .write = write_calling_code},
};

static const struct table *find_table(const char *name)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (strcmp(tables[i].name, name) == 0)
            return &tables[i];
    return NULL;
}

static cJSON *read_rows(const char *path)
{
    FILE *in = fopen(path, "rb");
    char *text = calloc(LARGEST_INPUT, 1);
    size_t length = in != NULL && text != NULL ? fread(text, 1, LARGEST_INPUT - 1, in) : 0;
    cJSON *rows = length > 0 ? cJSON_ParseWithLength(text, length) : NULL;
    if (in != NULL)
        fclose(in);
    free(text);
    return rows;
}

static bool write_table(FILE *out, const struct table *table, const cJSON *rows)
{
    fprintf(out, "/* Made by assets/embed_tables.c; do not edit. */\n#include \"%s\"\n\n",
            table->header);
    fprintf(out, "const %s = {\n", table->declaration);
    bool ok = cJSON_IsArray(rows);
    for (const cJSON *row = ok ? rows->child : NULL; ok && row != NULL; row = row->next) {
        ok = table->write(out, row);
        if (!ok)
            fprintf(stderr, "embed_tables: a row of %s lacks a member\n", table->name);
    }
    fprintf(out, "};\n\nconst size_t %s = %d;\n", table->count, cJSON_GetArraySize(rows));
    return ok;
}

int main(int argc, char **argv)
{
    const struct table *table = argc == 4 ? find_table(argv[1]) : NULL;
    if (table == NULL) {
        fputs("usage: embed_tables TABLE INPUT.json OUTPUT.c\n", stderr);
        return EXIT_FAILURE;
    }
    cJSON *rows = read_rows(argv[2]);
    FILE *out = rows != NULL ? fopen(argv[3], "wb") : NULL;
    bool ok = out != NULL && write_table(out, table, rows);
    if (out != NULL && fclose(out) != 0)
        ok = false;
    cJSON_Delete(rows);
    if (!ok) {
        fprintf(stderr, "embed_tables: cannot make %s from %s\n", argv[3], argv[2]);
        remove(argv[3]);
    }
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
