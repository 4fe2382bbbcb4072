/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_CONFIG_H
#define COLLECTOR_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/journal/journal.h"
#include "lib/model/address.h"
#include "lib/store/db.h"

/*
 * What the daemon reads from patchwacht.conf (doc/patchwacht.conf.5), checked
 * whole: a configuration exists only when every value in it may be used. It
 * never changes; a reload makes another one. Times are in microseconds.
 */

struct conf;
struct conf_section;

enum listen_kind {
	LISTEN_UDP,
	LISTEN_TCP,
	LISTEN_TLS,
	LISTEN_RELP,
	LISTEN_RELP_TLS,
	LISTEN_TRAP, /* over UDP */
};
bool listen_is_stream(enum listen_kind kind);
bool listen_is_secure(enum listen_kind kind);

/* Whether a sender shows a certificate. */
enum config_client { CLIENT_NONE, CLIENT_OPTIONAL, CLIENT_REQUIRED };

enum { CONFIG_FINGERPRINT_LEN = 32 };

/* Whose word for the host we take: that of an address, or of a certificate. */
struct config_relay {
	struct address address; /* family 0: by name */
	const char *name;
};

/* Whose devices, and in which of their address spaces, senders are. */
struct config_space {
	int32_t tenant_id, realm_id;
};

/* One section listen "NAME" { }. */
struct config_listen {
	const char *name;
	int64_t idle;           /* a silent connection is closed after it */
	int64_t frame_deadline; /* a message begun must have ended by then, */
	int64_t handshake_deadline; /* and a handshake */
	int connections;            /* at most, for this section */
	int connections_per_source;
	int connections_per_network; /* a /64 of IPv6 */
	int message_max; /* bytes; the rest of a longer message is dropped */
	struct config_space space;
	const char *certificate_file, *key_file;         /* NULL: no TLS */
	const char *ca_file, *crl_file;                  /* NULL: none */
	uint8_t (*fingerprints)[CONFIG_FINGERPRINT_LEN]; /* SHA-256 */
	size_t fingerprint_count;
	enum config_client client;
	struct config_relay *relays;
	size_t relay_count;
};

/* One section trap "NAME" { }. */
struct config_trap {
	const char *name;
	int tenant_id, realm_id;
	const char **credentials; /* labels; besides that of the device */
	size_t credential_count;
	const char **proxies; /* whose word for an agent's address we take */
	size_t proxy_count;
	const struct conf_section *where; /* for messages */
};

/* One address of either; the supervisor opens the socket for it. */
struct config_address {
	enum listen_kind kind;
	const char *text; /* "192.0.2.1:514", "[::]:514" */
	const struct config_listen *listen;
	const struct config_trap *trap; /* of LISTEN_TRAP */
};

/* One section class "NAME" { }: how devices of that class are polled. */
struct config_class {
	const char *name;            /* as profiles have it: "printer" */
	int64_t identity, stability; /* 0: as others */
	bool sleeps;                 /* it need not answer */
	const struct conf_section *where;
};

struct config_poll {
	int64_t interval; /* between two looks at how a device is, */
	int64_t identity; /* and at who it is */
	int64_t timeout;  /* for the first answer; adapts from there */
	int retries;
	int window; /* requests in flight over all devices */
	int rate;   /* packets a second, 0: no limit */
	int max_repetitions;
	int workers; /* processes; window and rate are of all together */
	bool enabled;
	struct config_class *classes;
	size_t class_count;
};

enum { CONFIG_WORKERS_MAX = 16 };

/* name, of len bytes, is the one in its certificate, or empty. */
bool config_is_relay(const struct config_listen *l, const struct address *from,
    const char *name, size_t len);

/* NULL when nothing is said of that class. name may be NULL. */
const struct config_class *config_poll_class(
    const struct config_poll *c, const char *name);

struct config_journal {
	struct journal_limits limits; /* of that of listen */
	int shed_from; /* of this severity on, while there is little room */
};

struct config_store {
	int64_t flush;      /* an observation waits no longer than this */
	int batch_max;      /* observations in one transaction */
	int64_t keep_after; /* a loaded journal segment stays this long */
};

/* Of the other roles, who write less: room for a quarter of it. */
struct journal_limits config_small_journal(const struct config_journal *c);

struct config_verify {
	int64_t interval; /* between two looks at what has come in */
};

struct config_mail {
	const char *server; /* "smtp://mail.example.org:587"; NULL: no mail */
	const char *from;
	const char *user;          /* NULL: no authentication */
	const char *password_file; /* read at start and reload, by alert */
	const char *ca_file;       /* NULL: the system's */
	bool starttls;             /* refuse a server that does not offer it */
};

struct config_alert {
	const char *rules; /* the folder of a site's own; NULL: the usual one */
	int64_t interval;  /* between two looks at what is to be said */
	const char *metrics; /* "127.0.0.1:9464"; NULL: nobody may ask */
};

/* One section program "NAME" { }: what a channel of that name has run. */
struct config_program {
	const char *name;
	char **argv; /* ends with NULL; the first is a path from / on */
	int64_t timeout;
	uint64_t memory; /* bytes of address space */
	bool network;    /* it may open IP sockets */
	const struct conf_section *where;
};

struct config {
	struct conf *conf; /* holds every text below */
	char *home;
	const char *database; /* "embedded", or a DSN */
	const char *data;     /* or NULL; config_data_path finds it */
	const char *user; /* a role without a system user of its own is it */
	bool verbose;
	bool sandbox;
	struct config_address *addresses;
	size_t address_count;
	struct config_listen *listens;
	size_t listen_count;
	struct config_trap *traps;
	size_t trap_count;
	struct config_poll poll;
	struct config_journal journal;
	struct config_store store;
	struct config_verify verify;
	struct config_mail mail;
	struct config_alert alert;
	struct config_program *programs;
	size_t program_count;
};

/*
 * Reads a text; name stands in messages. home overrides what the file says
 * unless NULL. ERR_PARSE or ERR_RANGE, logged as "FILE:LINE: reason".
 */
int config_parse(const char *name, const char *text, size_t len,
    const char *home, struct config **out);
void config_free(struct config *c); /* NULL is fine */

/* NULL when none is called so. */
const struct config_program *config_program(
    const struct config *c, const char *name);
bool config_programs_reach_out(const struct config *c); /* one of them may */

/* That each is there and can be run, as who runs this sees it. ERR_NOTFOUND,
 * ERR_PARSE, logged as FILE:LINE. */
int config_check_programs(const struct config *c);

/* --config, else $PATCHWACHT_CONFIG, else SYSCONFDIR/patchwacht.conf. */
const char *config_path(const char *given);

/* Where the database is, borrowed from c. */
struct db_target config_target(const struct config *c);

/* A path below home; the caller's to free(). */
char *config_home_path(const struct config *c, const char *below);

/* A path below the data folder ("mibs/profiles"); the caller's to free(). */
char *config_data_path(const struct config *c, const char *below);

#endif
