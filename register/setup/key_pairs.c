/* SPDX-License-Identifier: Apache-2.0 */
#include "register/setup/key_pairs.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/store/place.h"
#include "register/command.h"

/* Made as root, a private key is that role's, which alone opens its boxes. */
static void
give_away(const struct place *place, const char *path, const char *user)
{
	const struct passwd *pw;

	if (geteuid() != 0)
		return;
	pw = getpwnam(user);
	if (pw == NULL)
		pw = getpwnam(place->user != NULL ? place->user : "patchwacht");
	if (pw != NULL && chown(path, pw->pw_uid, pw->pw_gid) == -1)
		log_warn("%s", path);
}

/* What devices and channels are told is sealed for one role each. */
static int
make_pair(const struct place *place, const char *of, const char *user)
{
	struct buf below = { 0 };
	struct box_keys keys;
	char *public, *private;
	int rc = ERR_OK;

	buf_printf(&below, "keys/%s.pub", of);
	public = place_home(place, buf_str(&below));
	buf_clear(&below);
	buf_printf(&below, "keys/%s.key", of);
	private = place_home(place, buf_str(&below));
	if (access(public, F_OK) == 0) {
		say("Keys are there: %s", public);
		goto out;
	}
	box_new_keys(&keys);
	rc = box_save_keys(public, private, &keys);
	box_wipe(&keys, sizeof(keys));
	if (rc == ERR_OK) {
		give_away(place, private, user);
		say("Keys made: %s (keep a copy of it somewhere safe)",
		    private);
	}
out:
	buf_free(&below);
	free(public);
	free(private);
	return rc;
}

int
key_pairs_make(const struct place *place)
{
	char *dir = place_home(place, "keys");
	int rc = file_make_dir(dir, 0755);

	if (rc == ERR_OK)
		rc = make_pair(place, "box", "patchwacht-poll");
	if (rc == ERR_OK)
		rc = make_pair(place, "alert", "patchwacht-alert");
	free(dir);
	return rc;
}
