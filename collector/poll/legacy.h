/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_LEGACY_H
#define COLLECTOR_POLL_LEGACY_H

struct address;
struct engine;
struct keyring;
struct request;
struct request_desk;

/*
 * Answers requests of the kind legacy: does a device answer SNMPv1 and v2c? It
 *is asked for its sysObjectID, once each with "public" and with communities of
 *its organisation, one question after the other. Without a permission nothing
 *is sent. The result is
 *
 *	{"answers": "v1 public, v2c configured", "tried": ["v1 public", ...],
 *	 "raw": [{"way": "v1 public", "error": 0, "varbinds": "302a..."}]}
 *
 * with "silent" where nothing came; which of the communities it was is not
 *told.
 */
struct legacy;

/* All are borrowed. */
struct legacy *legacy_new(struct engine *engine, const struct keyring *keys,
    struct request_desk *desk);
void legacy_free(struct legacy *l); /* before desk; NULL is fine */

/* Ends in an answer: "tried", "not permitted", "busy". */
void legacy_try(
    struct legacy *l, const struct request *r, const struct address *address);

#endif
