/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/fleet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"
#include "tests/fleet/notice.h"

enum { PASSWORD_MAX = 64 };

struct recording {
	struct recording *next;
	char *path;
	struct rows *rows;
};

struct member {
	struct member *next;
	struct usm_user user;
	char auth_password[PASSWORD_MAX], priv_password[PASSWORD_MAX];
};

struct fleet {
	char *folder;
	struct agent **agents; /* as they were added */
	size_t count, cap;
	uint32_t *index; /* by address: 1 + position, or 0; a power of two */
	size_t slots;
	struct recording *recordings;
	struct member *members;
	struct notices *notices;
};

struct fleet *
fleet_new(const char *folder)
{
	struct fleet *f = mem_new(1, sizeof(*f));

	f->folder = mem_dup_str(folder);
	f->slots = 64;
	f->index = mem_new(f->slots, sizeof(*f->index));
	f->notices = notices_new();
	return f;
}

static void
free_shared(struct fleet *f)
{
	struct recording *r;
	struct member *m;

	while ((r = f->recordings) != NULL) {
		f->recordings = r->next;
		rows_free(r->rows);
		free(r->path);
		free(r);
	}
	while ((m = f->members) != NULL) {
		f->members = m->next;
		free(m);
	}
}

void
fleet_free(struct fleet *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->count; i++)
		agent_free(f->agents[i]);
	notices_free(f->notices);
	free_shared(f);
	free(f->index);
	free(f->agents);
	free(f->folder);
	free(f);
}

size_t
fleet_count(const struct fleet *f)
{
	return f->count;
}

struct agent *
fleet_at(const struct fleet *f, size_t i)
{
	return f->agents[i];
}

struct notices *
fleet_notices(struct fleet *f)
{
	return f->notices;
}

/* FNV-1a, and then stirred (MurmurHash3's end): neighbours must part. */
static size_t
hash(const struct address *a)
{
	size_t len = a->family == 4 ? 4 : 16;
	uint64_t h = 0xcbf29ce484222325 ^ a->port;

	for (size_t i = 0; i < len; i++)
		h = (h ^ a->bytes[i]) * 0x100000001b3;
	h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
	return (size_t)(h ^ h >> 33);
}

/* Where an address stands, or may be put. */
static uint32_t *
slot_of(const struct fleet *f, const struct address *address)
{
	size_t i = hash(address) & (f->slots - 1);

	while (f->index[i] != 0 &&
	    !address_equal(&f->agents[f->index[i] - 1]->address, address))
		i = (i + 1) & (f->slots - 1);
	return &f->index[i];
}

struct agent *
fleet_find(const struct fleet *f, const struct address *address)
{
	uint32_t at = *slot_of(f, address);

	return at == 0 ? NULL : f->agents[at - 1];
}

static void
index_again(struct fleet *f)
{
	free(f->index);
	f->slots *= 4;
	f->index = mem_new(f->slots, sizeof(*f->index));
	for (size_t i = 0; i < f->count; i++)
		*slot_of(f, &f->agents[i]->address) = (uint32_t)i + 1;
}

struct agent *
fleet_add(struct fleet *f, const struct address *address, int64_t now)
{
	struct agent *a = fleet_find(f, address);

	if (a != NULL)
		return a;
	if (f->count * 2 >= f->slots)
		index_again(f);
	if (f->count == f->cap) {
		f->cap = f->cap == 0 ? 64 : f->cap * 2;
		f->agents = mem_grow(f->agents, f->cap, sizeof(struct agent *));
	}
	a = f->agents[f->count] = agent_new(address, now);
	*slot_of(f, address) = (uint32_t)++f->count;
	return a;
}

const struct rows *
fleet_recording(struct fleet *f, const char *name)
{
	struct snapshot *s;
	struct recording *r;
	char path[4096];

	if (name[0] == '/')
		snprintf(path, sizeof(path), "%s", name);
	else
		snprintf(path, sizeof(path), "%s/%s", f->folder, name);
	for (r = f->recordings; r != NULL; r = r->next) {
		if (strcmp(r->path, path) == 0)
			return r->rows;
	}
	if (recording_load(path, &s) < 0)
		return NULL;
	r = mem_new(1, sizeof(*r));
	*r = (struct recording){ f->recordings, mem_dup_str(path),
		rows_from(s) };
	snapshot_free(s);
	f->recordings = r;
	return r->rows;
}

static bool
is_same(const struct member *a, const struct member *b)
{
	return strcmp(a->user.name, b->user.name) == 0 &&
	    a->user.auth == b->user.auth && a->user.priv == b->user.priv &&
	    strcmp(a->auth_password, b->auth_password) == 0 &&
	    strcmp(a->priv_password, b->priv_password) == 0;
}

static int
make_keys(struct member *m)
{
	struct usm_user *u = &m->user;

	if (u->auth == USM_AUTH_NONE)
		return ERR_OK;
	if (usm_password(u->auth, m->auth_password, strlen(m->auth_password),
		u->auth_ku) < 0)
		return ERR_RANGE;
	if (u->priv == USM_PRIV_NONE)
		return ERR_OK;
	return usm_password(
	    u->auth, m->priv_password, strlen(m->priv_password), u->priv_ku);
}

const struct usm_user *
fleet_user(struct fleet *f, const char *name, enum usm_auth auth,
    const char *auth_password, enum usm_priv priv, const char *priv_password)
{
	struct member wanted = { .user = { .auth = auth, .priv = priv } }, *m;

	if (strlen(name) > SNMP3_NAME_MAX)
		return NULL;
	memcpy(wanted.user.name, name, strlen(name));
	snprintf(wanted.auth_password, PASSWORD_MAX, "%s", auth_password);
	snprintf(wanted.priv_password, PASSWORD_MAX, "%s", priv_password);
	for (m = f->members; m != NULL; m = m->next) {
		if (is_same(m, &wanted))
			return &m->user;
	}
	if (make_keys(&wanted) < 0)
		return NULL;
	m = mem_new(1, sizeof(*m));
	*m = wanted;
	m->next = f->members;
	f->members = m;
	return &m->user;
}
