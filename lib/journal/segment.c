/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/segment.h"

#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/journal/archive.h"

enum { NAME_DIGITS = 16 };
enum {
	AT_VERSION = 8,
	AT_UUID = 16,
	AT_SEGMENT = 32,
	AT_FIRST_SEQ = 40,
	AT_CREATED = 48,
	AT_CHAIN = 56,
	AT_CRC = AT_CHAIN + DIGEST_LEN,
};
static const char magic[8] = "PWjrnl\r\n";

static uint64_t
get64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return be64toh(v);
}

void
segment_encode_header(const struct segment_header *h, struct buf *out)
{
	static const uint8_t zeros[SEGMENT_HEADER_LEN];
	size_t start = out->len;

	buf_add(out, magic, sizeof(magic));
	buf_add_be32(out, SEGMENT_VERSION);
	buf_add_be32(out, 0);
	buf_add(out, h->uuid, JOURNAL_UUID_LEN);
	buf_add_be64(out, h->segment);
	buf_add_be64(out, h->first_seq);
	buf_add_be64(out, (uint64_t)h->created);
	buf_add(out, h->chain, DIGEST_LEN);
	buf_add_be32(out, digest_crc32c(0, out->data + start, AT_CRC));
	buf_add(out, zeros, SEGMENT_HEADER_LEN - (out->len - start));
}

int
segment_decode_header(
    const uint8_t *data, size_t len, struct segment_header *out)
{
	uint32_t word;

	if (len < SEGMENT_HEADER_LEN || memcmp(data, magic, sizeof(magic)) != 0)
		return ERR_CORRUPT;
	memcpy(&word, data + AT_VERSION, sizeof(word));
	out->version = be32toh(word);
	if (out->version < 1 || out->version > SEGMENT_VERSION)
		return ERR_CORRUPT;
	memcpy(&word, data + AT_CRC, sizeof(word));
	if (be32toh(word) != digest_crc32c(0, data, AT_CRC))
		return ERR_CORRUPT;
	memcpy(out->uuid, data + AT_UUID, JOURNAL_UUID_LEN);
	out->segment = get64(data + AT_SEGMENT);
	out->first_seq = get64(data + AT_FIRST_SEQ);
	out->created = (int64_t)get64(data + AT_CREATED);
	memcpy(out->chain, data + AT_CHAIN, DIGEST_LEN);
	return ERR_OK;
}

uint32_t
segment_seed(const struct segment_header *h)
{
	uint64_t segment = htobe64(h->segment);
	uint32_t crc = digest_crc32c(0, h->uuid, JOURNAL_UUID_LEN);

	return digest_crc32c(crc, &segment, sizeof(segment));
}

char *
segment_path(const char *dir, uint64_t segment, char *out, size_t size)
{
	snprintf(out, size, "%s/%0*llu.seg", dir, NAME_DIGITS,
	    (unsigned long long)segment);
	return out;
}

int
segment_find_file(const char *dir, uint64_t segment, char *out, size_t size)
{
	segment_path(dir, segment, out, size);
	if (access(out, F_OK) == 0)
		return ERR_OK;
	if (strlen(out) + sizeof(SEGMENT_PACKED) > size)
		return ERR_RANGE;
	strcat(out, SEGMENT_PACKED);
	return access(out, F_OK) == 0 ? ERR_OK : ERR_NOTFOUND;
}

/* 0 for a name that is not a segment's. */
static uint64_t
number_of(const char *name)
{
	uint64_t v = 0;

	for (int i = 0; i < NAME_DIGITS; i++) {
		if (name[i] < '0' || name[i] > '9')
			return 0;
		v = v * 10 + (uint64_t)(name[i] - '0');
	}
	name += NAME_DIGITS;
	return strcmp(name, ".seg") == 0 ||
		strcmp(name, ".seg" SEGMENT_PACKED) == 0
	    ? v
	    : 0;
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* While it is being compressed a segment has both names. */
static size_t
drop_doubles(uint64_t *list, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || list[kept - 1] != list[i])
			list[kept++] = list[i];
	return kept;
}

int
segment_list(const char *dir, uint64_t **out, size_t *count)
{
	struct buf list = { 0 };
	struct dirent *entry;
	uint64_t number;
	DIR *d;

	d = opendir(dir);
	if (d == NULL) {
		if (errno == ENOENT)
			return ERR_NOTFOUND;
		log_warn("journal %s", dir);
		return ERR_IO;
	}
	while ((entry = readdir(d)) != NULL) {
		number = number_of(entry->d_name);
		if (number != 0)
			buf_add(&list, &number, sizeof(number));
	}
	closedir(d);
	*count = list.len / sizeof(number);
	if (*count > 0)
		qsort(list.data, *count, sizeof(number), by_number);
	*out = (uint64_t *)(void *)list.data;
	*count = drop_doubles(*out, *count);
	return ERR_OK;
}

/* Behind the name of a file that it is the second name of. */
static const char damaged[] = ".damaged";

int
segment_keep_damaged(const char *dir, uint64_t segment)
{
	char path[PATH_MAX], kept[PATH_MAX + sizeof(damaged)];
	int rc = segment_find_file(dir, segment, path, sizeof(path));

	if (rc < 0)
		return rc;
	snprintf(kept, sizeof(kept), "%s%s", path, damaged);
	if (link(path, kept) == 0)
		return ERR_OK;
	/* A file that another user put back: the kernel protects it. */
	if (errno == EPERM && symlink(strrchr(path, '/') + 1, kept) == 0)
		return ERR_OK;
	if (errno == EEXIST)
		return ERR_EXISTS;
	if (errno == ENOENT)
		return ERR_NOTFOUND;
	log_warn("journal %s", kept);
	return ERR_IO;
}

bool
segment_is_damaged(const char *dir, uint64_t segment)
{
	char path[PATH_MAX], kept[PATH_MAX + sizeof(damaged)];

	if (segment_find_file(dir, segment, path, sizeof(path)) < 0)
		return false;
	snprintf(kept, sizeof(kept), "%s%s", path, damaged);
	return access(kept, F_OK) == 0;
}

/* "0000000000000001.seg.damaged", or of one that is compressed. */
static bool
is_damaged_name(const char *name)
{
	size_t len = strlen(name), end = sizeof(damaged) - 1;
	char whole[NAME_DIGITS + sizeof(".seg" SEGMENT_PACKED)];

	if (len <= end || len - end >= sizeof(whole) ||
	    strcmp(name + len - end, damaged) != 0)
		return false;
	memcpy(whole, name, len - end);
	whole[len - end] = '\0';
	return number_of(whole) != 0;
}

size_t
segment_count_damaged(const char *dir)
{
	struct dirent *entry;
	size_t count = 0;
	DIR *d = opendir(dir);

	while (d != NULL && (entry = readdir(d)) != NULL)
		count += is_damaged_name(entry->d_name);
	if (d != NULL)
		closedir(d);
	return count;
}

int
segment_open(
    const char *dir, uint64_t segment, struct segment_header *h, int *fd)
{
	uint8_t raw[SEGMENT_HEADER_LEN];
	char path[PATH_MAX + sizeof(SEGMENT_PACKED)];
	ssize_t n;

	segment_path(dir, segment, path, PATH_MAX);
	*fd = open(path, O_RDONLY | O_CLOEXEC);
	if (*fd == -1 && errno == ENOENT) {
		int rc = archive_open(strcat(path, SEGMENT_PACKED), fd);

		if (rc < 0)
			return rc;
	}
	if (*fd == -1) {
		log_warn("journal %s", path);
		return ERR_IO;
	}
	n = pread(*fd, raw, sizeof(raw), 0);
	if (n == -1) {
		log_warn("journal %s: read", path);
		close(*fd);
		return ERR_IO;
	}
	if (segment_decode_header(raw, (size_t)n, h) < 0 ||
	    h->segment != segment) {
		log_warnx("journal %s: not a segment of that number", path);
		close(*fd);
		return ERR_CORRUPT;
	}
	return ERR_OK;
}
