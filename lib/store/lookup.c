/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/lookup.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <libpq-fe.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/conninfo.h"

enum { HOSTS_MAX = 16 };

struct host {
	char *name, *port; /* of a folder, too; port NULL: libpq's own */
	struct gaicb request;
};

struct lookup {
	struct host hosts[HOSTS_MAX];
	size_t count;
	struct gaicb *requests[HOSTS_MAX];
	int asked; /* of the hosts, those that are no folder */
	const char *why;
};

static const struct addrinfo streams = { .ai_socktype = SOCK_STREAM };

static const char *
option_of(const PQconninfoOption *options, const char *keyword)
{
	for (; options->keyword != NULL; options++) {
		if (strcmp(options->keyword, keyword) == 0)
			return options->val;
	}
	return NULL;
}

/* The next part of a list with commas; NULL past the last. */
static char *
take_part(const char **list)
{
	const char *start = *list;
	size_t len;

	if (start == NULL)
		return NULL;
	len = strcspn(start, ",");
	*list = start[len] == ',' ? start + len + 1 : NULL;
	return mem_dup_text(start, len);
}

static bool
is_folder(const char *host)
{
	return *host == '/' || *host == '@' || *host == '\0';
}

static void
add_host(struct lookup *l, char *name, char *port)
{
	struct host *h = &l->hosts[l->count++];

	h->name = name;
	h->port = port;
	if (is_folder(name))
		return;
	h->request.ar_name = name;
	h->request.ar_request = &streams;
	l->requests[l->asked++] = &h->request;
}

/* One port is that of all hosts. */
static void
read_hosts(struct lookup *l, const char *hosts, const char *ports)
{
	bool single = ports != NULL && strchr(ports, ',') == NULL;

	while (hosts != NULL && l->count < HOSTS_MAX) {
		char *name = take_part(&hosts);

		add_host(
		    l, name, single ? mem_dup_str(ports) : take_part(&ports));
	}
}

static void
discard(struct lookup *l)
{
	for (size_t i = 0; i < l->count; i++) {
		if (l->hosts[i].request.ar_result != NULL)
			freeaddrinfo(l->hosts[i].request.ar_result);
		free(l->hosts[i].name);
		free(l->hosts[i].port);
	}
	free(l);
}

struct lookup *
lookup_start(const char *conninfo)
{
	PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
	struct lookup *l = mem_new(1, sizeof(*l));
	const char *address;

	l->why = "no address";
	address = options == NULL ? "" : option_of(options, "hostaddr");
	if (address == NULL)
		read_hosts(
		    l, option_of(options, "host"), option_of(options, "port"));
	PQconninfoFree(options);
	if (l->asked > 0 &&
	    getaddrinfo_a(GAI_NOWAIT, l->requests, l->asked, NULL) == 0)
		return l;
	discard(l);
	return NULL;
}

bool
lookup_is_done(struct lookup *l)
{
	for (int i = 0; i < l->asked; i++) {
		int rc = gai_error(l->requests[i]);

		if (rc == EAI_INPROGRESS)
			return false;
		if (rc != 0)
			l->why = gai_strerror(rc);
	}
	return true;
}

struct lists {
	struct buf hosts, addresses, ports;
	bool has_ports;
};

static void
add_entry(struct lists *lists, const struct host *h, const char *address)
{
	const char *comma = lists->hosts.len > 0 ? "," : "";

	buf_printf(&lists->hosts, "%s%s", comma, h->name);
	buf_printf(&lists->addresses, "%s%s", comma, address);
	buf_printf(
	    &lists->ports, "%s%s", comma, h->port != NULL ? h->port : "");
	lists->has_ports |= h->port != NULL;
}

static void
add_addresses(struct lists *lists, const struct host *h)
{
	const struct addrinfo *a = h->request.ar_result;
	char text[NI_MAXHOST];

	for (; a != NULL; a = a->ai_next) {
		if (getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof(text),
			NULL, 0, NI_NUMERICHOST) == 0)
			add_entry(lists, h, text);
	}
}

int
lookup_add(const struct lookup *l, struct buf *conninfo)
{
	struct lists lists = { 0 };
	int rc = ERR_AGAIN;

	for (size_t i = 0; i < l->count; i++) {
		if (is_folder(l->hosts[i].name))
			add_entry(&lists, &l->hosts[i], "");
		else
			add_addresses(&lists, &l->hosts[i]);
	}
	if (lists.hosts.len > 0) {
		/* libpq takes the last of what is given twice. */
		conninfo_add(conninfo, "host", buf_str(&lists.hosts));
		conninfo_add(conninfo, "hostaddr", buf_str(&lists.addresses));
		if (lists.has_ports)
			conninfo_add(conninfo, "port", buf_str(&lists.ports));
		rc = ERR_OK;
	}
	buf_free(&lists.hosts);
	buf_free(&lists.addresses);
	buf_free(&lists.ports);
	return rc;
}

const char *
lookup_why(const struct lookup *l)
{
	return l->why;
}

void
lookup_free(struct lookup *l)
{
	/* A thread of the C library may still write to it. */
	if (l != NULL && lookup_is_done(l))
		discard(l);
}
