/*
 * Build tool: writes the bytes of files as a C table (assets/embed.h).
 *
 *     embed_files OUTPUT.c SYMBOL FILE...
 *
 * Runs while the program is being built and is never installed, so it uses the
 * C library alone and reports with a message and exit status 1.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *what, const char *path)
{
    fprintf(stderr, "embed_files: cannot %s %s\n", what, path);
    return EXIT_FAILURE;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* One file as an array of bytes; a final NUL lets text be used as a string. */
static int write_bytes(FILE *out, const char *path, int index, size_t *ret_length)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        return fail("open", path);
    fprintf(out, "static const unsigned char file_%d[] = {", index);
    size_t length = 0;
    for (int byte = fgetc(in); byte != EOF; byte = fgetc(in), length++)
        fprintf(out, "%s%d,", length % 24 == 0 ? "\n    " : "", byte);
    fprintf(out, "\n    0};\n\n");
    int failed = ferror(in);
    fclose(in);
    *ret_length = length;
    return failed ? fail("read", path) : EXIT_SUCCESS;
}

static int write_table(FILE *out, const char *symbol, char **paths, int count)
{
    size_t *lengths = calloc((size_t)count + 1, sizeof *lengths);
    if (lengths == NULL)
        return fail("get memory for", symbol);
    fprintf(out,
            "/* Made by assets/embed_files.c; do not edit. */\n"
            "#include \"assets/embed.h\"\n\n"
            "extern const struct embedded_file %s[];\n"
            "extern const size_t %s_count;\n\n",
            symbol, symbol);
    int status = EXIT_SUCCESS;
    for (int i = 0; i < count && status == EXIT_SUCCESS; i++)
        status = write_bytes(out, paths[i], i, &lengths[i]);
    fprintf(out, "const struct embedded_file %s[] = {\n", symbol);
    for (int i = 0; i < count; i++)
        fprintf(out, "    {\"%s\", file_%d, %zu},\n", file_name(paths[i]), i, lengths[i]);
    fprintf(out, "    {NULL, NULL, 0}};\n\nconst size_t %s_count = %d;\n", symbol, count);
    free(lengths);
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: embed_files OUTPUT.c SYMBOL FILE...\n", stderr);
        return EXIT_FAILURE;
    }
    FILE *out = fopen(argv[1], "wb");
    if (out == NULL)
        return fail("write", argv[1]);
    int status = write_table(out, argv[2], argv + 3, argc - 3);
    if (fclose(out) != 0 && status == EXIT_SUCCESS)
        status = fail("write", argv[1]);
    if (status != EXIT_SUCCESS)
        remove(argv[1]);
    return status;
}
