/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_SUPERVISOR_PART_H
#define COLLECTOR_SUPERVISOR_PART_H

#include <stdbool.h>
#include <stddef.h>

#include <event2/event.h>

#include "collector/child.h"
#include "collector/config.h"
#include "collector/control.h"
#include "collector/papers.h"
#include "collector/sockets.h"
#include "collector/supervisor.h"
#include "lib/base/buf.h"

/*
 * What the files of the supervisor share: unit.c keeps a process alive,
 * reload.c lets all of them change their configuration together, supervisor.c
 * hears signals and ends it all.
 */
enum { CHILDREN_MAX = 64 };

struct supervisor;

struct unit {
	struct child child;
	struct supervisor *all;
	struct event *control; /* while it runs */
	struct event *restart; /* or, of one that is leaving, its last moment */
	bool leaving;          /* one too many since a reload: told to stop */
};

struct supervisor {
	struct supervisor_options options;
	struct event_base *base;
	struct unit *unit[CHILDREN_MAX];
	size_t units;
	struct config *config;
	struct buf text; /* that it was read from */
	struct sockets sockets;
	struct papers papers;
	int errands[2];      /* kept, so that either end may die */
	struct config *next; /* during a reload */
	struct buf next_text;
	struct papers next_papers;
	struct event *deadline; /* of a reload, or of the stop */
	struct event *signals[4];
	bool told_ready;
	bool stopping;
	bool reload_again; /* SIGHUP came during a reload */
};

void supervisor_arm(struct event *e, unsigned seconds);

/* The configuration, and the text that it was read from. */
int supervisor_read(
    const struct supervisor_options *o, struct buf *text, struct config **out);

/* How a role starts with these. */
struct child_start supervisor_describe(const struct supervisor *s,
    const struct buf *text, const struct papers *papers);

/* Starts those that the configuration in use wants and that are not there. */
void units_start(struct supervisor *s);
size_t units_running(const struct supervisor *s);
void units_kill(struct supervisor *s);
void unit_tell(struct child *c, enum control_type type);
void units_tell(struct supervisor *s, enum control_type type);

/* After waitpid. */
void unit_end(struct unit *u, int status);
void unit_free(struct unit *u);

/* On SIGHUP; one that comes during a reload is another reload, after it. */
void reload_start(struct supervisor *s);

/* Somebody has answered, or can no more: is that all of them? */
void reload_count(struct supervisor *s);

/* The configuration before stays; too late is told of who has not answered. */
void reload_drop(struct supervisor *s);
void reload_give_up(struct supervisor *s);

#endif
