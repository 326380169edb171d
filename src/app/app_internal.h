/* What the app_*.c files share; nobody else includes it. */
#ifndef CHAKRA_APP_APP_INTERNAL_H
#define CHAKRA_APP_APP_INTERNAL_H

#include "src/app/app.h"

/* Keys are ignored for so long after the review opened: they were typed ahead. */
enum { REVIEW_GATE_MS = 250 };

/* Between two looks at what goes on. */
enum { TICK_MS = 1000 };

void app_ask(struct app *app, struct effect effect);
__attribute__((format(printf, 3, 4))) void app_say(struct app *app, enum tone tone,
                                                   const char *format, ...);
void app_say_error(struct app *app, const struct error *error);
void app_nomem(struct app *app);
void app_open_question(struct app *app, void (*yes)(struct app *), const char *text);
/* The same for what sends: like the review it takes no key that was typed before it was seen. */
void app_open_send_question(struct app *app, void (*yes)(struct app *), const char *text);

/* What would be sent is another message now: a review of the old one closes. */
void app_changed(struct app *app);

/* The profile of the settings with this index, with nothing of the one before. */
void app_use_profile(struct app *app, size_t index);

/* app_account.c */
void account_drop_templates(struct app *app);
void account_drop_senders(struct app *app);

/* app_form.c */
void form_refresh(struct app *app);
void form_focus(struct app *app, size_t field);
void form_key(struct app *app, struct key key);
void form_open_choice(struct app *app, struct key key);
void form_edit_outside(struct app *app);
void form_take_edited(struct app *app, size_t index, const char *text);
void form_upload(struct app *app);
void form_take_link(struct app *app, const char *file_key, const char *link);
void form_choose_sender(struct app *app, const char *id);
void form_choose_template(struct app *app, const struct template *template);
void form_take_senders(struct app *app, struct app_event *event);
void form_take_templates(struct app *app, struct app_event *event);

void form_field_changed(struct app *app);

/* app_media.c */
void media_take(struct app *app, const struct app_event *event);
void media_choose(struct app *app, size_t index); /* of app->kept */
void action_save_media(struct app *app);

/* app_record.c */
/* The field is there where the route of profile and plugin wants it. */
void record_follow_route(struct app *app);
/* The review opens; where a record names the recipient, after the account said who that is. */
void record_then_review(struct app *app);
void record_take_owner(struct app *app, const struct app_event *event);
void action_recall_recipient(struct app *app);

/* app_keys.c */
void keys_load(struct app *app);
void help_open(struct app *app);
void help_resized(struct app *app);
void palette_open(struct app *app);
void palette_fill(struct app *app);
void palette_run(struct app *app, enum action action);
void edit_run(struct app *app, enum edit what);
void quit_ask(struct app *app);
void cancel_current(struct app *app);

/* app_complete.c */
bool complete_recipient(struct app *app);
void action_complete(struct app *app);
void recipient_hint(struct app *app);
void recipient_put(struct app *app, const char *digits);
void earlier_open(struct app *app);
void earlier_take(struct app *app, struct app_event *event);
void earlier_fill(struct app *app);
void earlier_choose(struct app *app, const char *label);

/* app_paste.c */
void paste_take(struct app *app, const struct app_event *event);

/* app_history.c */
void history_take_tally(struct app *app, const struct app_event *event);
void action_saved_filters(struct app *app);
void action_show_stats(struct app *app);
void action_follow(struct app *app);
void action_time_format(struct app *app);
void history_take(struct app *app, struct app_event *event);
void action_search(struct app *app);
void action_keep_filter(struct app *app);
void action_drop_filter(struct app *app);
void filter_key(struct app *app, struct key key);
void filter_set(struct app *app, const char *text);

/* app_row.c */
void row_take_note(struct app *app, const struct app_event *event);
int64_t row_id_in_hand(const struct app *app); /* of the open page, else the selected; 0 */
void action_edit_row(struct app *app);
void action_send_row(struct app *app);
void action_row_language(struct app *app);
void action_row_recipient(struct app *app);
void action_copy_row(struct app *app);
void action_look_up(struct app *app);
void action_show_chat(struct app *app);
void action_cancel_send(struct app *app);
void action_compare_row(struct app *app);
void action_note_row(struct app *app);
void action_tag_row(struct app *app);
void action_delete_row(struct app *app);
void action_undelete_row(struct app *app);
void action_next_row(struct app *app);
void action_previous_row(struct app *app);

/* app_keep.c */
bool form_is_dirty(const struct app *app);
void form_is_kept(struct app *app);
/* Runs an effect that fills the form, after a question when something would be lost. */
void form_replace(struct app *app, struct effect effect, enum after_recall after);
void form_postponed(struct app *app);
void keep_take_list(struct app *app, struct app_event *event);
void keep_choose(struct app *app, size_t index);
void action_postpone(struct app *app);
void action_clear_form(struct app *app);
void action_recall_draft(struct app *app);
void action_save_preset(struct app *app);
void action_open_preset(struct app *app);

/* app_preview.c */
void preview_move(struct app *app, long lines);
void action_preview_kind(struct app *app);
void action_preview_down(struct app *app);
void action_preview_up(struct app *app);

/* app_prompt.c: `changed` may be NULL */
void prompt_open(struct app *app, const char *label, const char *text,
                 void (*changed)(struct app *app), void (*accepted)(struct app *app));
void prompt_key(struct app *app, struct key key);
void action_accept_prompt(struct app *app);
void action_close_prompt(struct app *app);
void action_find(struct app *app);
void action_find_next(struct app *app);
void action_find_previous(struct app *app);

/* app_fix.c */
void fix_offer(struct app *app);

/* app_picker.c */
void picker_open_for(struct app *app, enum picker_purpose purpose);
void picker_fill(struct app *app);
void picker_take_key(struct app *app, struct key key);

/* app_rollout.c */
void rollout_take(struct app *app, const struct app_event *event);
void rollout_time(struct app *app);
void rollout_press(struct app *app, const struct pointer *pointer);
/* The list of templates has changed, or is gone. */
void rollout_list_changed(struct app *app);
void rollout_list_dropped(struct app *app);
/* Messages of the run that have not ended. */
size_t rollout_in_flight(const struct app *app);
void action_rollout(struct app *app);
void action_rollout_open(struct app *app);
void action_rollout_run(struct app *app);
void action_rollout_run_row(struct app *app);
void action_rollout_run_all(struct app *app);
void action_rollout_check(struct app *app);
void action_rollout_check_all(struct app *app);
void action_rollout_edit(struct app *app);
void action_rollout_cancel(struct app *app);
void action_rollout_left(struct app *app);
void action_rollout_right(struct app *app);
void action_rollout_leave(struct app *app);

/* app_send.c */
void send_open_review(struct app *app, const struct app_event *event);
void send_ended(struct app *app, const struct sent *sent);
void review_confirm(struct app *app, bool override_duplicate);

/* app_draft.c */
void draft_touch(struct app *app);
void draft_save_if_due(struct app *app, bool now);
void draft_take_json(struct app *app, const char *text, size_t length);
void draft_take_row(struct app *app, const struct app_event *event);
void form_want_template(struct app *app);
void action_send(struct app *app);

/* app_list.c */
void list_fill_keys(struct app *app);
void list_choose_key(struct app *app, size_t index, const char *label);
void list_take_news(struct app *app, struct app_event *event);
bool list_cancel(struct app *app); /* C-c; false: nothing of the list is under way */
void action_list_open(struct app *app);
void action_list_check(struct app *app);
void action_list_send(struct app *app);
void action_list_stop(struct app *app);
void action_list_map(struct app *app);
void action_list_columns(struct app *app);
void action_list_history(struct app *app);
void action_list_encoding(struct app *app);
void action_list_close(struct app *app);

/* app_looks.c */
void looks_take_config(struct app *app);
void looks_ended(struct app *app, uint64_t number);
void looks_fill_themes(struct app *app);
bool looks_hide_key(const struct app *app, struct key key);
void action_zoom(struct app *app);
void action_taller(struct app *app);
void action_shorter(struct app *app);
void action_wider(struct app *app);
void action_narrower(struct app *app);
void action_theme(struct app *app);
void action_mouse(struct app *app);
void action_pager(struct app *app);
void action_redraw(struct app *app);
void action_suspend(struct app *app);

/* app_pointer.c */
void pointer_take(struct app *app, const struct pointer *pointer);

/* app_actions.c */
/* False: the first thing that keeps the message from being sent has the focus. */
bool form_is_ready(struct app *app);
void action_run(struct app *app, enum action action);

#endif
