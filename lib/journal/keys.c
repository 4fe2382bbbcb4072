/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/keys.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

/* magic uuid epoch:64 since:64 public signature; big-endian. */
enum {
	AT_UUID = 8,
	AT_EPOCH = AT_UUID + JOURNAL_UUID_LEN,
	AT_SINCE = AT_EPOCH + 8,
	AT_PUBLIC = AT_SINCE + 8,
	AT_SIGNATURE = AT_PUBLIC + SIGN_PUBLIC_LEN,
	ENTRY_LEN = AT_SIGNATURE + SIGNATURE_LEN,
	FILE_MAX = 64 << 20, /* of hourly keys: 55 years */
};
static const char magic[8] = "PWkey1\r\n";

static uint64_t
get64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return be64toh(v);
}

static char *
path_of(const char *dir, const char *name, char out[PATH_MAX])
{
	/* A path that is cut names no file, and the open says so. */
	if (snprintf(out, PATH_MAX, "%s/%s", dir, name) >= PATH_MAX)
		log_warnx("journal %s: the path is too long", dir);
	return out;
}

static void
add_entry(struct buf *out, const uint8_t uuid[JOURNAL_UUID_LEN],
    struct public_key *k, const struct sign_keys *by)
{
	size_t start = out->len;

	buf_add(out, magic, sizeof(magic));
	buf_add(out, uuid, JOURNAL_UUID_LEN);
	buf_add_be64(out, k->epoch);
	buf_add_be64(out, (uint64_t)k->since);
	buf_add(out, k->public, SIGN_PUBLIC_LEN);
	sign(by, out->data + start, AT_SIGNATURE, k->by);
	buf_add(out, k->by, SIGNATURE_LEN);
}

static int
take_entry(struct key_list *l, const uint8_t *entry)
{
	const struct public_key *before;
	struct public_key *k;

	if (memcmp(entry, magic, sizeof(magic)) != 0 ||
	    (l->count > 0 &&
		memcmp(entry + AT_UUID, l->uuid, JOURNAL_UUID_LEN) != 0))
		return ERR_CORRUPT;
	memcpy(l->uuid, entry + AT_UUID, JOURNAL_UUID_LEN);
	l->keys = mem_grow(l->keys, l->count + 1, sizeof(*l->keys));
	k = &l->keys[l->count];
	k->epoch = get64(entry + AT_EPOCH);
	k->since = (int64_t)get64(entry + AT_SINCE);
	memcpy(k->public, entry + AT_PUBLIC, SIGN_PUBLIC_LEN);
	memcpy(k->by, entry + AT_SIGNATURE, SIGNATURE_LEN);
	before = l->count > 0 ? k - 1 : k;
	if (k->epoch != l->count + 1)
		return ERR_CORRUPT;
	if (l->broken == 0 &&
	    sign_verify(before->public, entry, AT_SIGNATURE, k->by) < 0)
		l->broken = k->epoch;
	l->count++;
	return ERR_OK;
}

int
key_list_read(const char *dir, struct key_list *out)
{
	struct buf raw = { 0 };
	char path[PATH_MAX];
	int rc;

	*out = (struct key_list){ 0 };
	path_of(dir, "keys", path);
	if (access(path, F_OK) == -1)
		return ERR_NOTFOUND;
	rc = file_read(path, FILE_MAX, &raw);
	for (size_t at = 0; rc == ERR_OK && at + ENTRY_LEN <= raw.len;
	     at += ENTRY_LEN)
		rc = take_entry(out, raw.data + at);
	buf_free(&raw);
	if (rc < 0)
		key_list_free(out);
	else if (out->count == 0)
		rc = ERR_NOTFOUND;
	return rc;
}

void
key_list_free(struct key_list *l)
{
	free(l->keys);
	*l = (struct key_list){ 0 };
}

int
key_list_first(const char *dir, const uint8_t uuid[JOURNAL_UUID_LEN],
    uint8_t out[SIGN_PUBLIC_LEN])
{
	struct key_list l;
	int rc = key_list_read(dir, &l);

	if (rc == ERR_OK && memcmp(l.uuid, uuid, JOURNAL_UUID_LEN) != 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		memcpy(out, l.keys[0].public, SIGN_PUBLIC_LEN);
	key_list_free(&l);
	return rc;
}

const struct public_key *
key_list_find(const struct key_list *l, uint64_t epoch)
{
	return epoch == 0 || epoch > l->count ? NULL : &l->keys[epoch - 1];
}

struct signer {
	char dir[PATH_MAX];
	uint8_t uuid[JOURNAL_UUID_LEN];
	uint64_t epoch;
	int64_t since;
	struct sign_keys keys;
};

/* magic uuid epoch:64 since:64 public secret */
enum { SECRET_FILE_LEN = AT_PUBLIC + SIGN_PUBLIC_LEN + SIGN_SECRET_LEN };
static const char secret_magic[8] = "PWkeys1\n";

static int
write_secret(const struct signer *s, const char *name)
{
	struct buf raw = { 0 };
	char path[PATH_MAX];
	int rc;

	buf_add(&raw, secret_magic, sizeof(secret_magic));
	buf_add(&raw, s->uuid, JOURNAL_UUID_LEN);
	buf_add_be64(&raw, s->epoch);
	buf_add_be64(&raw, (uint64_t)s->since);
	buf_add(&raw, s->keys.public, SIGN_PUBLIC_LEN);
	buf_add(&raw, s->keys.secret, SIGN_SECRET_LEN);
	rc = file_write(path_of(s->dir, name, path), raw.data, raw.len, 0600);
	box_wipe(raw.data, raw.len);
	buf_free(&raw);
	return rc;
}

/* ERR_NOTFOUND: no key of this journal lies there. */
static int
read_secret(struct signer *s, const char *name)
{
	char path[PATH_MAX];
	struct buf raw = { 0 };
	const uint8_t *p;
	int rc = ERR_NOTFOUND;

	if (access(path_of(s->dir, name, path), F_OK) == -1)
		return ERR_NOTFOUND;
	if (file_check_private(path) < 0)
		return ERR_DENIED;
	rc = file_read(path, SECRET_FILE_LEN, &raw);
	if (rc < 0)
		goto out;
	rc = ERR_NOTFOUND;
	p = raw.data;
	if (raw.len != SECRET_FILE_LEN ||
	    memcmp(p, secret_magic, sizeof(secret_magic)) != 0 ||
	    memcmp(p + AT_UUID, s->uuid, JOURNAL_UUID_LEN) != 0)
		goto out;
	s->epoch = get64(p + AT_EPOCH);
	s->since = (int64_t)get64(p + AT_SINCE);
	memcpy(s->keys.public, p + AT_PUBLIC, SIGN_PUBLIC_LEN);
	memcpy(s->keys.secret, p + AT_SIGNATURE, SIGN_SECRET_LEN);
	rc = sign_check_keys(&s->keys) == ERR_OK ? ERR_OK : ERR_NOTFOUND;
out:
	if (raw.len > 0)
		box_wipe(raw.data, raw.len);
	buf_free(&raw);
	return rc;
}

/* Overwritten in place before the name goes to its successor. */
static void
erase_secret(const struct signer *s, const char *name)
{
	static const uint8_t zeros[SECRET_FILE_LEN];
	char path[PATH_MAX];
	int fd = open(path_of(s->dir, name, path), O_WRONLY | O_CLOEXEC);

	if (fd == -1)
		return;
	if (pwrite(fd, zeros, sizeof(zeros), 0) != (ssize_t)sizeof(zeros) ||
	    fsync(fd) == -1)
		log_warn("journal %s: erase", path);
	close(fd);
}

/* The new key takes the place of the old, which is gone then. */
static int
take_over(const struct signer *s)
{
	char from[PATH_MAX], to[PATH_MAX];

	erase_secret(s, "key");
	if (rename(path_of(s->dir, "key.next", from),
		path_of(s->dir, "key", to)) == -1) {
		log_warn("journal %s: rename", from);
		return ERR_IO;
	}
	return file_sync_folder(to);
}

/* Whole or not at all: what a crash left of an entry is cut first. */
static int
add_public(const struct signer *s, size_t count, const struct sign_keys *by)
{
	struct public_key k = { .epoch = s->epoch, .since = s->since };
	off_t at = (off_t)(count * ENTRY_LEN);
	struct buf raw = { 0 };
	char path[PATH_MAX];
	int fd, rc = ERR_OK;

	fd = open(path_of(s->dir, "keys", path), O_WRONLY | O_CREAT | O_CLOEXEC,
	    0640);
	if (fd == -1) {
		log_warn("journal %s", path);
		return ERR_IO;
	}
	memcpy(k.public, s->keys.public, SIGN_PUBLIC_LEN);
	add_entry(&raw, s->uuid, &k, by);
	if (ftruncate(fd, at) == -1 || lseek(fd, at, SEEK_SET) == -1 ||
	    file_write_all(fd, raw.data, raw.len) < 0 || fsync(fd) == -1) {
		rc = errno == ENOSPC || errno == EDQUOT ? ERR_AGAIN : ERR_IO;
		log_warn("journal %s: add", path);
		(void)!ftruncate(fd, at);
	}
	close(fd);
	buf_free(&raw);
	return rc;
}

/* by: of the key before, or NULL for the first, which signs itself. */
static int
make_next(struct signer *s, size_t count, const struct sign_keys *by)
{
	char path[PATH_MAX];
	int rc;

	s->epoch = count + 1;
	s->since = clock_now();
	sign_new_keys(&s->keys);
	rc = write_secret(s, "key.next");
	if (rc == ERR_OK)
		rc = add_public(s, count, by == NULL ? &s->keys : by);
	if (rc == ERR_OK)
		rc = take_over(s);
	else
		(void)unlink(path_of(s->dir, "key.next", path));
	return rc;
}

static bool
is_last(const struct signer *s, const struct key_list *l)
{
	const struct public_key *last = key_list_find(l, l->count);

	return last != NULL && last->epoch == s->epoch &&
	    memcmp(last->public, s->keys.public, SIGN_PUBLIC_LEN) == 0;
}

/* Another journal was here: its list stays, under another name. */
static int
set_aside(const struct signer *s)
{
	char from[PATH_MAX], name[64], to[PATH_MAX];

	snprintf(name, sizeof(name), "keys.%lld", (long long)clock_now());
	path_of(s->dir, "keys", from);
	if (rename(from, path_of(s->dir, name, to)) == -1) {
		log_warn("journal %s: rename", from);
		return ERR_IO;
	}
	log_warnx(
	    "journal %s: not the keys of this journal, kept as %s", from, name);
	return ERR_OK;
}

/* A crash can leave both: the list tells which of them is the key. */
static int
find_secret(struct signer *s, const struct key_list *l)
{
	char path[PATH_MAX];
	int rc;

	if (read_secret(s, "key.next") == ERR_OK) {
		if (is_last(s, l))
			return take_over(s);
		erase_secret(s, "key.next");
		(void)unlink(path_of(s->dir, "key.next", path));
	}
	rc = read_secret(s, "key");
	return rc == ERR_OK && !is_last(s, l) ? ERR_NOTFOUND : rc;
}

int
signer_open(
    const char *dir, const uint8_t uuid[JOURNAL_UUID_LEN], struct signer **out)
{
	struct signer *s = mem_new(1, sizeof(*s));
	struct key_list list;
	int rc;

	snprintf(s->dir, sizeof(s->dir), "%s", dir);
	memcpy(s->uuid, uuid, JOURNAL_UUID_LEN);
	rc = key_list_read(dir, &list);
	if (rc == ERR_CORRUPT ||
	    (rc == ERR_OK && memcmp(list.uuid, uuid, JOURNAL_UUID_LEN) != 0)) {
		key_list_free(&list);
		rc = set_aside(s) < 0 ? ERR_IO : ERR_NOTFOUND;
	}
	if (rc == ERR_OK) {
		rc = find_secret(s, &list);
		if (rc == ERR_NOTFOUND)
			log_warnx("journal %s: its secret key is gone, keys "
				  "begin anew and verification will say so",
			    dir);
	}
	if (rc == ERR_NOTFOUND)
		rc = make_next(s, list.count, NULL);
	key_list_free(&list);
	if (rc < 0) {
		signer_close(s);
		return rc;
	}
	*out = s;
	return ERR_OK;
}

int
signer_renew(struct signer *s)
{
	int64_t age = clock_now() - s->since;
	struct signer next;
	int rc;

	/* Below zero: the clock was set back, and cannot tell. */
	if (age >= 0 && age < KEYS_RENEW_EVERY)
		return ERR_OK;
	next = *s;
	rc = make_next(&next, s->epoch, &s->keys);
	if (rc == ERR_OK)
		*s = next;
	sign_wipe_keys(&next.keys);
	return rc;
}

void
signer_close(struct signer *s)
{
	if (s == NULL)
		return;
	sign_wipe_keys(&s->keys);
	free(s);
}

uint64_t
signer_epoch(const struct signer *s)
{
	return s->epoch;
}

void
signer_sign(const struct signer *s, const void *data, size_t len,
    uint8_t out[SIGNATURE_LEN])
{
	sign(&s->keys, data, len, out);
}
