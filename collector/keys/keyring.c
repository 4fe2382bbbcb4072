/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/keys/keyring.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/base/box.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/credential.h"
#include "lib/store/db.h"

enum key_state {
	KEY_SHUT, /* not tried: our own key is missing */
	KEY_OPEN,
	KEY_REFUSED,
};

struct key {
	struct credential credential; /* its secret only when open */
	uint8_t box[DIGEST_LEN];
	enum key_state state;
};

struct keyring {
	char *path;
	struct box_keys keys;
	bool has_keys;
	struct timespec tried; /* the file's last change when it was tried */
	struct key *list;      /* by tenant, then credential */
	size_t count;
};

struct keyring *
keyring_new(const char *key_path)
{
	struct keyring *k = mem_new(1, sizeof(*k));

	k->path = mem_dup_str(key_path);
	return k;
}

static void
free_list(struct key *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		credential_wipe(&list[i].credential);
	free(list);
}

void
keyring_free(struct keyring *k)
{
	if (k == NULL)
		return;
	free_list(k->list, k->count);
	box_wipe(&k->keys, sizeof(k->keys));
	free(k->path);
	free(k);
}

static void
load_keys(struct keyring *k)
{
	struct stat st = { 0 };

	if (k->has_keys)
		return;
	/* A file that did not do is not tried, and told of, again. */
	if (stat(k->path, &st) == -1)
		st.st_ctim.tv_sec = -1;
	if (st.st_ctim.tv_sec == k->tried.tv_sec &&
	    st.st_ctim.tv_nsec == k->tried.tv_nsec)
		return;
	k->tried = st.st_ctim;
	k->has_keys = box_load_keys(k->path, &k->keys) == ERR_OK;
}

static int
order(const struct credential *c, int tenant_id, int credential_id)
{
	if (c->tenant_id != tenant_id)
		return c->tenant_id < tenant_id ? -1 : 1;
	return c->credential_id < credential_id
	    ? -1
	    : c->credential_id > credential_id;
}

static struct key *
find(const struct keyring *k, int tenant_id, int credential_id)
{
	size_t low = 0, high = k->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (order(&k->list[middle].credential, tenant_id,
			credential_id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == k->count ||
	    order(&k->list[low].credential, tenant_id, credential_id) != 0)
		return NULL;
	return &k->list[low];
}

const struct credential *
keyring_find(const struct keyring *k, int tenant_id, int credential_id)
{
	const struct key *key = find(k, tenant_id, credential_id);

	return key != NULL && key->state == KEY_OPEN ? &key->credential : NULL;
}

static void
open_box(const struct keyring *k, const uint8_t *box, size_t len,
    const char *label, struct key *key)
{
	struct credential want = key->credential;

	if (!k->has_keys)
		return;
	if (credential_open(&k->keys, box, len, &want, &key->credential) < 0) {
		log_warnx("credential %s: its box does not open, devices that "
			  "need it are not polled",
		    label);
		key->credential = want;
		key->state = KEY_REFUSED;
		return;
	}
	key->state = KEY_OPEN;
}

/* A row of the table: as it was when its box has not changed. */
static void
read_row(const struct keyring *k, const struct db_rows *rows, size_t row,
    struct key *key)
{
	struct credential *c = &key->credential;
	const struct key *before;
	const uint8_t *box;
	size_t len;

	c->tenant_id = (int)db_int(rows, row, 0);
	c->credential_id = (int)db_int(rows, row, 1);
	snprintf(c->kind, sizeof(c->kind), "%s", db_text(rows, row, 2));
	box = db_bytes(rows, row, 3, &len);
	digest_of(box, len, key->box);
	before = find(k, c->tenant_id, c->credential_id);
	if (before != NULL && memcmp(before->box, key->box, DIGEST_LEN) == 0 &&
	    (before->state != KEY_SHUT || !k->has_keys))
		*key = *before;
	else
		open_box(k, box, len, db_text(rows, row, 4), key);
}

int
keyring_load(struct keyring *k, struct db *db)
{
	struct db_rows *rows = NULL;
	struct key *list;
	size_t count;
	int rc;

	load_keys(k);
	rc = db_query(db, &rows,
	    "SELECT tenant_id,credential_id,kind,box,label FROM credential"
	    " ORDER BY tenant_id,credential_id");
	if (rc < 0)
		return rc;
	count = db_count(rows);
	list = mem_new(count + 1, sizeof(*list));
	for (size_t i = 0; i < count; i++)
		read_row(k, rows, i, &list[i]);
	free_list(k->list, k->count);
	k->list = list;
	k->count = count;
	db_rows_free(rows);
	return ERR_OK;
}
