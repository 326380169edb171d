/* Runs a fuzz target over every file of the folders named: the corpus as a test. */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

/* The buffer is exactly as long as the file, so that the sanitizer sees a read beyond it. */
static int replay_file(const char *path)
{
    struct stat status;
    FILE *file = stat(path, &status) == 0 ? fopen(path, "rb") : NULL;
    if (file == NULL)
        return -1;
    size_t size = (size_t)status.st_size;
    uint8_t *bytes = malloc(size != 0 ? size : 1);
    size_t length = bytes != NULL ? fread(bytes, 1, size, file) : 0;
    fclose(file);
    if (bytes == NULL || length != size) {
        free(bytes);
        return -1;
    }
    LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
    return 0;
}

/* The number of files, or -1. */
static int replay_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return -1;
    int count = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL && count >= 0; entry = readdir(dir)) {
        char path[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        count = replay_file(path) == 0 ? count + 1 : -1;
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int count = replay_folder(argv[i]);
        if (count <= 0) {
            fprintf(stderr, "%s: no files, or one that cannot be read\n", argv[i]);
            return EXIT_FAILURE;
        }
        printf("%s: %d of %d files replayed\n", argv[i], count, count);
    }
    return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
