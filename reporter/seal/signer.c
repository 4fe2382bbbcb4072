/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/seal/signer.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "reporter/pdf/seal.h"
#include "reporter/seal/key.h"
#include "reporter/seal/settings.h"
#include "reporter/seal/sign.h"
#include "reporter/seal/stamp.h"

static void
become(const char *user)
{
	struct passwd *pw;

	if (geteuid() != 0)
		return;
	pw = getpwnam(user);
	if (pw == NULL)
		fatalx("seal: no system user %s", user);
	if (setgroups(0, NULL) == -1 ||
	    setresgid(pw->pw_gid, pw->pw_gid, pw->pw_gid) == -1 ||
	    setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid) == -1)
		fatal("seal: cannot become %s", user);
	if (pw->pw_uid != 0 && (setuid(0) == 0 || seteuid(0) == 0))
		fatalx("seal: %s can become root again", user);
}

/* A key in memory is not for a debugger, nor for a file of a crash. */
static void
harden(void)
{
	struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) == -1 ||
	    prctl(PR_SET_DUMPABLE, 0) == -1 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		fatal("seal: cannot be hardened");
}

static int
sign_and_write(
    const struct seal_settings *s, const uint8_t digest[DIGEST_LEN], int to)
{
	const struct seal_stamp stamp = { s->tsa, s->tsa_ca_file };
	struct seal_key key = { 0 };
	struct buf signature = { 0 };
	int rc;

	become(s->user);
	harden();
	rc = seal_key_load(s->certificate, s->key, &key);
	if (rc == ERR_OK)
		rc = seal_sign(
		    &key, digest, s->tsa != NULL ? &stamp : NULL, &signature);
	if (rc == ERR_OK && signature.len > SEAL_ROOM) {
		log_warnx("seal: %zu bytes, where %d have room", signature.len,
		    SEAL_ROOM);
		rc = ERR_RANGE;
	}
	if (rc == ERR_OK)
		rc = file_write_all(to, signature.data, signature.len);
	seal_key_free(&key);
	buf_free(&signature);
	return rc;
}

static void
read_signature(int from, struct buf *out)
{
	ssize_t n;

	do {
		uint8_t *room = buf_extend(out, 4096);

		n = read(from, room, 4096);
		out->len -= 4096 - (n > 0 ? (size_t)n : 0);
	} while (
	    (n > 0 && out->len <= SEAL_ROOM) || (n == -1 && errno == EINTR));
}

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1) {
		if (errno != EINTR)
			return ERR_IO;
	}
	/* It has said why. */
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? ERR_OK
							     : ERR_DENIED;
}

int
signer_run(const struct seal_settings *s, const uint8_t digest[DIGEST_LEN],
    struct buf *out)
{
	int ends[2], rc;
	pid_t pid;

	if (pipe(ends) == -1)
		fatal("seal: pipe");
	pid = fork();
	if (pid == -1)
		fatal("seal: fork");
	if (pid == 0) {
		close(ends[0]);
		_exit(sign_and_write(s, digest, ends[1]) < 0);
	}
	close(ends[1]);
	read_signature(ends[0], out);
	close(ends[0]);
	rc = wait_for(pid);
	if (rc == ERR_OK && (out->len == 0 || out->len > SEAL_ROOM))
		rc = ERR_DENIED;
	return rc;
}
