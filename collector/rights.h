/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_RIGHTS_H
#define COLLECTOR_RIGHTS_H

#include <sys/types.h>

/* Who a role is, and becoming it. */
struct rights {
	uid_t uid;
	gid_t gid;
	gid_t shared; /* of the group "patchwacht", else gid */
};

/*
 * The system user "patchwacht-ROLE" if there is one, else user, else
 * ERR_NOTFOUND, logged. Started by an ordinary user, everyone stays that user.
 */
int rights_of(const char *role, const char *user, struct rights *out);

/*
 * For a role that runs what is not ours: its own system user or ERR_NOTFOUND,
 * logged, and not in the group "patchwacht", which reads journals.
 */
int rights_alone(const char *role, struct rights *out);

/* Gives up everything else, for good; fatal when that does not hold. */
void rights_drop(const struct rights *r);

/* No core dump, no other process looks in, nothing gains rights by exec. */
void rights_harden(void);

#endif
