/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/directory.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

struct named {
	enum directory_kind kind;
	const char *name; /* behind it, in the same piece of memory */
	int id;
};

struct directory {
	void *entries; /* of tsearch(3) */
	int credentials, credential;
};

static int
compare(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return strcmp(x->name, y->name);
}

void
directory_put(
    struct directory *d, enum directory_kind kind, const char *name, int id)
{
	size_t len = strlen(name) + 1;
	struct named *e = mem_new(1, sizeof(*e) + len), **at;

	memcpy(e + 1, name, len);
	*e = (struct named){ kind, (const char *)(e + 1), id };
	at = tsearch(e, &d->entries, compare);
	if (at == NULL)
		fatalx("directory: out of memory");
	if (*at != e) {
		(*at)->id = id;
		free(e);
	}
	d->credentials += kind == DIRECTORY_CREDENTIAL;
	if (kind == DIRECTORY_CREDENTIAL)
		d->credential = id;
}

void
directory_forget(
    struct directory *d, enum directory_kind kind, const char *name)
{
	const struct named key = { kind, name, 0 };
	struct named *const *at = tfind(&key, &d->entries, compare);
	struct named *e = at == NULL ? NULL : *at;

	if (e != NULL)
		(void)tdelete(&key, &d->entries, compare);
	free(e);
}

int
directory_find(const struct directory *d, enum directory_kind kind,
    const char *name, int *id)
{
	const struct named key = { kind, name, 0 };
	struct named *const *at = tfind(&key, &d->entries, compare);

	if (at == NULL)
		return ERR_NOTFOUND;
	*id = (*at)->id;
	return ERR_OK;
}

int
directory_credential(const struct directory *d, int *id)
{
	if (d->credentials != 1)
		return ERR_NOTFOUND;
	*id = d->credential;
	return ERR_OK;
}

int
directory_load(struct db *db, int tenant, struct directory **out)
{
	struct db_rows *rows = NULL;
	struct directory *d;
	int rc = db_query(db, &rows,
	    "SELECT 0,name,device_id FROM device"
	    " WHERE tenant_id=$1 AND retired IS NULL"
	    " UNION ALL SELECT 1,host(address)||' '||port,device_id"
	    " FROM device WHERE tenant_id=$1 AND realm_id=1"
	    " AND retired IS NULL AND address IS NOT NULL"
	    " UNION ALL SELECT 2,name,site_id FROM site WHERE tenant_id=$1"
	    " UNION ALL SELECT 3,label,credential_id FROM credential"
	    " WHERE tenant_id=$1 AND removed IS NULL"
	    " UNION ALL SELECT 4,reference,patch_id FROM patch"
	    " WHERE tenant_id=$1",
	    DB_INT(tenant));

	if (rc < 0)
		return rc;
	d = mem_new(1, sizeof(*d));
	for (size_t i = 0; i < db_count(rows); i++)
		directory_put(d, (enum directory_kind)db_int(rows, i, 0),
		    db_text(rows, i, 1), (int)db_int(rows, i, 2));
	db_rows_free(rows);
	*out = d;
	return ERR_OK;
}

void
directory_free(struct directory *d)
{
	if (d == NULL)
		return;
	tdestroy(d->entries, free);
	free(d);
}
