/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LOG_TEST_SEND_H
#define REGISTER_LOG_TEST_SEND_H

#include <stdbool.h>
#include <stddef.h>

/* One message of syslog to a listening socket of ours, over any transport. */

enum log_test_transport {
	LOG_TEST_UDP,
	LOG_TEST_TCP,
	LOG_TEST_TLS,
	LOG_TEST_RELP,
	LOG_TEST_RELP_TLS,
	LOG_TEST_TRANSPORTS,
};

/* As it stands in the configuration: "relp_tls". */
const char *log_test_transport_name(enum log_test_transport t);

struct log_test_target {
	enum log_test_transport transport;
	const char *address; /* of a listen section; 0.0.0.0 is this machine */
	const char *certificate_file; /* that it should show, or NULL */
	/* What we show; NULL: nothing. */
	const char *own_certificate, *own_key;
};

enum log_test_result {
	LOG_TEST_SENT,         /* handed over; nothing tells of more */
	LOG_TEST_ACKNOWLEDGED, /* RELP: it is on disk */
	LOG_TEST_FAILED,       /* why says it */
};

enum { LOG_TEST_WHY_MAX = 256 };

/* why is filled when it fails, and may warn when it does not; else empty. */
enum log_test_result log_test_send(const struct log_test_target *t,
    const char *message, char why[LOG_TEST_WHY_MAX]);

#endif
