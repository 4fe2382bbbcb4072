/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/place.h"

#include <stdlib.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

static const struct conf_option options[] = {
	{ .name = "home", .type = CONF_TEXT },
	{ .name = "database", .type = CONF_TEXT },
	{ .name = "user", .type = CONF_TEXT },
	{ .name = "data", .type = CONF_TEXT },
	{ 0 },
};

/* What was told first stands. */
static void
take(char **into, const char *value)
{
	if (*into == NULL && value != NULL && *value != '\0')
		*into = mem_dup_str(value);
}

static int
read_config(const char *path, struct place *p)
{
	const struct conf_section *root;
	struct conf *conf = NULL;
	int rc;

	if (path == NULL)
		path = getenv("PATCHWACHT_CONFIG");
	if (path == NULL || *path == '\0') {
		path = SYSCONFDIR "/patchwacht.conf";
		if (access(path, F_OK) == -1)
			return ERR_OK;
	}
	rc = conf_load_part(path, options, &conf);
	if (rc < 0)
		return rc;
	root = conf_root(conf);
	take(&p->home, conf_text(root, "home"));
	take(&p->database, conf_text(root, "database"));
	take(&p->user, conf_text(root, "user"));
	take(&p->data, conf_text(root, "data"));
	conf_free(conf);
	return ERR_OK;
}

int
place_find(const char *home, const char *config, struct place *out)
{
	struct place p = { 0 };
	int rc;

	take(&p.home, home);
	take(&p.home, getenv("PATCHWACHT_HOME"));
	rc = read_config(config, &p);
	take(&p.home, LOCALSTATEDIR);
	take(&p.database, "embedded");
	if (rc < 0)
		place_free(&p);
	else
		*out = p;
	return rc;
}

void
place_free(struct place *p)
{
	free(p->home);
	free(p->database);
	free(p->user);
	free(p->data);
	*p = (struct place){ 0 };
}

char *
place_home(const struct place *p, const char *below)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", p->home, below);
	return buf_take_str(&path);
}

char *
place_data(const struct place *p, const char *below)
{
	return data_path(p->data, below);
}

struct db_target
place_target(const struct place *p)
{
	return (struct db_target){ p->home, p->database };
}
