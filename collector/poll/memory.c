/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/memory.h"

#include <dirent.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "collector/poll/device.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

enum {
	FILE_MAX = 64 << 20,
	DRIFT_MAX = 10, /* seconds that a start may move, unwritten */
};

struct entry {
	int64_t tenant_id, device_id;
	uint8_t id[SNMP3_ENGINE_MAX];
	uint8_t len;
	int64_t boots, start;
};

struct memory {
	char *path;
	struct entry *list; /* by tenant, then device */
	size_t count, cap;
	struct buf written;
	memory_write_fn write;
	void *arg; /* of write */
};

static int
compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->tenant_id != y->tenant_id)
		return x->tenant_id < y->tenant_id ? -1 : 1;
	return (x->device_id > y->device_id) - (x->device_id < y->device_id);
}

static struct entry *
find(const struct memory *m, int tenant_id, int device_id)
{
	const struct entry key = { .tenant_id = tenant_id,
		.device_id = device_id };

	if (m->count == 0)
		return NULL;
	return bsearch(&key, m->list, m->count, sizeof(key), compare);
}

static void
append(struct memory *m, const struct entry *e)
{
	if (m->count == m->cap) {
		m->cap = m->cap == 0 ? 64 : 2 * m->cap;
		m->list = mem_grow(m->list, m->cap, sizeof(*m->list));
	}
	m->list[m->count++] = *e;
}

/* Takes the next word off a line. */
static const char *
word(char **line)
{
	const char *w = strsep(line, " ");

	return w != NULL ? w : "";
}

static int
parse_line(char *line, struct entry *e)
{
	const char *hex;

	*e = (struct entry){ 0 };
	if (number_parse(word(&line), 0, INT32_MAX, &e->tenant_id) < 0 ||
	    number_parse(word(&line), 0, INT32_MAX, &e->device_id) < 0)
		return ERR_PARSE;
	hex = word(&line);
	e->len = (uint8_t)(strlen(hex) / 2);
	if (e->len == 0 || strlen(hex) / 2 > sizeof(e->id) ||
	    digest_from_hex(hex, e->id, e->len) < 0)
		return ERR_PARSE;
	if (number_parse(word(&line), 0, INT32_MAX, &e->boots) < 0 ||
	    number_parse(word(&line), INT32_MIN, INT64_MAX / CLOCK_SECOND,
		&e->start) < 0)
		return ERR_PARSE;
	return line == NULL ? ERR_OK : ERR_PARSE;
}

static void
read_file(struct memory *m, const char *path)
{
	struct buf text = { 0 };
	size_t bad = 0;
	struct entry e;
	char *rest, *line, *all = NULL;

	if (file_read(path, FILE_MAX, &text) == ERR_OK) {
		rest = all = buf_take_str(&text);
		while ((line = strsep(&rest, "\n")) != NULL) {
			if (*line == '\0')
				continue;
			if (parse_line(line, &e) == ERR_OK)
				append(m, &e);
			else
				bad++;
		}
	}
	if (bad > 0)
		log_warnx("%s: %zu lines are not readable: their devices are "
			  "discovered again",
		    path, bad);
	free(all);
	buf_free(&text);
}

/* Of two for one device, the one that started later. */
static void
sort(struct memory *m)
{
	size_t kept = 0;

	if (m->count == 0)
		return;
	qsort(m->list, m->count, sizeof(*m->list), compare);
	for (size_t i = 1; i < m->count; i++) {
		if (compare(&m->list[kept], &m->list[i]) != 0)
			m->list[++kept] = m->list[i];
		else if (m->list[i].start > m->list[kept].start)
			m->list[kept] = m->list[i];
	}
	m->count = kept + 1;
}

static int
write_at_once(void *arg, const char *path, const void *data, size_t len)
{
	(void)arg;
	return file_write(path, data, len, 0600);
}

struct memory *
memory_new(const char *dir, const char *name)
{
	struct memory *m = mem_new(1, sizeof(*m));
	struct buf path = { 0 };
	struct dirent *entry;
	DIR *d;

	buf_printf(&path, "%s/%s.engines", dir, name);
	m->path = buf_take_str(&path);
	d = opendir(dir);
	while (d != NULL && (entry = readdir(d)) != NULL) {
		if (fnmatch("*.engines", entry->d_name, FNM_PERIOD) != 0)
			continue;
		buf_clear(&path);
		buf_printf(&path, "%s/%s", dir, entry->d_name);
		read_file(m, buf_str(&path));
	}
	if (d != NULL)
		closedir(d);
	buf_free(&path);
	sort(m);
	m->write = write_at_once;
	return m;
}

void
memory_write_with(struct memory *m, memory_write_fn write, void *arg)
{
	m->write = write;
	m->arg = arg;
}

void
memory_free(struct memory *m)
{
	if (m == NULL)
		return;
	free(m->path);
	free(m->list);
	buf_free(&m->written);
	free(m);
}

bool
memory_recall(const struct memory *m, int tenant_id, int device_id,
    struct security_engine *out)
{
	const struct entry *e = find(m, tenant_id, device_id);
	int64_t time;

	if (e == NULL)
		return false;
	time = clock_now() / CLOCK_SECOND - e->start;
	time = time < 0 ? 0 : time;
	*out = (struct security_engine){ .len = e->len,
		.boots = (int32_t)e->boots,
		.time = time < INT32_MAX ? (int32_t)time : INT32_MAX,
		.at = clock_monotonic() };
	memcpy(out->id, e->id, e->len);
	return true;
}

void
memory_remind(const struct memory *m, struct device *d)
{
	struct security_engine e;

	if (d->peer.security != NULL &&
	    !security_engine(d->peer.security, &e) &&
	    memory_recall(m, d->tenant_id, d->device_id, &e))
		security_restore(d->peer.security, &e);
}

/* False when nothing is known of the device. */
static bool
know(const struct memory *m, const struct device *d, struct entry *out)
{
	const struct entry *before = find(m, d->tenant_id, d->device_id);
	struct security_engine e;
	int64_t off;

	if (d->peer.security == NULL || !security_engine(d->peer.security, &e))
		return false;
	*out = (struct entry){ .tenant_id = d->tenant_id,
		.device_id = d->device_id,
		.len = e.len,
		.boots = e.boots };
	memcpy(out->id, e.id, e.len);
	out->start =
	    (clock_now() - (clock_monotonic() - e.at)) / CLOCK_SECOND - e.time;
	off = before == NULL ? 0 : out->start - before->start;
	if (before != NULL && before->boots == out->boots && off <= DRIFT_MAX &&
	    off >= -DRIFT_MAX)
		out->start = before->start;
	return true;
}

static void
print(const struct entry *e, struct buf *out)
{
	char hex[2 * SNMP3_ENGINE_MAX + 1];

	buf_printf(out, "%" PRId64 " %" PRId64 " %s %" PRId64 " %" PRId64 "\n",
	    e->tenant_id, e->device_id, digest_hex(e->id, e->len, hex),
	    e->boots, e->start);
}

int
memory_keep(struct memory *m, struct device *const *devices, size_t count)
{
	struct memory fresh = { 0 };
	struct buf text = { 0 };
	struct entry e;
	int rc = ERR_OK;

	if (count == 0) /* the register was not read yet */
		return ERR_OK;
	for (size_t i = 0; i < count; i++) {
		if (!know(m, devices[i], &e))
			continue;
		append(&fresh, &e);
		print(&e, &text);
	}
	if (text.len != m->written.len ||
	    (text.len > 0 && memcmp(text.data, m->written.data, text.len) != 0))
		rc = m->write(m->arg, m->path, text.data, text.len);
	if (rc < 0) {
		buf_free(&text);
		free(fresh.list);
		return rc;
	}
	free(m->list);
	m->list = fresh.list;
	m->count = fresh.count;
	m->cap = fresh.cap;
	buf_free(&m->written);
	m->written = text;
	return ERR_OK;
}
