/*
 * Every code of libcurl and what it means here. The names are libcurl's, but
 * only transport.c gives them their values, since no other file includes curl.
 * tests/unit/chakra/test_transport_codes.c fails when a code has no row.
 */
#ifndef CHAKRA_CHAKRA_TRANSPORT_CODES_H
#define CHAKRA_CHAKRA_TRANSPORT_CODES_H

/* id, what the operator can do now (a send whose request had not begun) */
#define TRANSPORT_STEP_LIST(X)                                                                   \
    X(NONE, "Try again; if it happens again, report it with the log (--log debug).")             \
    X(DONE, "Nothing is to be done.")                                                            \
    X(URL, "Check base_url in the settings: it must be an https address.")                       \
    X(NAME, "Check the network and the host name in base_url, then try again.")                  \
    X(PROXY, "Check the proxy (https_proxy, no_proxy in the environment), then try again.")      \
    X(CONNECT, "Check the network, and that the server in base_url is up, then try again.")      \
    X(TIME, "The server did not answer in time: check the network or raise the timeout.")        \
    X(TLS, "The secure connection failed: check the clock, the proxy and base_url.")             \
    X(CERTIFICATE, "The server's certificate is not trusted: check the clock, base_url and the " \
                   "installed CA certificates (package ca-certificates).")                       \
    X(CA_FILES, "Install the package ca-certificates, or correct SSL_CERT_FILE.")                \
    X(BROKEN, "The connection broke: check the network, then try again.")                        \
    X(GARBLED, "The server's answer is not HTTP: check base_url and the proxy.")                 \
    X(MEMORY, "Close other programs, then try again.")                                           \
    X(SYSTEM, "Check the limits of this machine (open files, disk), then try again.")            \
    X(STOPPED, "It was stopped by this program: look the message up before sending again.")      \
    X(OURS, "This is a fault of this program: report it with the log (--log debug).")            \
    X(NOT_HTTP, "libcurl reported a fault of another protocol: check base_url, then report it.") \
    X(BUILD, "This libcurl lacks something it needs: install the distribution's libcurl.")

/* CURLcode, step. Codes of newer versions than the oldest supported one stand in transport.c. */
#define TRANSPORT_CODE_LIST(X)                     \
    X(CURLE_OK, DONE)                              \
    X(CURLE_UNSUPPORTED_PROTOCOL, URL)             \
    X(CURLE_FAILED_INIT, BUILD)                    \
    X(CURLE_URL_MALFORMAT, URL)                    \
    X(CURLE_NOT_BUILT_IN, BUILD)                   \
    X(CURLE_COULDNT_RESOLVE_PROXY, PROXY)          \
    X(CURLE_COULDNT_RESOLVE_HOST, NAME)            \
    X(CURLE_COULDNT_CONNECT, CONNECT)              \
    X(CURLE_WEIRD_SERVER_REPLY, GARBLED)           \
    X(CURLE_REMOTE_ACCESS_DENIED, NOT_HTTP)        \
    X(CURLE_FTP_ACCEPT_FAILED, NOT_HTTP)           \
    X(CURLE_FTP_WEIRD_PASS_REPLY, NOT_HTTP)        \
    X(CURLE_FTP_ACCEPT_TIMEOUT, NOT_HTTP)          \
    X(CURLE_FTP_WEIRD_PASV_REPLY, NOT_HTTP)        \
    X(CURLE_FTP_WEIRD_227_FORMAT, NOT_HTTP)        \
    X(CURLE_FTP_CANT_GET_HOST, NOT_HTTP)           \
    X(CURLE_HTTP2, GARBLED)                        \
    X(CURLE_FTP_COULDNT_SET_TYPE, NOT_HTTP)        \
    X(CURLE_PARTIAL_FILE, BROKEN)                  \
    X(CURLE_FTP_COULDNT_RETR_FILE, NOT_HTTP)       \
    X(CURLE_OBSOLETE20, NOT_HTTP)                  \
    X(CURLE_QUOTE_ERROR, NOT_HTTP)                 \
    X(CURLE_HTTP_RETURNED_ERROR, OURS)             \
    X(CURLE_WRITE_ERROR, STOPPED)                  \
    X(CURLE_OBSOLETE24, NOT_HTTP)                  \
    X(CURLE_UPLOAD_FAILED, NOT_HTTP)               \
    X(CURLE_READ_ERROR, OURS)                      \
    X(CURLE_OUT_OF_MEMORY, MEMORY)                 \
    X(CURLE_OPERATION_TIMEDOUT, TIME)              \
    X(CURLE_OBSOLETE29, NOT_HTTP)                  \
    X(CURLE_FTP_PORT_FAILED, NOT_HTTP)             \
    X(CURLE_FTP_COULDNT_USE_REST, NOT_HTTP)        \
    X(CURLE_OBSOLETE32, NOT_HTTP)                  \
    X(CURLE_RANGE_ERROR, OURS)                     \
    X(CURLE_HTTP_POST_ERROR, OURS)                 \
    X(CURLE_SSL_CONNECT_ERROR, TLS)                \
    X(CURLE_BAD_DOWNLOAD_RESUME, OURS)             \
    X(CURLE_FILE_COULDNT_READ_FILE, NOT_HTTP)      \
    X(CURLE_LDAP_CANNOT_BIND, NOT_HTTP)            \
    X(CURLE_LDAP_SEARCH_FAILED, NOT_HTTP)          \
    X(CURLE_OBSOLETE40, NOT_HTTP)                  \
    X(CURLE_FUNCTION_NOT_FOUND, BUILD)             \
    X(CURLE_ABORTED_BY_CALLBACK, STOPPED)          \
    X(CURLE_BAD_FUNCTION_ARGUMENT, OURS)           \
    X(CURLE_OBSOLETE44, NOT_HTTP)                  \
    X(CURLE_INTERFACE_FAILED, CONNECT)             \
    X(CURLE_OBSOLETE46, NOT_HTTP)                  \
    X(CURLE_TOO_MANY_REDIRECTS, URL)               \
    X(CURLE_UNKNOWN_OPTION, BUILD)                 \
    X(CURLE_SETOPT_OPTION_SYNTAX, OURS)            \
    X(CURLE_OBSOLETE50, NOT_HTTP)                  \
    X(CURLE_OBSOLETE51, NOT_HTTP)                  \
    X(CURLE_GOT_NOTHING, BROKEN)                   \
    X(CURLE_SSL_ENGINE_NOTFOUND, TLS)              \
    X(CURLE_SSL_ENGINE_SETFAILED, TLS)             \
    X(CURLE_SEND_ERROR, BROKEN)                    \
    X(CURLE_RECV_ERROR, BROKEN)                    \
    X(CURLE_OBSOLETE57, NOT_HTTP)                  \
    X(CURLE_SSL_CERTPROBLEM, TLS)                  \
    X(CURLE_SSL_CIPHER, TLS)                       \
    X(CURLE_PEER_FAILED_VERIFICATION, CERTIFICATE) \
    X(CURLE_BAD_CONTENT_ENCODING, GARBLED)         \
    X(CURLE_OBSOLETE62, NOT_HTTP)                  \
    X(CURLE_FILESIZE_EXCEEDED, STOPPED)            \
    X(CURLE_USE_SSL_FAILED, TLS)                   \
    X(CURLE_SEND_FAIL_REWIND, BROKEN)              \
    X(CURLE_SSL_ENGINE_INITFAILED, TLS)            \
    X(CURLE_LOGIN_DENIED, URL)                     \
    X(CURLE_TFTP_NOTFOUND, NOT_HTTP)               \
    X(CURLE_TFTP_PERM, NOT_HTTP)                   \
    X(CURLE_REMOTE_DISK_FULL, NOT_HTTP)            \
    X(CURLE_TFTP_ILLEGAL, NOT_HTTP)                \
    X(CURLE_TFTP_UNKNOWNID, NOT_HTTP)              \
    X(CURLE_REMOTE_FILE_EXISTS, NOT_HTTP)          \
    X(CURLE_TFTP_NOSUCHUSER, NOT_HTTP)             \
    X(CURLE_OBSOLETE75, NOT_HTTP)                  \
    X(CURLE_OBSOLETE76, NOT_HTTP)                  \
    X(CURLE_SSL_CACERT_BADFILE, CA_FILES)          \
    X(CURLE_REMOTE_FILE_NOT_FOUND, NOT_HTTP)       \
    X(CURLE_SSH, NOT_HTTP)                         \
    X(CURLE_SSL_SHUTDOWN_FAILED, TLS)              \
    X(CURLE_AGAIN, OURS)                           \
    X(CURLE_SSL_CRL_BADFILE, CA_FILES)             \
    X(CURLE_SSL_ISSUER_ERROR, CERTIFICATE)         \
    X(CURLE_FTP_PRET_FAILED, NOT_HTTP)             \
    X(CURLE_RTSP_CSEQ_ERROR, NOT_HTTP)             \
    X(CURLE_RTSP_SESSION_ERROR, NOT_HTTP)          \
    X(CURLE_FTP_BAD_FILE_LIST, NOT_HTTP)           \
    X(CURLE_CHUNK_FAILED, NOT_HTTP)                \
    X(CURLE_NO_CONNECTION_AVAILABLE, CONNECT)      \
    X(CURLE_SSL_PINNEDPUBKEYNOTMATCH, CERTIFICATE) \
    X(CURLE_SSL_INVALIDCERTSTATUS, CERTIFICATE)    \
    X(CURLE_HTTP2_STREAM, BROKEN)                  \
    X(CURLE_RECURSIVE_API_CALL, OURS)              \
    X(CURLE_AUTH_ERROR, PROXY)                     \
    X(CURLE_HTTP3, GARBLED)                        \
    X(CURLE_QUIC_CONNECT_ERROR, CONNECT)           \
    X(CURLE_PROXY, PROXY)                          \
    X(CURLE_SSL_CLIENTCERT, TLS)                   \
    X(CURLE_UNRECOVERABLE_POLL, SYSTEM)

#endif
