/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/rights.h"

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/sandbox.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

int
rights_of(const char *role, const char *user, struct rights *out)
{
	struct passwd *pw;
	struct group *gr;
	char own[64];

	*out = (struct rights){ geteuid(), getegid(), getegid() };
	if (geteuid() != 0)
		return ERR_OK;
	snprintf(own, sizeof(own), "patchwacht-%s", role);
	pw = getpwnam(own);
	if (pw == NULL)
		pw = getpwnam(user);
	if (pw == NULL) {
		log_warnx("role %s: no system user %s or %s", role, own, user);
		return ERR_NOTFOUND;
	}
	gr = getgrnam("patchwacht");
	out->uid = pw->pw_uid;
	out->gid = pw->pw_gid;
	out->shared = gr == NULL ? pw->pw_gid : gr->gr_gid;
	return ERR_OK;
}

int
rights_alone(const char *role, struct rights *out)
{
	char own[64];
	int rc;

	snprintf(own, sizeof(own), "patchwacht-%s", role);
	rc = rights_of(role, own, out);
	out->shared = out->gid;
	return rc;
}

void
rights_drop(const struct rights *r)
{
	if (geteuid() != 0 || r->uid == 0)
		return;
	if (setgroups(1, &r->shared) == -1 ||
	    setresgid(r->gid, r->gid, r->gid) == -1 ||
	    setresuid(r->uid, r->uid, r->uid) == -1)
		fatal("cannot become uid %u", (unsigned)r->uid);
	if (setuid(0) == 0 || seteuid(0) == 0)
		fatalx("uid %u can become root again", (unsigned)r->uid);
	/* libpq looks for certificates there, and may not look in root's. */
	(void)unsetenv("HOME");
}

void
rights_harden(void)
{
	struct rlimit none = { 0, 0 };

	/* What a role writes, its group may read: store reads journals. */
	umask(027);
	(void)setrlimit(RLIMIT_CORE, &none);
	/* A sanitizer reads its own /proc, which this would close. */
	if (sandbox_is_possible())
		(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		fatal("PR_SET_NO_NEW_PRIVS");
}
