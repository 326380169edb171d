/* A file is there whole or not at all, and over another one only when that was asked for. */
#include "src/outbox/media_part.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char hello_digest[] =
    "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824";
static char folder[] = "/tmp/chakra-part-XXXXXX";
static char path[100];

static void make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/file", folder);
}

static size_t names_in_folder(void)
{
    size_t count = 0;
    DIR *open = opendir(folder);
    while (readdir(open) != NULL)
        count++;
    closedir(open);
    return count - 2; /* . and .. */
}

static void remove_folder(void)
{
    unlink(path);
    rmdir(path);
    rmdir(folder);
}

TestSuite(media_part, .init = make_folder, .fini = remove_folder);

static enum err save(bool replaces, const struct media_info *info, struct error *error)
{
    struct media_part part;
    enum err err = media_part_open(path, replaces, &part, error);
    if (err == ERR_OK)
        cr_assert_eq(write(part.fd, "hello", 5), 5);
    if (err == ERR_OK)
        err = media_part_finish(&part, path, info, 5, error);
    media_part_drop(&part);
    return err;
}

static const struct media_info good = {.bytes = 5, .sha256 = hello_digest};

Test(media_part, what_is_right_is_put_in_place_for_its_owner_alone)
{
    struct stat about;
    cr_assert_eq(save(false, &good, NULL), ERR_OK);
    cr_assert_eq(stat(path, &about), 0);
    cr_assert_eq(about.st_size, 5);
    cr_assert_eq(about.st_mode & 0777, 0600);
    cr_assert_eq(names_in_folder(), 1);
}

Test(media_part, what_is_not_right_leaves_nothing)
{
    struct error error = {0};
    const struct media_info longer = {.bytes = 6},
                            other = {.bytes = -1, .sha256 = hello_digest + 1};
    char digest[65];
    snprintf(digest, sizeof digest, "0%s", other.sha256);
    const struct media_info changed = {.bytes = -1, .sha256 = digest};
    cr_expect_eq(save(false, &longer, &error), ERR_IO);
    cr_expect_str_eq(error.what, "5 bytes came, and it should have been 6");
    cr_expect_eq(save(false, &changed, &error), ERR_IO);
    cr_expect_not_null(strstr(error.what, "SHA-256"));
    cr_expect_eq(names_in_folder(), 0);
}

Test(media_part, what_is_there_stays_unless_it_is_to_be_replaced)
{
    struct error error = {0};
    struct stat about;
    cr_assert_eq(save(false, &good, NULL), ERR_OK);
    cr_assert_eq(truncate(path, 1), 0);
    cr_expect_eq(save(false, &good, &error), ERR_CONTENT);
    cr_assert_eq(stat(path, &about), 0);
    cr_expect_eq(about.st_size, 1);
    cr_expect_eq(save(true, &good, &error), ERR_OK);
    cr_assert_eq(stat(path, &about), 0);
    cr_expect_eq(about.st_size, 5);
    cr_expect_eq(names_in_folder(), 1);
}

Test(media_part, what_comes_there_meanwhile_stays)
{
    struct error error = {0};
    struct media_part part;
    cr_assert_eq(media_part_open(path, false, &part, &error), ERR_OK);
    cr_assert_eq(write(part.fd, "hello", 5), 5);
    cr_assert_eq(mkdir(path, 0700), 0);
    cr_expect_eq(media_part_finish(&part, path, &good, 5, &error), ERR_CONTENT);
    media_part_drop(&part);
    cr_expect_eq(names_in_folder(), 1);
    cr_expect_eq(save(true, &good, &error), ERR_CONTENT, "a folder is never replaced");
}
