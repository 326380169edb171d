/* One thread, one connection after the other; the certificate lives as long as the server. */
#include "tests/support/tls_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "src/base/mem.h"

struct tls_server {
    const char *reply;
    SSL_CTX *context;
    int listener;
    int port;
    int stop_pipe[2];
    char file[64];
    pthread_t thread;
    atomic_size_t requests;
};

static X509 *make_certificate(EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"chakra test", -1,
                               -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_set_pubkey(certificate, key);
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *address =
        X509V3_EXT_conf_nid(NULL, &context, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(certificate, address, -1);
    X509_EXTENSION_free(address);
    X509_sign(certificate, key, EVP_sha256());
    return certificate;
}

/* Sets up the context, and writes the certificate where a client can be told to trust it. */
static int prepare(struct tls_server *server)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = make_certificate(key);
    server->context = SSL_CTX_new(TLS_server_method());
    int ok = SSL_CTX_use_certificate(server->context, certificate) == 1 &&
             SSL_CTX_use_PrivateKey(server->context, key) == 1;
    snprintf(server->file, sizeof server->file, "/tmp/chakra-tls-XXXXXX");
    int fd = mkstemp(server->file);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    ok = ok && file != NULL && PEM_write_X509(file, certificate) == 1;
    if (file != NULL)
        fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return ok;
}

static void serve(struct tls_server *server, int fd)
{
    char bytes[8192];
    SSL *ssl = SSL_new(server->context);
    SSL_set_fd(ssl, fd);
    if (SSL_accept(ssl) == 1 && SSL_read(ssl, bytes, sizeof bytes) > 0) {
        atomic_fetch_add(&server->requests, 1);
        SSL_write(ssl, server->reply, (int)strlen(server->reply));
        SSL_shutdown(ssl);
    }
    SSL_free(ssl);
    close(fd);
}

static void *run(void *context)
{
    struct tls_server *server = context;
    /* OpenSSL writes without MSG_NOSIGNAL, and clients under test go away. */
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, NULL);
    struct pollfd both[2] = {{.fd = server->listener, .events = POLLIN},
                             {.fd = server->stop_pipe[0], .events = POLLIN}};
    while (poll(both, 2, -1) > 0 && both[1].revents == 0) {
        int fd = accept(server->listener, NULL, NULL);
        if (fd >= 0)
            serve(server, fd);
    }
    return NULL;
}

struct tls_server *tls_server_start(const char *reply)
{
    struct tls_server *server = mem_zalloc(1, sizeof *server);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->reply = reply;
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (!prepare(server) || bind(server->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(server->listener, 8) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&address, &size) != 0 ||
        pipe(server->stop_pipe) != 0 || pthread_create(&server->thread, NULL, run, server) != 0) {
        mem_free(server);
        return NULL;
    }
    server->port = ntohs(address.sin_port);
    return server;
}

void tls_server_stop(struct tls_server *server)
{
    close(server->stop_pipe[1]);
    pthread_join(server->thread, NULL);
    close(server->stop_pipe[0]);
    close(server->listener);
    SSL_CTX_free(server->context);
    unlink(server->file);
    mem_free(server);
}

int tls_server_port(const struct tls_server *server)
{
    return server->port;
}

const char *tls_server_certificate_file(const struct tls_server *server)
{
    return server->file;
}

size_t tls_server_requests(struct tls_server *server)
{
    return atomic_load(&server->requests);
}
