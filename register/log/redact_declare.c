/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/redact_declare.h"

#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/journal/declared.h"
#include "lib/journal/journal.h"
#include "register/command.h"

enum { ANSWER_S = 150 };

int
redact_lock(const char *dir, const char *name, int *lock)
{
	char path[PATH_MAX];
	int rc;

	if (snprintf(path, sizeof(path), "%s/redact.lock", dir) >= PATH_MAX)
		return ERR_RANGE;
	rc = file_lock(path, false, lock);
	if (rc != ERR_AGAIN)
		return rc;
	say("Waiting for another command that redacts in journal %s.", name);
	(void)fflush(stdout);
	return file_lock(path, true, lock);
}

/* Nobody writes the journal now: we are its writer for a moment. */
static int
declare_alone(const char *dir)
{
	struct journal *j = NULL;
	int rc = journal_open(dir, &j);

	if (rc == ERR_OK)
		rc = journal_flush(j);
	journal_close(j);
	return rc;
}

/* Until the request is gone, which it is, too, when it was refused. */
static int
wait_for_answer(const char *dir, const char *name)
{
	int64_t until = clock_monotonic() + ANSWER_S * CLOCK_SECOND;
	char path[PATH_MAX], lock[PATH_MAX];
	bool told = false;
	int fd;

	if (snprintf(path, sizeof(path), "%s/redact", dir) >= PATH_MAX ||
	    snprintf(lock, sizeof(lock), "%s/lock", dir) >= PATH_MAX)
		return ERR_RANGE;
	while (access(path, F_OK) == 0) {
		if (clock_monotonic() > until) {
			(void)redaction_done(dir);
			complain("%s: not declared within %d seconds", name,
			    ANSWER_S);
			return ERR_AGAIN;
		}
		if (file_lock(lock, false, &fd) == ERR_OK) {
			close(fd);
			/* Without room, or once a daemon starts: again. */
			if (declare_alone(dir) == ERR_IO)
				return ERR_IO;
		} else if (!told) {
			say("Waiting for the daemon to declare it in journal "
			    "%s: a minute at most.",
			    name);
			(void)fflush(stdout);
			told = true;
		}
		if (access(path, F_OK) == 0)
			(void)poll(NULL, 0, 100);
	}
	return ERR_OK;
}

int
redact_declare(const char *dir, const char *name, const struct redaction *r,
    const struct redaction_entry *list)
{
	/* What a command left that was killed is answered first: it would be
	 * ours that is taken away after it was declared. */
	int rc = wait_for_answer(dir, name);

	if (rc == ERR_OK)
		rc = redaction_ask(dir, r, list);
	if (rc == ERR_OK)
		rc = wait_for_answer(dir, name);
	if (rc == ERR_OK) {
		rc = declared_find(dir, r, list);
		if (rc == ERR_NOTFOUND)
			complain("%s: the request is gone, and no signed "
				 "declaration stands in the journal",
			    name);
	}
	if (rc < 0)
		complain("%s: nothing was blanked there; look at the daemon's "
			 "log, and give the same command again",
		    name);
	return rc;
}
