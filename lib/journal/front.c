/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/front.h"

#include <errno.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/journal/position.h"
#include "lib/journal/syncer.h"

static int (*sync_file)(int fd) = fdatasync;

void
front_sync_with(int (*fn)(int fd))
{
	sync_file = fn;
}

static void
log_broken(const struct front *f, uint64_t segment, const char *what)
{
	log_warn("journal %s: segment %llu: %s", f->dir,
	    (unsigned long long)segment, what);
}

/* Nothing is tried again then: the kernel may have dropped what it could not
 * write, and say so once. */
int
front_break(struct front *f, const char *what)
{
	log_broken(f, f->at.segment, what);
	f->is_broken = true;
	return ERR_IO;
}

static void
tell(const struct front *f, int rc, const struct sync_point *to)
{
	if (f->told != NULL)
		f->told(f->arg, rc, to);
}

static void
publish(const struct front *f, const struct sync_point *to)
{
	position_set(f->published, f->uuid, &to->at);
	tell(f, ERR_OK, to);
}

void
front_publish(const struct front *f)
{
	const struct sync_point here = { f->at, f->given };

	publish(f, &here);
}

/* These two read nothing that changes while the thread is at work. */
static int
sync_to(void *arg, const struct sync_point *to)
{
	const struct front *f = arg;

	if (sync_file(f->fd) == 0)
		return ERR_OK;
	log_broken(f, to->at.segment, "fdatasync");
	return ERR_IO;
}

static void
on_synced(void *arg, int rc, const struct sync_point *to)
{
	const struct front *f = arg;

	if (rc == ERR_OK)
		publish(f, to);
	else
		tell(f, rc, to);
}

static int
note(struct front *f, int rc)
{
	f->is_broken = f->is_broken || rc < 0;
	return f->is_broken ? ERR_IO : ERR_OK;
}

static int
look(struct front *f)
{
	return note(f, f->syncer != NULL ? syncer_look(f->syncer) : ERR_OK);
}

int
front_settle(struct front *f)
{
	return note(f, f->syncer != NULL ? syncer_wait(f->syncer) : ERR_OK);
}

int
front_hand_over(struct front *f)
{
	const struct sync_point here = { f->at, f->given };

	int rc;

	if (f->syncer != NULL)
		return note(f, syncer_ask(f->syncer, &here));
	rc = note(f, sync_to(f, &here));
	on_synced(f, rc, &here);
	return rc;
}

static bool
is_no_room(int error)
{
	return error == ENOSPC || error == EDQUOT;
}

int
front_put(struct front *f, size_t from, const uint8_t *data, size_t len)
{
	uint64_t at = f->at.offset + from;
	int saved;
	ssize_t n;

	if (look(f) < 0)
		return ERR_IO;
	while (len > 0) {
		n = pwrite(f->fd, data, len, (off_t)at);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			saved = errno;
			/* Left in place it could be read as a later one. */
			(void)!ftruncate(f->fd, (off_t)f->at.offset);
			errno = saved;
			return is_no_room(saved) ? ERR_AGAIN
						 : front_break(f, "write");
		}
		data += n;
		len -= (size_t)n;
		at += (uint64_t)n;
	}
	return ERR_OK;
}

int
front_write(struct front *f, const uint8_t *data, size_t len)
{
	int rc = front_settle(f);

	if (rc == ERR_OK)
		rc = front_put(f, 0, data, len);
	if (rc == ERR_OK && sync_file(f->fd) == -1)
		rc = front_break(f, "fdatasync");
	return rc;
}

void
front_run(struct front *f)
{
	const struct sync_work work = { sync_to, on_synced, f };

	f->syncer = syncer_start(&work);
}

void
front_rest(struct front *f)
{
	if (f->syncer != NULL)
		(void)note(f, syncer_stop(f->syncer));
	f->syncer = NULL;
}
