/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/tallies.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "collector/config.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

static bool
is_of(const struct tally *one, const struct config_space *space,
    enum loss_reason reason, const char *what)
{
	return one->tenant_id == space->tenant_id &&
	    one->realm_id == space->realm_id && one->reason == reason &&
	    strcmp(one->what, what) == 0;
}

/*
 * The file
 */

/* In the machine's own byte order: it does not travel. */
struct page {
	char magic[8];
	uint64_t size; /* of one tally, by which a build knows its own */
	struct tally all[TALLIES_KEPT_MAX];
};
static const char magic[8] = "PWcount";

/* All of it now: a page without a block would be the end of us on a full disk.
 */
static bool
take_blocks(int fd)
{
	errno = posix_fallocate(fd, 0, sizeof(struct page));
	return errno == 0;
}

static struct page *
map(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	void *page = MAP_FAILED;

	if (fd != -1 && take_blocks(fd))
		page = mmap(NULL, sizeof(struct page), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (page == MAP_FAILED)
		log_warn("%s: counts are in memory only", path);
	if (fd != -1)
		close(fd);
	return page == MAP_FAILED ? NULL : page;
}

static bool
is_ours(const struct page *page)
{
	return memcmp(page->magic, magic, sizeof(magic)) == 0 &&
	    page->size == sizeof(struct tally);
}

/* A name is written last: one without is not there yet. */
static bool
is_used(const struct tally *one)
{
	return one->what[0] != '\0' &&
	    memchr(one->what, '\0', sizeof(one->what)) != NULL;
}

void
tallies_keep(struct tallies *t, const char *path)
{
	struct page *page = map(path);

	if (page == NULL)
		return;
	if (!is_ours(page)) {
		memset(page, 0, sizeof(*page));
		page->size = sizeof(struct tally);
		memcpy(page->magic, magic, sizeof(magic));
	}
	t->kept = page;
	t->all = page->all;
	t->room = TALLIES_KEPT_MAX;
	while (t->count < t->room && is_used(&t->all[t->count]))
		t->all[t->count++].written = 0;
}

/*
 * The counts
 */

static void
make_room(struct tallies *t)
{
	t->room = t->room == 0 ? 8 : 2 * t->room;
	t->all = mem_grow(t->all, t->room, sizeof(*t->all));
}

static struct tally *
find(struct tallies *t, const struct config_space *space,
    enum loss_reason reason, const char *what)
{
	struct tally *one;

	for (size_t i = 0; i < t->count; i++)
		if (is_of(&t->all[i], space, reason, what))
			return &t->all[i];
	if (t->kept != NULL && t->count == t->room)
		return &t->all[t->count - 1];
	if (t->count == t->room)
		make_room(t);
	one = &t->all[t->count++];
	*one = (struct tally){ .tenant_id = space->tenant_id,
		.realm_id = space->realm_id,
		.reason = reason };
	atomic_signal_fence(memory_order_release);
	snprintf(one->what, sizeof(one->what), "%s", what);
	return one;
}

void
tallies_add(struct tallies *t, const struct config_space *space,
    enum loss_reason reason, const char *what, int64_t at)
{
	struct tally *one = find(t, space, reason, what);

	if (one->count == 0)
		one->first = at;
	if (one->count == one->written)
		one->since = at;
	one->count++;
	one->last = at;
}

bool
tallies_write(struct tallies *t, tallies_write_fn write, void *data)
{
	if (t->is_written)
		return false;
	for (size_t i = 0; i < t->count; i++) {
		struct tally *one = &t->all[i];

		if (one->count == 0 || !write(data, one))
			continue;
		one->written = one->count;
		t->is_written = true;
	}
	return t->is_written;
}

void
tallies_settle(struct tallies *t)
{
	if (!t->is_written)
		return;
	t->is_written = false;
	for (size_t i = 0; i < t->count; i++) {
		struct tally *one = &t->all[i];

		if (one->written == 0)
			continue;
		one->count -= one->written;
		one->written = 0;
		one->first = one->since;
	}
}

void
tallies_free(struct tallies *t)
{
	if (t->kept != NULL)
		munmap(t->kept, sizeof(struct page));
	else
		free(t->all);
	*t = (struct tallies){ 0 };
}
