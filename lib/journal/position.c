/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/position.h"

#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { FILE_LEN = 4096, TRIES_MAX = 1000 };
static const char magic[8] = "PWposn1";

/* In the machine's own byte order: the file does not travel. */
struct content {
	char magic[8];
	uint8_t uuid[JOURNAL_UUID_LEN];
	struct journal_position pos;
	uint32_t crc;
	uint32_t reserved;
};

/* Odd while the writer is between two contents. */
struct page {
	_Atomic uint64_t turn;
	struct content content;
};

struct position_file {
	struct page *page;
};

static uint32_t
crc_of(const struct content *c)
{
	return digest_crc32c(0, c, offsetof(struct content, crc));
}

static int
open_file(const char *path, bool write)
{
	struct stat st;
	int fd;

	fd = write ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640)
		   : open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1 ||
	    (st.st_size < FILE_LEN &&
		(!write || ftruncate(fd, FILE_LEN) == -1))) {
		close(fd);
		return -1;
	}
	return fd;
}

int
position_open(const char *dir, bool write, struct position_file **out)
{
	int protection = write ? PROT_READ | PROT_WRITE : PROT_READ;
	char path[PATH_MAX];
	void *page;
	int fd;

	snprintf(path, sizeof(path), "%s/position", dir);
	fd = open_file(path, write);
	if (fd == -1) {
		if (!write)
			return ERR_NOTFOUND;
		log_warn("journal %s", path);
		return ERR_IO;
	}
	page = mmap(NULL, FILE_LEN, protection, MAP_SHARED, fd, 0);
	close(fd);
	if (page == MAP_FAILED) {
		log_warn("journal %s: map", path);
		return ERR_IO;
	}
	*out = mem_new(1, sizeof(**out));
	(*out)->page = page;
	return ERR_OK;
}

void
position_close(struct position_file *p)
{
	if (p == NULL)
		return;
	munmap(p->page, FILE_LEN);
	free(p);
}

void
position_set(struct position_file *p, const uint8_t uuid[JOURNAL_UUID_LEN],
    const struct journal_position *pos)
{
	struct content c = { .pos = *pos };
	uint64_t turn;

	memcpy(c.magic, magic, sizeof(magic));
	memcpy(c.uuid, uuid, JOURNAL_UUID_LEN);
	c.crc = crc_of(&c);
	/* A writer that died in between has left it odd. */
	turn = (atomic_load(&p->page->turn) | 1) + 2;
	atomic_store(&p->page->turn, turn);
	atomic_thread_fence(memory_order_seq_cst);
	memcpy(&p->page->content, &c, sizeof(c));
	atomic_thread_fence(memory_order_seq_cst);
	atomic_store(&p->page->turn, turn + 1);
}

/* A writer that was killed half-way leaves an odd turn: the CRC decides. */
static void
copy_content(const struct position_file *p, struct content *out)
{
	uint64_t before, after;

	for (int i = 0; i < TRIES_MAX; i++) {
		before = atomic_load(&p->page->turn);
		atomic_thread_fence(memory_order_seq_cst);
		memcpy(out, &p->page->content, sizeof(*out));
		atomic_thread_fence(memory_order_seq_cst);
		after = atomic_load(&p->page->turn);
		if (before == after && before % 2 == 0)
			return;
	}
}

int
position_get(const struct position_file *p, uint8_t uuid[JOURNAL_UUID_LEN],
    struct journal_position *out)
{
	static const struct content empty;
	struct content c;

	copy_content(p, &c);
	if (memcmp(&c, &empty, sizeof(c)) == 0)
		return ERR_NOTFOUND;
	if (memcmp(c.magic, magic, sizeof(magic)) != 0 || c.crc != crc_of(&c))
		return ERR_CORRUPT;
	memcpy(uuid, c.uuid, JOURNAL_UUID_LEN);
	*out = c.pos;
	return ERR_OK;
}
