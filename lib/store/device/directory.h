/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DIRECTORY_H
#define LIB_STORE_DIRECTORY_H

struct db;

/*
 * What devices in service, sites, credentials and patches of an organisation
 * are called, read once, for who looks up many. Who adds some puts them in as
 * well; the database's own keys stay what decides.
 */
enum directory_kind {
	DIRECTORY_DEVICE,
	DIRECTORY_ADDRESS, /* "192.0.2.1 161" */
	DIRECTORY_SITE,
	DIRECTORY_CREDENTIAL,
	DIRECTORY_PATCH,
};

struct directory;
int directory_load(struct db *db, int tenant, struct directory **out);
void directory_free(struct directory *d); /* NULL is fine */

/* ERR_NOTFOUND when there is none of that name. */
int directory_find(const struct directory *d, enum directory_kind kind,
    const char *name, int *id);
void directory_put(
    struct directory *d, enum directory_kind kind, const char *name, int id);

void directory_forget(
    struct directory *d, enum directory_kind kind, const char *name);

/* The only credential; ERR_NOTFOUND when there is none, or a second. */
int directory_credential(const struct directory *d, int *id);

#endif
