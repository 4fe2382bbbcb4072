/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "register/db/account.h"
#include "register/db/process.h"

static int
open_folder(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static int
refuse_open(const char *path)
{
	if (errno == ENOENT)
		return ERR_NOTFOUND;
	if (errno == ELOOP || errno == ENOTDIR) {
		log_warnx("%s: not a folder, or a link to one", path);
		return ERR_DENIED;
	}
	log_warn("%s", path);
	return errno == EACCES ? ERR_DENIED : ERR_IO;
}

static int
refuse_owner(const char *path, uid_t owner, const struct account *a)
{
	log_warnx("%s: belongs to user id %lu, not to %s", path,
	    (unsigned long)owner, a->name);
	return ERR_DENIED;
}

int
folder_check(const char *path, const struct account *a)
{
	struct stat st;
	int fd, rc = ERR_OK;

	fd = open_folder(path);
	if (fd == -1)
		return refuse_open(path);
	if (fstat(fd, &st) == -1)
		fatal("%s", path);
	if (st.st_uid != a->uid)
		rc = refuse_owner(path, st.st_uid, a);
	close(fd);
	return rc;
}

static int
give(int fd, const char *path, mode_t mode, const struct account *a)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		fatal("%s", path);
	if (st.st_uid != a->uid && !(a->from_root && st.st_uid == 0))
		return refuse_owner(path, st.st_uid, a);
	if ((a->from_root && fchown(fd, a->uid, a->gid) == -1) ||
	    fchmod(fd, mode) == -1) {
		log_warn("%s", path);
		return ERR_IO;
	}
	return ERR_OK;
}

int
folder_own(const char *path, mode_t mode, const struct account *a)
{
	int fd, rc;

	if (mkdir(path, mode) == -1 && errno != EEXIST) {
		log_warn("%s", path);
		return errno == EACCES ? ERR_DENIED : ERR_IO;
	}
	fd = open_folder(path);
	if (fd == -1)
		return refuse_open(path);
	rc = give(fd, path, mode, a);
	close(fd);
	return rc;
}

int
folder_remove(const char *path, const struct account *a)
{
	const char *const argv[] = { "/bin/rm", "-rf", "--", path, NULL };

	if (process_run(a, NULL, argv) == 0)
		return ERR_OK;
	log_warnx("%s: could not be removed", path);
	return ERR_IO;
}

int
folder_sync(const char *path)
{
	int fd = open_folder(path), rc = ERR_OK;

	if (fd == -1)
		return refuse_open(path);
	if (fsync(fd) == -1) {
		log_warn("%s", path);
		rc = ERR_IO;
	}
	close(fd);
	return rc;
}
