/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/rights.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/model/stream.h"

/* Below home, for the system user of a role. */
static int
make_folder(
    const struct config *c, const char *below, mode_t mode, const char *user)
{
	char *path = config_home_path(c, below);
	struct rights rights;
	int rc;

	rc = rights_of(user, c->user, &rights);
	if (rc == ERR_OK)
		rc = file_make_dir(path, mode);
	if (rc == ERR_OK && geteuid() == 0 &&
	    (chown(path, rights.uid, rights.shared) == -1 ||
		chmod(path, mode) == -1)) {
		log_warn("%s: give to role %s", path, user);
		rc = ERR_IO;
	}
	free(path);
	return rc;
}

/* Set-group-id: what poll and listen write there, store may read. */
static int
make_journal(const struct config *c, const char *role, unsigned instance,
    const char *user)
{
	char name[STREAM_NAME_MAX], below[64];

	stream_name(role, instance, name);
	snprintf(below, sizeof(below), "journal/%s", name);
	return make_folder(c, below, 02770, user);
}

/* The one that opens credentials: trap is the system user of poll. */
static int
make_trap(const struct config *c)
{
	int rc = make_journal(c, "trap", 1, "poll");

	return rc == ERR_OK ? make_folder(c, "trap", 0700, "poll") : rc;
}

/* Made by root before there was a user for the role that opens it. */
static int
give_key(const struct config *c, const char *below, const char *role)
{
	char *path = config_home_path(c, below);
	struct rights rights;
	struct stat st;
	int rc = ERR_OK;

	if (geteuid() == 0 && lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_uid == 0) {
		rc = rights_of(role, c->user, &rights);
		if (rc == ERR_OK &&
		    lchown(path, rights.uid, rights.gid) == -1) {
			log_warn("%s: give to role %s", path, role);
			rc = ERR_IO;
		}
	}
	free(path);
	return rc;
}

int
home_prepare(const struct config *c)
{
	char *run = config_home_path(c, "run");
	char *journal = config_home_path(c, "journal");
	int rc;

	/* Everybody passes through; what lies in them has its own mode. */
	rc = file_make_dir(run, 0755);
	if (rc == ERR_OK)
		rc = file_make_dir(journal, 0755);
	free(run);
	free(journal);
	for (int i = 1; rc == ERR_OK && i <= c->poll.workers; i++)
		rc = make_journal(c, "poll", (unsigned)i, "poll");
	if (rc == ERR_OK) /* what it remembers: collector/poll/memory.h */
		rc = make_folder(c, "poll", 0700, "poll");
	if (rc == ERR_OK) /* the key of pseudonyms: collector/verify */
		rc = make_folder(c, "verify", 0700, "verify");
	if (rc == ERR_OK)
		rc = make_journal(c, "listen", 1, "listen");
	if (rc == ERR_OK && c->trap_count > 0)
		rc = make_trap(c);
	if (rc == ERR_OK)
		rc = give_key(c, "keys/box.key", "poll");
	if (rc == ERR_OK)
		rc = give_key(c, "keys/alert.key", "alert");
	return rc;
}

int
home_lock(const struct config *c, int *fd)
{
	char *path = config_home_path(c, "run/patchwachtd.pid");
	char pid[32];
	int rc;

	rc = file_lock(path, false, fd);
	if (rc == ERR_AGAIN) {
		log_warnx("%s: another patchwachtd runs here", c->home);
		rc = ERR_EXISTS;
	}
	if (rc == ERR_OK) {
		snprintf(pid, sizeof(pid), "%d\n", (int)getpid());
		if (ftruncate(*fd, 0) == -1 || fchmod(*fd, 0644) == -1 ||
		    file_write_all(*fd, pid, strlen(pid)) < 0) {
			log_warn("%s: write", path);
			close(*fd);
			rc = ERR_IO;
		}
	}
	free(path);
	return rc;
}

void
home_unlock(const struct config *c, int fd)
{
	char *path = config_home_path(c, "run/patchwachtd.pid");

	/* Before the lock goes, so that no newcomer's file is taken away. */
	(void)unlink(path);
	close(fd);
	free(path);
}
