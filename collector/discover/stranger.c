/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/discover/stranger.h"

#include <stdlib.h>
#include <string.h>

#include "collector/discover/visit.h"
#include "collector/engine/walk.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/range.h"
#include "lib/profile/identity.h"
#include "lib/profile/object.h"
#include "lib/wire/snapshot.h"

enum { ENGINE_ID_MAX = 32, ENGINE_ID_MIN = 5 };

struct stranger {
	struct proposal proposal;
	struct identity identity;
	char *sys_object_id, *sys_descr, *sys_name;
	uint8_t engine_id[ENGINE_ID_MAX];
};

static const struct oid sys_name = {
	(const uint8_t[]){ 0x2b, 6, 1, 2, 1, 1, 5, 0 }, 8
};
static const struct oid engine_id = {
	(const uint8_t[]){ 0x2b, 6, 1, 6, 3, 10, 2, 1, 1, 0 }, 10
};

static char *
text_of(const struct snapshot *s, struct oid oid)
{
	struct buf text = { 0 };
	struct varbind vb;

	if (!snapshot_get(s, oid, &vb) || vb.value.len == 0)
		return NULL;
	value_print(&vb.value, &text);
	return buf_take_str(&text);
}

static const char *
or_null(const char *text)
{
	return text == NULL || *text == '\0' ? NULL : text;
}

/* As it tells itself, else as SNMPv3 found it. */
static void
take_engine_id(
    struct stranger *f, const struct snapshot *s, const struct visit *v)
{
	struct proposal *p = &f->proposal;
	struct varbind vb;

	p->engine_id = f->engine_id;
	if (snapshot_get(s, engine_id, &vb) && vb.value.type == VALUE_STRING &&
	    vb.value.len >= ENGINE_ID_MIN && vb.value.len <= ENGINE_ID_MAX) {
		memcpy(f->engine_id, vb.value.data, vb.value.len);
		p->engine_id_len = vb.value.len;
	} else {
		p->engine_id_len = visit_engine_id(v, f->engine_id);
	}
}

static void
take_identity(struct stranger *f)
{
	const struct identity *id = &f->identity;
	struct proposal *p = &f->proposal;

	p->profile = id->profile == NULL ? NULL : id->profile->title;
	p->vendor = or_null(id->vendor);
	p->model = or_null(id->model);
	p->class = or_null(id->class);
	p->version = or_null(id->version);
	p->serial = or_null(id->serial);
	p->confidence = confidence_name(id->confidence);
}

static void
take_offer(struct proposal *p, const struct visit *v)
{
	static const struct {
		const char *protocol, *level;
	} names[] = {
		[OFFER_PRIV] = { "v3", "priv" },
		[OFFER_AUTH] = { "v3", "auth" },
		[OFFER_USER] = { "v3", "none" },
		[OFFER_V2C] = { "v2c", "none" },
		[OFFER_V1] = { "v1", "none" },
	};
	const struct offer *o = visit_offer(v);

	p->address = *visit_address(v);
	p->range_id = visit_range(v)->id;
	p->credential_id = o->credential_id;
	p->protocol = names[o->kind].protocol;
	p->level = names[o->kind].level;
}

struct stranger *
stranger_new(const struct visit *v, const struct gathered *said,
    const struct profile_set *set)
{
	struct snapshot *s;
	struct stranger *f;

	if (snapshot_from_list(said->varbinds.data, said->varbinds.len, &s) < 0)
		return NULL;
	f = mem_new(1, sizeof(*f));
	if (set != NULL)
		profile_identify(set, s, &f->identity);
	f->proposal.sys_object_id = f->sys_object_id =
	    text_of(s, object_sys_object_id);
	f->proposal.sys_descr = f->sys_descr = text_of(s, object_sys_descr);
	f->proposal.sys_name = f->sys_name = text_of(s, sys_name);
	take_offer(&f->proposal, v);
	take_identity(f);
	take_engine_id(f, s, v);
	snapshot_free(s);
	return f;
}

void
stranger_free(struct stranger *f)
{
	if (f == NULL)
		return;
	identity_free(&f->identity);
	free(f->sys_object_id);
	free(f->sys_descr);
	free(f->sys_name);
	free(f);
}

const struct proposal *
stranger_proposal(const struct stranger *f)
{
	return &f->proposal;
}
