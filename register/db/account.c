/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/account.h"

#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

static const char default_user[] = "patchwacht";

static void
take(const struct passwd *pw, bool from_root, struct account *out)
{
	out->uid = pw->pw_uid;
	out->gid = pw->pw_gid;
	out->name = mem_dup_str(pw->pw_name);
	out->from_root = from_root;
}

static int
find_own(struct account *out)
{
	const struct passwd *pw = getpwuid(geteuid());

	if (pw == NULL) {
		log_warnx("database: user id %lu has no entry in passwd, so "
			  "PostgreSQL cannot run as it: give --database a "
			  "postgresql:// address instead",
		    (unsigned long)geteuid());
		return ERR_DENIED;
	}
	take(pw, false, out);
	return ERR_OK;
}

static int
find_system(const char *user, struct account *out)
{
	const struct passwd *pw = getpwnam(user);

	if (pw == NULL) {
		log_warnx("database: there is no user %s: useradd --system "
			  "--shell /usr/sbin/nologin %s",
		    user, user);
		return ERR_NOTFOUND;
	}
	if (pw->pw_uid == 0 || strcmp(user, "nobody") == 0 ||
	    strcmp(user, "postgres") == 0) {
		log_warnx("database: user %s is shared with others, a "
			  "system user of its own is needed",
		    user);
		return ERR_DENIED;
	}
	take(pw, true, out);
	return ERR_OK;
}

static const char *
owner_of(const char *base)
{
	const struct passwd *pw;
	struct stat st;

	if (lstat(base, &st) == -1 || st.st_uid == 0)
		return NULL;
	pw = getpwuid(st.st_uid);
	return pw == NULL ? NULL : pw->pw_name;
}

int
account_find(const char *user, const char *base, struct account *out)
{
	const char *owner;

	*out = (struct account){ 0 };
	if (geteuid() != 0)
		return find_own(out);
	if (user != NULL)
		return find_system(user, out);
	owner = owner_of(base);
	return find_system(owner != NULL ? owner : default_user, out);
}

void
account_free(struct account *a)
{
	free(a->name);
	*a = (struct account){ 0 };
}

static void
drop_root(const struct account *a)
{
	if (setgroups(0, NULL) == -1 || setresgid(a->gid, a->gid, a->gid) ||
	    setresuid(a->uid, a->uid, a->uid) == -1)
		_exit(126);
	if (setuid(0) == 0)
		_exit(126);
}

void
account_become(const struct account *a)
{
	if (a->from_root)
		drop_root(a);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	umask(077);
	if (clearenv() != 0 || setenv("PATH", "/usr/bin:/bin", 1) == -1 ||
	    setenv("LC_ALL", "C.UTF-8", 1) == -1 ||
	    setenv("TZ", "UTC", 1) == -1 || chdir("/") == -1)
		_exit(126);
}

void
account_assume(const struct account *a)
{
	if (!a->from_root)
		return;
	if (setegid(a->gid) == -1 || seteuid(a->uid) == -1)
		fatal("user %s", a->name);
}

void
account_resume(const struct account *a)
{
	if (!a->from_root)
		return;
	if (seteuid(0) == -1 || setegid(0) == -1)
		fatal("user root");
}
