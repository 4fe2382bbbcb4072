/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/equipment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/alert/wording.h"
#include "collector/config.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/profile/alert_rules.h"

enum { PASSWORD_MAX = 4096 };

void
equipment_free(struct equipment *e)
{
	alert_rules_free(e->rules);
	wording_free(e->nl);
	wording_free(e->en);
	if (e->password != NULL)
		box_wipe(e->password, strlen(e->password));
	free(e->password);
	box_wipe(&e->keys, sizeof(e->keys));
	*e = (struct equipment){ 0 };
}

static int
load_words(const struct config *c, const char *below, struct wording **out)
{
	char *path = config_data_path(c, below);
	int rc = wording_load(path, out);

	free(path);
	return rc;
}

/* The first line of the file. */
static int
load_password(const char *path, char **out)
{
	struct buf text = { 0 };
	int rc;

	rc = file_check_private(path);
	if (rc == ERR_OK)
		rc = file_read(path, PASSWORD_MAX, &text);
	if (rc == ERR_OK)
		*out = mem_dup_text(
		    buf_str(&text), strcspn(buf_str(&text), "\r\n"));
	if (text.data != NULL)
		box_wipe(text.data, text.cap);
	buf_free(&text);
	return rc;
}

/* An installation may be completed while the daemon runs. */
static int
load_keys(const struct config *c, struct equipment *e)
{
	char *path = config_home_path(c, "keys/alert.key");
	int rc = ERR_OK;

	if (access(path, F_OK) == 0) {
		rc = box_load_keys(path, &e->keys);
		e->has_keys = rc == ERR_OK;
	}
	free(path);
	return rc;
}

int
equipment_load(const struct config *c, struct equipment *e)
{
	int rc = alert_rules_load_default(c->data, c->alert.rules, &e->rules);

	if (rc == ERR_OK)
		rc = load_words(c, "templates/mail.nl", &e->nl);
	if (rc == ERR_OK)
		rc = load_words(c, "templates/mail.en", &e->en);
	if (rc == ERR_OK && c->mail.password_file != NULL)
		rc = load_password(c->mail.password_file, &e->password);
	if (rc == ERR_OK)
		rc = load_keys(c, e);
	if (rc < 0)
		equipment_free(e);
	return rc;
}

const struct wording *
equipment_words(const struct equipment *e, const char *language)
{
	return strcmp(language, "en") == 0 ? e->en : e->nl;
}
