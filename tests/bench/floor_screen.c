/*
 * The floor of the terminal benchmarks: the smallest program of the same shape, and nothing else.
 *
 *   floor_screen                a field: each key is echoed into it
 *   floor_screen FILE           the newest rows of a history; Down and Page Down scroll by key
 *   floor_screen FILE search    the field is a full-text search, run with each key
 *
 * It is linked with libcurl, as a program that sends must be, and calls nothing of it.
 */
#include <curl/curl.h>
#include <locale.h>
#include <ncurses.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/floor_sql.h"

enum { MOST_ROWS = 64, FIELD_BYTES = 256 };

struct row {
    sqlite3_int64 at, id;
    char text[256];
};

struct floor {
    sqlite3_stmt *older, *words;
    struct row rows[MOST_ROWS];
    int count, most;
    char field[FIELD_BYTES];
    size_t length;
};

static void fail(const char *what)
{
    if (stdscr != NULL)
        endwin();
    fprintf(stderr, "floor_screen: %s\n", what);
    exit(1);
}

static const char *column(sqlite3_stmt *statement, int at)
{
    const char *text = (const char *)sqlite3_column_text(statement, at);
    return text != NULL ? text : "";
}

/* Rows of a statement that is bound already, from `count` on. */
static void read_rows(struct floor *floor, sqlite3_stmt *statement)
{
    while (floor->count < floor->most && sqlite3_step(statement) == SQLITE_ROW) {
        struct row *row = &floor->rows[floor->count++];
        row->id = sqlite3_column_int64(statement, 0);
        row->at = sqlite3_column_int64(statement, 2);
        snprintf(row->text, sizeof row->text, "%lld %-10s %-16s %-20s %-6s %6s %s",
                 (long long)row->at, column(statement, 10), column(statement, 6),
                 column(statement, 7), column(statement, 8), column(statement, 15),
                 column(statement, 11));
    }
    sqlite3_reset(statement);
}

static void read_older(struct floor *floor, int wanted)
{
    struct row last = {.at = INT64_MAX, .id = INT64_MAX};
    if (floor->count > 0)
        last = floor->rows[floor->count - 1];
    if (wanted < floor->most && floor->count > wanted) { /* one row more: the others move up */
        memmove(floor->rows, floor->rows + wanted,
                sizeof *floor->rows * (size_t)(floor->most - wanted));
        floor->count -= wanted;
    } else {
        floor->count = 0;
    }
    sqlite3_bind_int64(floor->older, 1, last.at);
    sqlite3_bind_int64(floor->older, 2, last.id);
    sqlite3_bind_int(floor->older, 3, wanted);
    read_rows(floor, floor->older);
}

static void search(struct floor *floor)
{
    char match[FIELD_BYTES + 3];
    floor->count = 0;
    if (floor->length < 3) {
        read_older(floor, floor->most);
        return;
    }
    snprintf(match, sizeof match, "\"%s\"", floor->field);
    sqlite3_bind_text(floor->words, 1, match, -1, SQLITE_TRANSIENT);
    read_rows(floor, floor->words);
}

static void draw(const struct floor *floor)
{
    mvaddstr(0, 0, floor->field);
    clrtoeol();
    for (int i = 0; i < floor->most; i++) {
        mvaddnstr(i + 1, 0, i < floor->count ? floor->rows[i].text : "", COLS - 1);
        clrtoeol();
    }
    move(0, (int)floor->length);
    refresh();
}

static void open_history(struct floor *floor, const char *path)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, FLOOR_OLDER, -1, &floor->older, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, FLOOR_WORDS, -1, &floor->words, NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
    read_older(floor, floor->most);
}

static void take_key(struct floor *floor, int key, bool searches)
{
    if (key == KEY_DOWN && floor->older != NULL)
        read_older(floor, 1);
    else if (key == KEY_NPAGE && floor->older != NULL)
        read_older(floor, floor->most);
    else if ((key == KEY_BACKSPACE || key == 127) && floor->length > 0)
        floor->field[--floor->length] = '\0';
    else if (key >= ' ' && key < 127 && floor->length + 1 < sizeof floor->field)
        floor->field[floor->length++] = (char)key;
    if (searches && key != KEY_DOWN && key != KEY_NPAGE)
        search(floor);
}

int main(int argc, char **argv)
{
    static struct floor floor;
    setlocale(LC_ALL, "");
    if (argc > 3)
        fail(curl_version());
    if (initscr() == NULL)
        fail("no terminal");
    raw();
    noecho();
    keypad(stdscr, TRUE);
    set_escdelay(25);
    floor.most = argc > 1 && LINES - 1 < MOST_ROWS ? LINES - 1 : 0;
    if (argc > 1)
        open_history(&floor, argv[1]);
    for (;;) {
        draw(&floor);
        timeout(-1);
        int key = getch();
        timeout(0);
        for (; key != ERR; key = getch()) {
            if (key == 3 || key == 17) {
                endwin();
                return 0;
            }
            take_key(&floor, key, argc > 2);
        }
    }
}
