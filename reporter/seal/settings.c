/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/seal/settings.h"

#include <stdlib.h>
#include <unistd.h>

#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/seal_conf.h"

static const struct conf_option options[] = {
	{ .name = "seal", .type = CONF_SECTION, .section = seal_conf_options },
	{ 0 },
};

static const char *
configuration(const char *path)
{
	if (path == NULL)
		path = getenv("PATCHWACHT_CONFIG");
	if (path == NULL || *path == '\0')
		path = SYSCONFDIR "/patchwacht.conf";
	return path;
}

static void
take(const struct conf_section *s, struct seal_settings *out)
{
	out->certificate = mem_dup_str(conf_text(s, "certificate"));
	out->key = mem_dup_str(conf_text(s, "key"));
	out->user = mem_dup_str(conf_text(s, "user"));
	out->tsa = mem_dup_str(conf_text(s, "tsa"));
	out->tsa_ca_file = mem_dup_str(conf_text(s, "tsa_ca_file"));
	out->reports = conf_bool(s, "reports");
}

int
seal_settings_load(const char *path, bool loud, struct seal_settings *out)
{
	const struct conf_section *s = NULL;
	struct conf *conf = NULL;
	int rc = ERR_NOTFOUND;

	path = configuration(path);
	if (access(path, F_OK) == 0) {
		rc = conf_load_part(path, options, &conf);
		if (rc < 0)
			return rc;
		s = conf_at(conf_root(conf), "seal", 0);
	}
	if (s == NULL && loud)
		log_warnx(
		    "%s: no section seal, so nothing can be sealed", path);
	if (s != NULL)
		take(s, out);
	conf_free(conf);
	return s != NULL ? ERR_OK : ERR_NOTFOUND;
}

void
seal_settings_free(struct seal_settings *s)
{
	free(s->certificate);
	free(s->key);
	free(s->user);
	free(s->tsa);
	free(s->tsa_ca_file);
	*s = (struct seal_settings){ 0 };
}
