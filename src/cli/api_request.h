/*
 * The request of `api`: from the command line to a method, a URL on the profile's
 * own server, and a body; and whether the profile may make it.
 */
#ifndef CHAKRA_CLI_API_REQUEST_H
#define CHAKRA_CLI_API_REQUEST_H

#include "src/base/strbuf.h"
#include "src/chakra/api_table.h"
#include "src/cli/arguments.h"
#include "src/config/config.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

enum { API_PATH_MAX = 8 * 1024, API_BODY_MAX = 8 * 1024 * 1024 };

struct api_request {
    char method[8];
    struct strbuf path;  /* as it goes out, without the query */
    struct strbuf query; /* with its ?; "" */
    struct strbuf body;  /* JSON, byte for byte */
    bool has_body;
    enum api_effect effect;
};

void api_request_init(struct api_request *request);
void api_request_release(struct api_request *request);

/*
 * Reads METHOD (left out: GET, or POST with a body) and PATH, --data and -f. {pluginId} and the
 * like are filled in from the settings. ERR_USAGE and ERR_CONTENT say what is wrong; a whole
 * address is taken only when it is the profile's own server, so that the token goes nowhere else.
 */
enum err api_request_read(const struct arguments *arguments, const struct config *config,
                          struct api_request *request, struct error *reterr);

/* ERR_CONTENT with the reason when a profile of this mode may not make it. `is_sure`: --yes. */
enum err api_request_allowed(const struct api_request *request, const struct profile *profile,
                             bool is_sure, struct error *reterr);

/* URL of the request, with `query` in place of its own when it is not NULL. Caller frees. */
char *api_request_url(const struct api_request *request, const char *base_url, const char *query);

#endif
