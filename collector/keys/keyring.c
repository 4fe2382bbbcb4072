/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/keys/keyring.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "collector/keys/keys.h"
#include "lib/base/box.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/network/credential.h"
#include "lib/wire/usm.h"

enum key_state {
	KEY_SHUT, /* not tried: our own key is missing */
	KEY_OPEN,
	KEY_REFUSED,
};

struct key {
	struct credential credential; /* its secret only when open */
	uint8_t box[DIGEST_LEN];
	struct usm_user user; /* of SNMPv3 */
	enum key_state state;
	bool kept; /* stands in the fresh list, too */
};

/* By tenant, then credential. */
struct list {
	struct key **keys;
	size_t count;
};

struct keyring {
	char *path;
	struct box_keys keys;
	bool has_keys;
	struct timespec tried; /* the file's last change when it was tried */
	struct list list;      /* in use */
	struct list fresh;     /* being read */
	struct list retired;   /* out of use, perhaps still borrowed */
};

struct keyring *
keyring_new(const char *key_path)
{
	struct keyring *k = mem_new(1, sizeof(*k));

	k->path = mem_dup_str(key_path);
	return k;
}

static void
free_key(struct key *key)
{
	credential_wipe(&key->credential);
	box_wipe(&key->user, sizeof(key->user));
	free(key);
}

static void
append(struct list *list, struct key *key)
{
	list->keys = mem_grow(list->keys, list->count + 1, sizeof(*list->keys));
	list->keys[list->count++] = key;
}

static void
free_list(struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free_key(list->keys[i]);
	free(list->keys);
	*list = (struct list){ 0 };
}

/* The part that was read is dropped: the list in use goes on. */
static void
drop_fresh(struct keyring *k)
{
	struct list *fresh = &k->fresh;

	for (size_t i = 0; i < fresh->count; i++) {
		if (!fresh->keys[i]->kept)
			free_key(fresh->keys[i]);
		else
			fresh->keys[i]->kept = false;
	}
	free(fresh->keys);
	*fresh = (struct list){ 0 };
}

void
keyring_free(struct keyring *k)
{
	if (k == NULL)
		return;
	drop_fresh(k);
	free_list(&k->list);
	free_list(&k->retired);
	box_wipe(&k->keys, sizeof(k->keys));
	free(k->path);
	free(k);
}

/* A file that did not do is not tried, and told of, again. */
static bool
may_try(const struct keyring *k, struct timespec *changed)
{
	struct stat st = { 0 };

	if (k->has_keys)
		return false;
	if (stat(k->path, &st) == -1)
		st.st_ctim.tv_sec = -1;
	*changed = st.st_ctim;
	return st.st_ctim.tv_sec != k->tried.tv_sec ||
	    st.st_ctim.tv_nsec != k->tried.tv_nsec;
}

bool
keyring_is_shut(const struct keyring *k)
{
	struct timespec changed;

	return may_try(k, &changed);
}

static void
load_keys(struct keyring *k)
{
	struct timespec changed;

	if (!may_try(k, &changed))
		return;
	k->tried = changed;
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
	size_t low = 0, high = k->list.count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (order(&k->list.keys[middle]->credential, tenant_id,
			credential_id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == k->list.count ||
	    order(&k->list.keys[low]->credential, tenant_id, credential_id) !=
		0)
		return NULL;
	return k->list.keys[low];
}

const struct credential *
keyring_find(const struct keyring *k, int tenant_id, int credential_id)
{
	const struct key *key = find(k, tenant_id, credential_id);

	return key != NULL && key->state == KEY_OPEN ? &key->credential : NULL;
}

size_t
keyring_communities(
    const struct keyring *k, int tenant_id, const char *out[], size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < k->list.count && n < most; i++) {
		const struct key *key = k->list.keys[i];

		if (key->state == KEY_OPEN &&
		    key->credential.tenant_id == tenant_id &&
		    key->credential.community[0] != '\0')
			out[n++] = key->credential.community;
	}
	return n;
}

const struct usm_user *
keyring_user(const struct keyring *k, int tenant_id, int credential_id)
{
	const struct key *key = find(k, tenant_id, credential_id);

	return key != NULL && key->state == KEY_OPEN &&
		strcmp(key->credential.kind, "v3") == 0
	    ? &key->user
	    : NULL;
}

/* Milliseconds for each password, once. */
static int
make_user(struct key *key, const char *label)
{
	struct credential *c = &key->credential;
	struct usm_user *u = &key->user;
	int rc;

	snprintf(u->name, sizeof(u->name), "%s", c->user);
	snprintf(u->context, sizeof(u->context), "%s", c->context);
	rc = usm_auth_parse(c->auth, &u->auth);
	if (rc == ERR_OK)
		rc = usm_priv_parse(c->priv, &u->priv);
	if (rc == ERR_OK)
		rc = keys_make(u, c->auth_password, c->priv_password);
	box_wipe(c->auth_password, sizeof(c->auth_password));
	box_wipe(c->priv_password, sizeof(c->priv_password));
	if (rc < 0)
		log_warnx("credential %s: no keys can be made of it: %s", label,
		    err_str(rc));
	return rc;
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
	if (strcmp(key->credential.kind, "v3") == 0 &&
	    make_user(key, label) < 0)
		key->state = KEY_REFUSED;
}

/* A row of the table; a key whose box has not changed stays where it is. */
static struct key *
read_row(const struct keyring *k, const struct db_rows *rows, size_t row)
{
	struct key *key = mem_new(1, sizeof(*key)), *before;
	struct credential *c = &key->credential;
	const uint8_t *box;
	size_t len;

	c->tenant_id = (int)db_int(rows, row, 0);
	c->credential_id = (int)db_int(rows, row, 1);
	snprintf(c->kind, sizeof(c->kind), "%s", db_text(rows, row, 2));
	box = db_bytes(rows, row, 3, &len);
	digest_of(box, len, key->box);
	before = find(k, c->tenant_id, c->credential_id);
	if (before != NULL && memcmp(before->box, key->box, DIGEST_LEN) == 0 &&
	    (before->state != KEY_SHUT || !k->has_keys)) {
		free_key(key);
		before->kept = true;
		return before;
	}
	open_box(k, box, len, db_text(rows, row, 4), key);
	return key;
}

void
keyring_begin(struct keyring *k)
{
	drop_fresh(k);
	load_keys(k);
}

void
keyring_take(struct keyring *k, const struct db_rows *rows)
{
	for (size_t i = 0; i < db_count(rows); i++)
		append(&k->fresh, read_row(k, rows, i));
}

void
keyring_end(struct keyring *k)
{
	for (size_t i = 0; i < k->list.count; i++) {
		if (!k->list.keys[i]->kept)
			append(&k->retired, k->list.keys[i]);
		k->list.keys[i]->kept = false;
	}
	free(k->list.keys);
	k->list = k->fresh;
	k->fresh = (struct list){ 0 };
}

void
keyring_settle(struct keyring *k)
{
	free_list(&k->retired);
}

const char *const keyring_page =
    "SELECT tenant_id,credential_id,kind,box,label FROM credential"
    " WHERE (tenant_id,credential_id)>($1::int,$2::int)"
    " AND removed IS NULL ORDER BY tenant_id,credential_id LIMIT $3";
