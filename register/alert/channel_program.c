/* SPDX-License-Identifier: Apache-2.0 */
#include "register/alert/channel_program.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/model/program_conf.h"
#include "lib/store/alert/channel_store.h"
#include "register/command.h"

static const struct conf_option options[] = {
	{ .name = "program",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = program_conf_options },
	{ 0 },
};

static const char *
config_file(void)
{
	const char *path = command.config;

	if (path == NULL)
		path = getenv("PATCHWACHT_CONFIG");
	return path != NULL && *path != '\0' ? path
					     : SYSCONFDIR "/patchwacht.conf";
}

int
channel_program_read(const char *name, struct channel *out)
{
	const char *path = config_file();
	const struct conf_section *root;
	struct conf *conf = NULL;
	bool found = false;
	int rc = conf_load_part(path, options, &conf);

	if (rc < 0)
		return rc;
	root = conf_root(conf);
	for (size_t i = 0; i < conf_count(root, "program"); i++)
		found |=
		    strcmp(conf_title(conf_at(root, "program", i)), name) == 0;
	conf_free(conf);
	if (!found) {
		complain(
		    "--program: %s has no section program \"%s\"", path, name);
		return ERR_NOTFOUND;
	}
	out->means = "program";
	out->target = name;
	return ERR_OK;
}
