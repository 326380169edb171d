/* What the app asks of a row's media, and what it is told of it. */
#ifndef CHAKRA_APP_MEDIA_ORDER_H
#define CHAKRA_APP_MEDIA_ORDER_H

/* EFFECT_MEDIA */
enum media_order {
    MEDIA_LIST,    /* of row `id`: EVENT_KEPT for PICK_MEDIA */
    MEDIA_LOOK,    /* what app->prompted is, a media id */
    MEDIA_SAVE,    /* it, to the path in app->prompted */
    MEDIA_REPLACE, /* the same over the file that is there */
    MEDIA_STOP
};

/* EVENT_MEDIA */
enum media_news {
    MEDIA_IS_KNOWN, /* title: a path to propose; text: what it is, in words */
    MEDIA_IS_THERE, /* text: the question whether that file is replaced */
    MEDIA_BEGINS,
    MEDIA_HAS_ENDED /* text: where it went; error: it did not */
};

#endif
