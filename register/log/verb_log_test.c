/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <openssl/rand.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/listen_conf.h"
#include "lib/store/db.h"
#include "lib/store/log/sender_store.h"
#include "register/command.h"
#include "register/log/log_test_send.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/*
 * patchwacht log-test: a message over each transport of the configuration, and
 * what became of it. Each holds a password that is made up, so that it shows
 * whether secrets are masked.
 */

enum { POLL_MS = 100, WORD_LEN = 8 };
#define LOOK_BACK (10 * CLOCK_SECOND)

static const char *certificate, *key;
static long wait_s;

struct probe {
	struct log_test_target target;
	char word[2 * WORD_LEN + 24];
	enum log_test_result result;
	char why[LOG_TEST_WHY_MAX];
	int64_t sent, received; /* DB_NO_TIME: not in the database */
	char *device, *name;
	bool masked;
};

struct probes {
	struct conf *conf; /* holds the targets' texts */
	struct probe *all;
	size_t count, stored;
	char word[2 * WORD_LEN + 1]; /* in each of their texts */
	int64_t started;
};

static const struct conf_option options[] = {
	{ .name = "listen",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = listen_conf_options },
	{ 0 },
};

static const struct column columns[] = {
	{ "transport", "TRANSPORT", COLUMN_TEXT, 0 },
	{ "address", "ADDRESS", COLUMN_TEXT, 0 },
	{ "result", "RESULT", COLUMN_TEXT, 0 },
	{ "stored", "STORED", COLUMN_BOOL, 0 },
	{ "after_ms", "AFTER MS", COLUMN_INT, 0 },
	{ "masked", "MASKED", COLUMN_BOOL, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "certificate", "CERTIFICATE", COLUMN_TEXT, 0 },
	{ "why", "REMARK", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static void
add_section(struct probes *p, const struct conf_section *s)
{
	for (int t = 0; t < LOG_TEST_TRANSPORTS; t++) {
		const char *kind =
		    log_test_transport_name((enum log_test_transport)t);

		for (size_t i = 0; i < conf_list_len(s, kind); i++) {
			p->all =
			    mem_grow(p->all, p->count + 1, sizeof(*p->all));
			p->all[p->count++] = (struct probe){
				.target = { .transport =
						(enum log_test_transport)t,
				    .address = conf_list_at(s, kind, i),
				    .certificate_file =
					conf_text(s, "certificate_file"),
				    .own_certificate = certificate,
				    .own_key = key },
				.received = DB_NO_TIME,
			};
		}
	}
}

static int
read_targets(struct probes *p)
{
	const char *path = command.config;
	const struct conf_section *root;
	int rc;

	if (path == NULL)
		path = getenv("PATCHWACHT_CONFIG");
	if (path == NULL || *path == '\0')
		path = SYSCONFDIR "/patchwacht.conf";
	rc = conf_load_part(path, options, &p->conf);
	if (rc < 0)
		return rc;
	root = conf_root(p->conf);
	for (size_t i = 0; i < conf_count(root, "listen"); i++)
		add_section(p, conf_at(root, "listen", i));
	if (p->count > 0)
		return ERR_OK;
	complain("%s: no section listen says where to send to", path);
	return ERR_NOTFOUND;
}

static void
draw_word(char out[2 * WORD_LEN + 1])
{
	unsigned char bytes[WORD_LEN];

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		fatalx("no random bytes");
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static void
send_one(struct probes *p, size_t i)
{
	struct probe *one = &p->all[i];
	char at[CLOCK_TEXT_MAX], host[256] = "-";
	struct buf text = { 0 };

	one->sent = clock_now();
	(void)gethostname(host, sizeof(host) - 1);
	snprintf(one->word, sizeof(one->word), "%s-%zu.", p->word, i);
	/* RFC 5424: facility user, severity notice. */
	buf_printf(&text,
	    "<13>1 %s %s patchwacht-log-test %d - - test %s over %s, "
	    "password=%s",
	    clock_format(one->sent, at), host, (int)getpid(), one->word,
	    log_test_transport_name(one->target.transport), p->word);
	one->result = log_test_send(&one->target, buf_str(&text), one->why);
	buf_free(&text);
}

static void
note(struct probe *one, const struct db_rows *rows, size_t i)
{
	one->received = db_time(rows, i, SENDER_FOUND_RECEIVED);
	one->device = mem_dup_str(db_text(rows, i, SENDER_FOUND_DEVICE));
	one->name = mem_dup_str(db_text(rows, i, SENDER_FOUND_CERTIFICATE));
	one->masked = db_bool(rows, i, SENDER_FOUND_MASKED);
}

static int
look(struct probes *p, struct context *c)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = sender_store_find(
	    c->db, c->tenant, p->started - LOOK_BACK, p->word, &rows);
	for (size_t i = 0; rc == ERR_OK && i < p->count; i++) {
		struct probe *one = &p->all[i];

		for (size_t k = 0; k < db_count(rows); k++) {
			if (one->received != DB_NO_TIME ||
			    strstr(db_text(rows, k, SENDER_FOUND_TEXT),
				one->word) == NULL)
				continue;
			note(one, rows, k);
			p->stored++;
		}
	}
	db_rows_free(rows);
	return rc;
}

static size_t
count_sent(const struct probes *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++)
		n += p->all[i].result != LOG_TEST_FAILED;
	return n;
}

static int
await(struct probes *p, struct context *c)
{
	int64_t until = clock_monotonic() + wait_s * CLOCK_SECOND;
	const struct timespec nap = { 0, POLL_MS * 1000000L };
	int rc;

	for (;;) {
		rc = look(p, c);
		if (rc < 0 || p->stored >= count_sent(p) ||
		    clock_monotonic() >= until)
			return rc;
		nanosleep(&nap, NULL);
	}
}

static const char *
result_name(enum log_test_result r)
{
	switch (r) {
	case LOG_TEST_SENT:
		return "sent";
	case LOG_TEST_ACKNOWLEDGED:
		return "acknowledged";
	case LOG_TEST_FAILED:
		break;
	}
	return "failed";
}

static void
show(const struct probes *p)
{
	struct table *t = table_new("log_test", columns);

	for (size_t i = 0; i < p->count; i++) {
		const struct probe *one = &p->all[i];
		bool is_stored = one->received != DB_NO_TIME;

		table_add_text(
		    t, log_test_transport_name(one->target.transport));
		table_add_text(t, one->target.address);
		table_add_text(t, result_name(one->result));
		table_add_bool(t, is_stored);
		if (is_stored)
			table_add_int(t, (one->received - one->sent) / 1000);
		else
			table_add_text(t, NULL);
		if (is_stored)
			table_add_bool(t, one->masked);
		else
			table_add_text(t, NULL);
		table_add_text(t, one->device);
		table_add_text(t, one->name);
		table_add_text(t,
		    one->why[0] != '\0' ? one->why
			: is_stored     ? NULL
					: "not in the database in time");
	}
	table_print(t, stdout, command_form());
	table_free(t);
}

static void
free_probes(struct probes *p)
{
	for (size_t i = 0; i < p->count; i++) {
		free(p->all[i].device);
		free(p->all[i].name);
	}
	free(p->all);
	conf_free(p->conf);
}

static int
test_log(struct context *c, const struct words *rest)
{
	struct probes p = { .started = clock_now() };
	int rc;

	(void)rest;
	if ((certificate == NULL) != (key == NULL)) {
		complain("--certificate and --key belong together");
		return ERR_PARSE;
	}
	draw_word(p.word);
	rc = read_targets(&p);
	for (size_t i = 0; rc == ERR_OK && i < p.count; i++)
		send_one(&p, i);
	if (rc == ERR_OK)
		rc = await(&p, c);
	if (rc == ERR_OK) {
		show(&p);
		rc = p.stored == p.count ? ERR_OK : ERR_NOTFOUND;
	}
	free_probes(&p);
	return rc;
}

int
verb_log_test(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "certificate", FLAG_TEXT, &certificate, "FILE",
		    "what is shown over TLS, in PEM" },
		{ "key", FLAG_TEXT, &key, "FILE", "its private key" },
		{ "wait", FLAG_INT, &wait_s, "SECONDS",
		    "for the database, at most (10)" },
		{ 0 },
	};
	static const struct synopsis s = { "log-test", "", 0, 0, flags,
		"Sends itself a message of syslog over each transport of the "
		"configuration, and shows\nwhat became of it. Each holds a "
		"password that is made up, and should be masked. Exit\ncode 0: "
		"all are in the database." };

	wait_s = 10;
	return work_read(&s, argc, argv, test_log);
}
