/*
 * A TLS server on loopback with a certificate of its own making, which nobody
 * trusts unless told to: its name is 127.0.0.1 and nothing else. It answers
 * every request with the same reply and counts them.
 */
#ifndef CHAKRA_TESTS_TLS_SERVER_H
#define CHAKRA_TESTS_TLS_SERVER_H

#include <stddef.h>

struct tls_server;

/* `reply` must outlive the server. NULL when it cannot start. */
struct tls_server *tls_server_start(const char *reply);
void tls_server_stop(struct tls_server *server);

int tls_server_port(const struct tls_server *server);
const char *tls_server_certificate_file(const struct tls_server *server); /* PEM */
size_t tls_server_requests(struct tls_server *server); /* that got through the encryption */

#endif
