/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_DRAFT_H
#define LIB_PROFILE_DRAFT_H

struct buf;
struct scheme_set;
struct snapshot;

/*
 * A first profile for a device that none knows, as text for its author to
 * finish: how it is recognised, the objects in which its version stands, the
 * schemes that know the shape, and a test. Objects that speak of others
 * (neighbours, processes that run) are not looked at.
 */
struct draft {
	const struct snapshot *snapshot;
	const struct scheme_set *schemes;
	const char *version;   /* as its maker writes it; NULL: guessed */
	const char *recording; /* name of the file, for the test */
	const char *title;     /* NULL: from sysDescr */
};

/* ERR_NOTFOUND: the version stands nowhere, or none could be guessed. */
int draft_write(const struct draft *d, struct buf *out);

#endif
