/* The loop of the terminal program. */
#include "ui/loop.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "ui/frame.h"
#include "ui/mouse.h"
#include "ui/paint.h"
#include "ui/split_file.h"
#include "ui/theme_list.h"
#include "ui/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct loop {
    const struct config *config;
    struct effects *effects;
    struct app app;
    struct grid grid;
    struct paint paint;
    struct tty_reader reader;
    int64_t heard_at; /* monotonic ms: when the terminal last had bytes for us */
    struct theme_list themes;
    bool is_over;
    bool was_stopped; /* by a signal */
};

/* A handler can reach nothing but a static: the write end of the loop's signal pipe. */
static volatile sig_atomic_t signal_pipe_end = -1;

static void write_signal(int number)
{
    int reason = errno;
    unsigned char byte = (unsigned char)number;
    if (signal_pipe_end >= 0) {
        ssize_t written = write(signal_pipe_end, &byte, 1);
        (void)written; /* a full pipe holds a signal already */
    }
    errno = reason;
}

/* So long the rest of a paste or of a sequence may keep us waiting. */
enum { OPEN_INPUT_MS = 2000 };

static void handle_signals(void (*handler)(int))
{
    static const int numbers[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH};
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        sigaction(numbers[i], &action, NULL);
}

static struct app_event new_event(enum app_event_kind kind)
{
    return (struct app_event){
        .kind = kind, .now_ms = clock_now_ms(), .monotonic_ms = clock_monotonic_ms()};
}

static void say(struct loop *loop, enum err code, const char *text)
{
    struct app_event event = new_event(EVENT_PROGRESS);
    event.error.code = code;
    event.text = text;
    app_handle(&loop->app, &event);
}

/* Short, and never with a recipient: titles are seen on shared screens and kept by window managers.
 */
static void set_title(const struct loop *loop)
{
    char title[100];
    if (!loop->config->screen.has_title)
        return;
    snprintf(title, sizeof title, "chakra-tui %.60s %s", loop->app.profile->name,
             app_mode_word(loop->app.profile->mode));
    tty_set_title(title);
}

/* Titles are a stack of the terminal's: each that was set is taken back before the next. */
static void drop_title(const struct loop *loop)
{
    if (loop->config->screen.has_title)
        tty_set_title(NULL);
}

/* What the terminal is asked for beyond text; it forgets that when it is given back. */
static void set_modes(const struct loop *loop)
{
    tty_set_mouse(loop->app.looks.has_mouse);
    tty_set_focus_reports(loop->config->screen.notify != NOTIFY_OFF);
    set_title(loop);
}

static void set_theme(struct loop *loop, size_t index, bool is_told)
{
    struct theme theme;
    struct theme_report report;
    char text[600];
    theme_list_load(&loop->themes, index, &theme, &report);
    paint_set_theme(&loop->paint, &theme);
    loop->app.looks.theme = index;
    const struct error *error = &report.first;
    if (report.count > 0)
        snprintf(text, sizeof text, text_of("%s: %s%s. The default stands in. %s"), error->where,
                 error->what, report.count > 1 ? text_of(", and more") : "", error->next);
    else
        snprintf(text, sizeof text, text_of("Theme %s. To keep it: theme = %s in the settings."),
                 theme.name, theme.name);
    if (report.count > 0 || is_told)
        say(loop, report.count > 0 ? ERR_CONFIG : ERR_OK, text);
}

static void notify(const struct loop *loop)
{
    if (loop->config->screen.notify == NOTIFY_BELL)
        tty_ring();
    else if (loop->config->screen.notify == NOTIFY_OSC9)
        tty_notify(text_of("chakra-tui: a message that was being sent has its outcome"));
}

/* While a child has the terminal its Ctrl-C is not ours. */
static void leave_terminal_to_child(struct loop *loop, bool leave)
{
    struct sigaction action = {.sa_handler = leave ? SIG_IGN : write_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = leave ? SIG_IGN : SIG_DFL;
    sigaction(SIGQUIT, &action, NULL);
    if (leave) {
        drop_title(loop);
        tty_pause();
    } else {
        tty_resume();
        set_modes(loop);
        paint_forget(&loop->paint);
    }
}

static void switch_profile(struct loop *loop, size_t index)
{
    const struct profile *profile = &loop->config->profiles[index];
    bool runs_command = profile->token_source == TOKEN_COMMAND;
    if (runs_command)
        leave_terminal_to_child(loop, true); /* it may want to ask for a passphrase */
    effects_use_profile(loop->effects, profile);
    if (runs_command)
        leave_terminal_to_child(loop, false);
    struct app_event event = new_event(EVENT_PROFILE);
    event.index = index;
    app_handle(&loop->app, &event);
    drop_title(loop);
    set_title(loop);
}

static void read_token(struct loop *loop)
{
    bool runs_command = loop->app.profile->token_source == TOKEN_COMMAND;
    if (runs_command)
        leave_terminal_to_child(loop, true);
    effects_read_token(loop->effects);
    if (runs_command)
        leave_terminal_to_child(loop, false);
    struct app_event event = new_event(EVENT_TOKEN_READ);
    event.error = *effects_token_error(loop->effects);
    app_handle(&loop->app, &event);
}

static void run_effect(struct loop *loop, const struct effect *effect)
{
    switch (effect->kind) {
    case EFFECT_QUIT:
        loop->is_over = true;
        break;
    case EFFECT_SUSPEND:
        drop_title(loop);
        tty_sleep();
        set_modes(loop);
        paint_forget(&loop->paint);
        write_signal(SIGWINCH); /* the window may have another size now */
        break;
    case EFFECT_REDRAW:
        paint_forget(&loop->paint);
        break;
    case EFFECT_DISCARD_INPUT:
        tty_discard_input(&loop->reader);
        break;
    case EFFECT_COPY:
        tty_copy(loop->app.copied.text, loop->app.copied.length);
        effects_copy_outside(loop->effects, &loop->app);
        break;
    case EFFECT_EDIT_VALUE:
        leave_terminal_to_child(loop, true);
        effects_edit_value(loop->effects, &loop->app, effect->index, loop->app.editing.text);
        leave_terminal_to_child(loop, false);
        break;
    case EFFECT_READ_TOKEN:
        read_token(loop);
        break;
    case EFFECT_SHOW_PAGER:
        leave_terminal_to_child(loop, true);
        effects_show_pager(loop->effects, &loop->app);
        leave_terminal_to_child(loop, false);
        break;
    case EFFECT_SET_THEME:
        set_theme(loop, effect->index, true);
        break;
    case EFFECT_SET_MOUSE:
        tty_set_mouse(loop->app.looks.has_mouse);
        break;
    case EFFECT_NOTIFY:
        notify(loop);
        break;
    case EFFECT_SWITCH_PROFILE:
        switch_profile(loop, effect->index);
        break;
    default: {
        bool runs_command = effects_runs_command(&loop->app, effect);
        if (runs_command)
            leave_terminal_to_child(loop, true);
        effects_run(loop->effects, &loop->app, effect);
        if (runs_command)
            leave_terminal_to_child(loop, false);
        break;
    }
    }
}

/* An effect's answer may ask for further effects: until none is left. */
static void run_effects(struct loop *loop)
{
    struct effect effects[APP_EFFECTS_MAX];
    size_t count = 0;
    while ((count = app_take_effects(&loop->app, effects)) > 0)
        for (size_t i = 0; i < count; i++)
            run_effect(loop, &effects[i]);
}

static void handle(struct loop *loop, struct app_event *event)
{
    frame_apply(&loop->grid, &loop->app);
    app_handle(&loop->app, event);
    run_effects(loop);
}

static void resize(struct loop *loop, int rows, int columns)
{
    struct app_event event = new_event(EVENT_RESIZE);
    event.rows = rows;
    event.columns = columns;
    handle(loop, &event);
    paint_forget(&loop->paint);
}

static void resize_to_terminal(struct loop *loop)
{
    int rows = 0;
    int columns = 0;
    tty_size(&rows, &columns);
    resize(loop, rows, columns);
}

static void give_paste(struct loop *loop)
{
    struct app_event event = new_event(EVENT_PASTE);
    struct key_decoder *decoder = &loop->reader.decoder;
    event.text = decoder->paste.text;
    event.length = decoder->paste.length;
    event.lost_bytes = decoder->paste_lost;
    handle(loop, &event);
    key_decoder_forget_paste(decoder);
}

static void draw(struct loop *loop)
{
    frame_apply(&loop->grid, &loop->app);
    if (!grid_resize(&loop->grid, loop->app.rows, loop->app.columns))
        return;
    frame_draw(&loop->grid, &loop->app);
    paint_show(&loop->paint, &loop->grid);
}

/* What was pressed is what was drawn there: the grid is the one on the screen. */
static void give_pointer(struct loop *loop, const struct decoded_mouse *mouse)
{
    struct app_event event = new_event(EVENT_POINTER);
    hits_find(&loop->grid.hits, mouse->row - 1, mouse->column - 1, &event.pointer);
    event.pointer.gesture = mouse_gesture(mouse->button, !mouse->is_release);
    handle(loop, &event);
}

static void take_input(struct loop *loop, const struct tty_input *input)
{
    struct app_event event;
    switch (input->kind) {
    case TTY_NOTHING:
        break;
    case TTY_KEY:
        event = new_event(EVENT_KEY);
        event.key = input->key;
        handle(loop, &event);
        break;
    case TTY_PASTE:
        give_paste(loop);
        break;
    case TTY_MOUSE:
        give_pointer(loop, &input->mouse);
        draw(loop); /* the next press means what is seen then */
        break;
    case TTY_FOCUS:
        event = new_event(EVENT_FOCUS);
        event.index = input->has_focus;
        handle(loop, &event);
        break;
    case TTY_GONE:
        loop->is_over = true;
        break;
    }
}

/* What was typed is read, then the screen is drawn once; a flood of keys is drawn in between. */
static void read_terminal(struct loop *loop)
{
    enum { MOST_INPUTS = 1024 };
    for (int i = 0; i < MOST_INPUTS && !loop->is_over; i++) {
        struct tty_input input = tty_read(&loop->reader);
        take_input(loop, &input);
        if (input.kind == TTY_NOTHING)
            return;
    }
}

/* A paste without an end, or a torn sequence: silence ends it. */
static void end_open_input(struct loop *loop)
{
    if (!tty_reader_is_open(&loop->reader) || clock_monotonic_ms() - loop->heard_at < OPEN_INPUT_MS)
        return;
    struct tty_input input = tty_give_up(&loop->reader);
    take_input(loop, &input);
}

static int poll_timeout(const struct loop *loop)
{
    int64_t wait = app_next_deadline(&loop->app, clock_monotonic_ms());
    int64_t polls = effects_next_deadline(loop->effects, clock_monotonic_ms());
    if (polls >= 0 && (wait < 0 || polls < wait))
        wait = polls;
    if (wait > INT32_MAX)
        wait = INT32_MAX;
    if (tty_reader_is_open(&loop->reader)) {
        int64_t silence = loop->heard_at + OPEN_INPUT_MS - clock_monotonic_ms();
        silence = silence > 0 ? silence : 0;
        wait = wait < 0 || silence < wait ? silence : wait;
    }
    if (tty_reader_has_more(&loop->reader))
        wait = 0;
    return wait < 0 ? -1 : (int)wait;
}

static void take_signal(struct loop *loop, int pipe_end)
{
    unsigned char numbers[64];
    ssize_t count = read(pipe_end, numbers, sizeof numbers);
    bool stop = false;
    for (ssize_t i = 0; i < count; i++)
        stop = stop || numbers[i] != SIGWINCH;
    if (count <= 0)
        return;
    if (!stop) {
        resize_to_terminal(loop);
        return;
    }
    struct app_event event = new_event(EVENT_STOP);
    loop->was_stopped = true;
    handle(loop, &event);
}

static void run_loop(struct loop *loop, int signals)
{
    enum { TERMINAL, WORKER, SIGNALS, SOURCES };
    struct pollfd sources[SOURCES] = {
        [TERMINAL] = {.fd = STDIN_FILENO, .events = POLLIN},
        [WORKER] = {.fd = effects_wake_fd(loop->effects), .events = POLLIN},
        [SIGNALS] = {.fd = signals, .events = POLLIN},
    };
    draw(loop);
    effects_begin(loop->effects, &loop->app);
    while (!loop->is_over) {
        draw(loop);
        int ready = poll(sources, SOURCES, poll_timeout(loop));
        if (ready < 0 && errno != EINTR)
            return;
        if (ready > 0 && (sources[TERMINAL].revents & POLLIN) != 0)
            loop->heard_at = clock_monotonic_ms();
        if (ready == 0) {
            struct app_event event = new_event(EVENT_TIME);
            effects_tick(loop->effects, &loop->app);
            handle(loop, &event);
        }
        if (ready > 0 && (sources[SIGNALS].revents & POLLIN) != 0)
            take_signal(loop, signals);
        if (ready > 0 && (sources[WORKER].revents & POLLIN) != 0) {
            effects_collect(loop->effects, &loop->app);
            run_effects(loop);
        }
        if (!loop->is_over)
            read_terminal(loop);
        end_open_input(loop);
        if (ready > 0 && (sources[TERMINAL].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
            return;
    }
}

static void warn_ascii(struct loop *loop)
{
    say(loop, ERR_CONFIG,
        text_of("This locale shows and takes only ASCII. Start with LC_ALL=C.UTF-8 for all "
                "characters."));
}

static enum err take_screen(struct loop *loop, struct error *reterr)
{
    enum err err = tty_take(reterr);
    if (err != ERR_OK)
        return err;
    tty_reader_init(&loop->reader);
    struct theme theme;
    const char *no_color = getenv("NO_COLOR");
    (void)theme_list_init(&loop->themes, &loop->config->screen,
                          no_color != NULL && no_color[0] != '\0');
    (void)theme_load_builtin("default", &theme);
    paint_init(&loop->paint, &theme);
    loop->paint.has_links = loop->config->screen.has_links && tty_has_links();
    loop->app.looks.theme_names = (const char *const *)loop->themes.names;
    loop->app.looks.theme_count = loop->themes.count;
    split_file_read(&loop->app.looks);
    set_theme(loop, loop->themes.chosen, false);
    loop->grid.ascii_only = !tty_is_utf8();
    loop->grid.ascii_lines = loop->config->screen.has_ascii_borders || tty_needs_ascii_lines();
    set_modes(loop);
    resize_to_terminal(loop);
    effects_tell_start(loop->effects, &loop->app);
    if (loop->grid.ascii_only)
        warn_ascii(loop);
    return ERR_OK;
}

enum err ui_check_terminal(struct error *reterr)
{
    return tty_check(reterr);
}

enum err ui_run(const struct config *config, struct effects *effects, struct error *reterr)
{
    struct loop loop = {.config = config, .effects = effects};
    int signals[2];
    key_decoder_init(&loop.reader.decoder);
    if (pipe(signals) != 0)
        return error_set(reterr, ERR_IO, "Close other programs, then try again.", "no pipe");
    for (int i = 0; i < 2; i++) {
        fcntl(signals[i], F_SETFD, FD_CLOEXEC);
        fcntl(signals[i], F_SETFL, O_NONBLOCK);
    }
    enum err err = app_init(&loop.app, config, clock_now_ms(), reterr);
    if (err == ERR_OK) {
        grid_init(&loop.grid);
        err = take_screen(&loop, reterr);
    }
    if (err == ERR_OK) {
        signal_pipe_end = signals[1];
        handle_signals(write_signal);
        run_loop(&loop, signals[0]);
        drop_title(&loop);
        tty_give_back();
        handle_signals(SIG_IGN); /* what follows writes the rows: nothing may cut it short */
        signal_pipe_end = -1;
        split_file_write(&loop.app.looks);
        paint_release(&loop.paint);
        theme_list_release(&loop.themes);
        if (loop.was_stopped)
            err =
                error_set(reterr, ERR_INTERRUPTED,
                          "What was being sent is recorded: see the history.", "ended by a signal");
    }
    grid_release(&loop.grid);
    tty_reader_release(&loop.reader);
    app_release(&loop.app);
    close(signals[0]);
    close(signals[1]);
    return err;
}
