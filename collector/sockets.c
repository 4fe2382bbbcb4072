/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/sockets.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collector/endpoint.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

/* The kernel's own 208 KiB hold 332 short datagrams; this holds 100,000. */
enum { RECEIVE_ROOM = 64 << 20, BACKLOG = 512 };

const char *
sockets_kind_name(enum listen_kind kind)
{
	static const char *const names[] = {
		[LISTEN_UDP] = "udp",
		[LISTEN_TCP] = "tcp",
		[LISTEN_TLS] = "tls",
		[LISTEN_RELP] = "relp",
		[LISTEN_RELP_TLS] = "relp_tls",
		[LISTEN_TRAP] = "trap",
	};

	return names[kind];
}

int
sockets_read_name(
    const char *text, enum listen_kind *kind, const char **address)
{
	for (int k = LISTEN_UDP; k <= LISTEN_TRAP; k++) {
		const char *name = sockets_kind_name((enum listen_kind)k);
		size_t len = strlen(name);

		if (strncmp(text, name, len) == 0 && text[len] == ' ') {
			*kind = (enum listen_kind)k;
			*address = text + len + 1;
			return ERR_OK;
		}
	}
	return ERR_PARSE;
}

static void
set_options(int fd, enum listen_kind kind, int family)
{
	int on = 1, room = RECEIVE_ROOM;

	/* An IPv4 address beside "[::]" is then not in its way. */
	if (family == AF_INET6)
		(void)setsockopt(
		    fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (listen_is_stream(kind)) {
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
		return;
	}
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) ==
	    -1)
		(void)setsockopt(
		    fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
}

static int
open_one(enum listen_kind kind, const char *address)
{
	int fd, type = listen_is_stream(kind) ? SOCK_STREAM : SOCK_DGRAM;
	struct sockaddr_storage storage;
	socklen_t len;

	if (endpoint_parse(address, &storage, &len) < 0)
		return -1;
	fd = socket(storage.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1) {
		log_warn(
		    "listen %s %s: socket", sockets_kind_name(kind), address);
		return -1;
	}
	set_options(fd, kind, storage.ss_family);
	if (bind(fd, (struct sockaddr *)&storage, len) == -1 ||
	    (listen_is_stream(kind) && listen(fd, BACKLOG) == -1)) {
		log_warn(
		    "listen %s %s: bind", sockets_kind_name(kind), address);
		close(fd);
		return -1;
	}
	return fd;
}

static struct sockets_one *
find(const struct sockets *s, enum listen_kind kind, const char *address)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->all[i].kind == kind &&
		    strcmp(s->all[i].address, address) == 0)
			return &s->all[i];
	}
	return NULL;
}

int
sockets_find(
    const struct sockets *s, enum listen_kind kind, const char *address)
{
	const struct sockets_one *one = find(s, kind, address);

	return one == NULL ? -1 : one->fd;
}

void
sockets_put(
    struct sockets *s, enum listen_kind kind, const char *address, int fd)
{
	struct sockets_one *one = find(s, kind, address);

	if (one != NULL) {
		close(one->fd);
		one->fd = fd;
		return;
	}
	s->all = mem_grow(s->all, s->count + 1, sizeof(*s->all));
	s->all[s->count++] =
	    (struct sockets_one){ kind, mem_dup_str(address), fd };
}

int
sockets_open(struct sockets *s, const struct config *c)
{
	for (size_t i = 0; i < c->address_count; i++) {
		const struct config_address *a = &c->addresses[i];
		int fd;

		if (find(s, a->kind, a->text) != NULL)
			continue;
		fd = open_one(a->kind, a->text);
		if (fd == -1)
			return ERR_IO;
		sockets_put(s, a->kind, a->text, fd);
	}
	return ERR_OK;
}

static bool
asks_for(const struct config *c, const struct sockets_one *one)
{
	for (size_t i = 0; i < c->address_count; i++) {
		if (c->addresses[i].kind == one->kind &&
		    strcmp(c->addresses[i].text, one->address) == 0)
			return true;
	}
	return false;
}

void
sockets_keep(struct sockets *s, const struct config *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->count; i++) {
		if (asks_for(c, &s->all[i])) {
			s->all[kept++] = s->all[i];
			continue;
		}
		close(s->all[i].fd);
		free(s->all[i].address);
	}
	s->count = kept;
}

void
sockets_close(struct sockets *s)
{
	for (size_t i = 0; i < s->count; i++) {
		close(s->all[i].fd);
		free(s->all[i].address);
	}
	free(s->all);
	*s = (struct sockets){ 0 };
}
