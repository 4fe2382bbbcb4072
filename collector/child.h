/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_CHILD_H
#define COLLECTOR_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "collector/papers.h"
#include "collector/role.h"
#include "collector/sockets.h"
#include "lib/model/stream.h"

/*
 * A role as the supervisor sees it. It is executed again when it dies, after
 * 1 s, doubling up to 60 s; a life of 60 s begins anew at 1 s.
 */
enum { CHILD_WAIT_MAX_S = 60 };

enum child_answer { ANSWER_NONE, ANSWER_AWAITED, ANSWER_FINE, ANSWER_NO };

struct child {
	const struct role_ops *ops;
	unsigned instance;
	char name[STREAM_NAME_MAX];
	pid_t pid;       /* 0: not running */
	int control;     /* -1 then */
	int64_t started; /* on the monotonic clock */
	unsigned wait_s; /* until the next start */
	bool ready;
	enum child_answer answer; /* to the configuration of a reload */
};

/* What each start of a role is given. */
struct child_start {
	const char *path; /* of the configuration */
	const char *home; /* of --home, or NULL */
	bool verbose;
	const char *text;
	size_t len;
	const struct sockets *sockets;
	const struct papers *papers;
	const int *errands; /* the pair: alert's end, and program's */
};

int child_start(struct child *c, const struct child_start *how);

/* Sends the sockets and papers that the role needs, then the configuration. */
int child_send_config(struct child *c, const struct child_start *how);

/* After waitpid: says why it ended and sets wait_s. quiet: as was asked. */
void child_ended(struct child *c, int status, bool quiet);

#endif
