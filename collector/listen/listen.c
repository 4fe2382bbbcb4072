/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/listen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "collector/listen/intake.h"
#include "collector/listen/privacy.h"
#include "collector/listen/tcp.h"
#include "collector/listen/udp.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

struct listen {
	struct role *role;
	struct intake *in;
	struct udp **udps; /* one for each address, or NULL */
	struct tcp **tcps;
	size_t count;
};

/* The site's own rules take the place of those that come with us. */
#define OWN_RULES SYSCONFDIR "/mibs/privacy.rules"

static int
load_rules(const struct config *c, struct privacy **out)
{
	char *path;
	int rc;

	if (access(OWN_RULES, F_OK) == 0)
		return privacy_load(OWN_RULES, out);
	path = config_data_path(c, "mibs/privacy.rules");
	rc = privacy_load(path, out);

	free(path);
	return rc;
}

static void
on_pause(bool pause, void *data)
{
	struct listen *l = data;

	for (size_t i = 0; i < l->count; i++) {
		if (l->udps[i] != NULL)
			udp_pause(l->udps[i], pause);
		if (l->tcps[i] != NULL)
			tcp_pause(l->tcps[i], pause);
	}
}

static void
start_socket(struct listen *l, size_t i)
{
	const struct config_address *a = &l->role->config->addresses[i];
	int fd;

	if (!role_listens(&listen_role, a->kind))
		return;
	fd = role_socket(l->role, a->kind, a->text);
	/* The role gets its descriptors anew at each reload. */
	if (fd != -1)
		fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (fd == -1)
		log_warnx("listen %s: no socket was handed", a->text);
	else if (a->kind == LISTEN_UDP)
		l->udps[i] = udp_start(fd, a, (int)i, l->in, l->role->base);
	else
		l->tcps[i] = tcp_start(fd, a, (int)i, l->in, l->role->base);
}

static void
start_sockets(struct listen *l)
{
	l->count = l->role->config->address_count;
	l->udps = mem_new(l->count + 1, sizeof(struct udp *));
	l->tcps = mem_new(l->count + 1, sizeof(struct tcp *));
	for (size_t i = 0; i < l->count; i++)
		start_socket(l, i);
}

static void
stop_sockets(struct listen *l)
{
	for (size_t i = 0; i < l->count; i++) {
		udp_stop(l->udps[i]);
		tcp_stop(l->tcps[i]);
	}
	free(l->udps);
	free(l->tcps);
	l->count = 0;
}

/* A connection is a descriptor, and the usual limit is for other programs. */
static void
raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
		return;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) == -1)
		log_warn("listen: limit of descriptors");
}

static int
listen_start(struct role *r)
{
	struct listen *l = mem_new(1, sizeof(*l));
	char *dir = config_home_path(r->config, "journal/listen");
	struct privacy *rules;
	int rc;

	l->role = r;
	raise_descriptors();
	rc = load_rules(r->config, &rules);
	if (rc == ERR_OK)
		rc = intake_open(dir, rules, r->base, &l->in);
	free(dir);
	if (rc < 0) {
		free(l);
		return rc;
	}
	start_sockets(l);
	intake_on_pause(l->in, on_pause, l);
	r->state = l;
	return ERR_OK;
}

static int
listen_reload_check(struct role *r, const struct config *next)
{
	struct privacy *rules;
	int rc;

	(void)r;
	rc = load_rules(next, &rules);
	if (rc == ERR_OK)
		privacy_free(rules);
	return rc;
}

/* What listens on the same address goes on, connections and all. */
static void
adopt(struct listen *l, struct listen *before, size_t i)
{
	const struct config_address *a = &l->role->config->addresses[i];

	for (size_t k = 0; k < before->count; k++) {
		if (before->udps[k] != NULL && a->kind == LISTEN_UDP &&
		    udp_adopt(before->udps[k], a, (int)i)) {
			l->udps[i] = before->udps[k];
			before->udps[k] = NULL;
			return;
		}
		if (before->tcps[k] != NULL && a->kind == LISTEN_TCP &&
		    tcp_adopt(before->tcps[k], a, (int)i)) {
			l->tcps[i] = before->tcps[k];
			before->tcps[k] = NULL;
			return;
		}
	}
	start_socket(l, i);
}

static void
listen_reload(struct role *r, const struct config *next)
{
	struct listen *l = r->state, before = *l;
	struct privacy *rules;

	if (load_rules(next, &rules) == ERR_OK)
		intake_use(l->in, rules);
	l->count = next->address_count;
	l->udps = mem_new(l->count + 1, sizeof(struct udp *));
	l->tcps = mem_new(l->count + 1, sizeof(struct tcp *));
	for (size_t i = 0; i < l->count; i++)
		adopt(l, &before, i);
	stop_sockets(&before);
}

static void
listen_stop(struct role *r)
{
	struct listen *l = r->state;

	stop_sockets(l);
	intake_close(l->in);
	free(l);
	role_stopped(r);
}

const struct role_ops listen_role = {
	.name = "listen",
	.rights = ROLE_LISTEN,
	.start = listen_start,
	.reload_check = listen_reload_check,
	.reload = listen_reload,
	.stop = listen_stop,
};
