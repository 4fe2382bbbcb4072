/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Asks an agent for sysName.0 by SNMPv3, with the poller's engine:
 *
 *	ask_user ADDRESS:PORT
 *
 * reads lines of NAME AUTH PRIV AUTH-PASSWORD PRIV-PASSWORD CONTEXT
 * ("-" for none). One user after the other, each as a device of its own. For
 * each prints its name and what came: the value, "error N", or why nothing did:
 * the Report's name, "port closed", "unreachable", "silent after a probe",
 * "silent". Ends with a line "counts: PROBES SLOW-KEYS".
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/engine/security.h"
#include "collector/engine/transport.h"
#include "collector/keys/keys.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/wire/varbind.h"

struct asker {
	struct event_base *base;
	struct transport *transport;
	struct address address;
	struct usm_user user;
};

static void
print_answer(const struct snmp_message *m)
{
	struct ber list = m->varbinds;
	struct buf text = { 0 };
	struct varbind vb;

	if (m->error_status != SNMP_NO_ERROR) {
		printf("error %d\n", (int)m->error_status);
		return;
	}
	if (varbind_take(&list, &vb) < 0)
		return;
	value_print(&vb.value, &text);
	printf("%s\n", buf_str(&text));
	buf_free(&text);
}

static const char *
reason(const struct engine_end *end)
{
	if (end->report != USM_REPORT_NONE)
		return usm_report_name(end->report);
	if (end->icmp != ENGINE_ICMP_NONE)
		return end->icmp == ENGINE_PORT_CLOSED ? "port closed"
						       : "unreachable";
	return end->told ? "silent after a probe" : "silent";
}

static void
on_done(void *arg, const struct engine_end *end)
{
	struct asker *a = arg;

	printf("%s: ", a->user.name);
	if (end->answer != NULL)
		print_answer(end->answer);
	else
		printf("%s\n", reason(end));
	event_base_loopbreak(a->base);
}

static void
ask(struct asker *a)
{
	struct engine_peer peer = { .address = a->address,
		.version = SNMP_V3,
		.security = security_new(&a->user) };
	struct engine_question q = { .pdu = SNMP_GET, .retries = 2 };
	struct buf list = { 0 };

	varbind_add_name(&list, OID_OF(0x2b, 6, 1, 2, 1, 1, 5, 0));
	q.varbinds = (struct ber){ list.data, list.len };
	if (engine_ask(transport_engine(a->transport), &peer, &q, on_done, a,
		NULL) < 0)
		fatalx("engine");
	transport_flush(a->transport);
	event_base_dispatch(a->base);
	security_free(peer.security);
	buf_free(&list);
}

/* A word of a line; NULL for "-". */
static char *
word(char **line)
{
	char *w = strsep(line, " \n");

	if (w == NULL)
		fatalx("a line is too short");
	return strcmp(w, "-") == 0 ? NULL : w;
}

static void
use_line(struct asker *a, char *line)
{
	const char *name = word(&line), *auth = word(&line),
		   *priv = word(&line), *auth_password = word(&line),
		   *priv_password = word(&line), *context = word(&line);

	memset(&a->user, 0, sizeof(a->user));
	snprintf(a->user.name, sizeof(a->user.name), "%s", name);
	if (context != NULL)
		snprintf(
		    a->user.context, sizeof(a->user.context), "%s", context);
	if (auth != NULL && usm_auth_parse(auth, &a->user.auth) < 0)
		fatalx("%s: no protocol", auth);
	if (priv != NULL && usm_priv_parse(priv, &a->user.priv) < 0)
		fatalx("%s: no protocol", priv);
	if (keys_make(&a->user, auth_password, priv_password) < 0)
		fatalx("%s: password", name);
	ask(a);
}

int
main(int argc, char **argv)
{
	const struct engine_limits limits = { .window = 16,
		.timeout = CLOCK_SECOND / 2 };
	const struct engine_counts *c;
	struct asker a = { 0 };
	char line[512];

	log_start("ask_user");
	if (argc != 2 || address_parse(argv[1], &a.address) < 0) {
		fputs("usage: ask_user ADDRESS:PORT\n", stderr);
		return 2;
	}
	a.base = event_base_new();
	if (a.base == NULL || transport_new(a.base, &limits, &a.transport) < 0)
		fatalx("cannot start");
	while (fgets(line, sizeof(line), stdin) != NULL)
		use_line(&a, line);
	c = engine_counts(transport_engine(a.transport));
	printf("counts: %" PRIu64 " %" PRIu64 "\n", c->probes, c->slow_keys);
	transport_free(a.transport);
	event_base_free(a.base);
	return 0;
}
