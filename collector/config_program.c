/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/config_part.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

/* Sections program "NAME" { }: what channels may have run. */

static int
take_program(const struct conf_section *s, struct config_program *p)
{
	size_t n = conf_list_len(s, "argv");

	p->name = conf_title(s);
	p->where = s;
	p->timeout = conf_span(s, "timeout");
	p->memory = (uint64_t)conf_int(s, "memory_mib") << 20;
	p->network = conf_bool(s, "network");
	if (n == 0 || *conf_list_at(s, "argv", 0) != '/')
		return config_refuse(s, "argv",
		    "must begin with the path of a program, from / on");
	p->argv = mem_new(n + 1, sizeof(*p->argv));
	for (size_t i = 0; i < n; i++)
		p->argv[i] = mem_dup_str(conf_list_at(s, "argv", i));
	return ERR_OK;
}

int
config_take_programs(struct config *c, const struct conf_section *root)
{
	int rc = ERR_OK;

	c->program_count = conf_count(root, "program");
	c->programs = mem_new(c->program_count + 1, sizeof(*c->programs));
	for (size_t i = 0; rc == ERR_OK && i < c->program_count; i++)
		rc = take_program(conf_at(root, "program", i), &c->programs[i]);
	return rc;
}

void
config_free_programs(struct config *c)
{
	for (size_t i = 0; i < c->program_count && c->programs != NULL; i++) {
		char **argv = c->programs[i].argv;

		for (size_t k = 0; argv != NULL && argv[k] != NULL; k++)
			free(argv[k]);
		free(argv);
	}
	free(c->programs);
}

const struct config_program *
config_program(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->program_count; i++) {
		if (strcmp(c->programs[i].name, name) == 0)
			return &c->programs[i];
	}
	return NULL;
}

bool
config_programs_reach_out(const struct config *c)
{
	bool any = false;

	for (size_t i = 0; i < c->program_count; i++)
		any |= c->programs[i].network;
	return any;
}

/* What anybody may write, anybody may have run. */
static int
check_file(const struct config_program *p)
{
	struct stat st;

	if (stat(p->argv[0], &st) == -1)
		return config_refuse(
		    p->where, "argv", "%s: %s", p->argv[0], strerror(errno));
	if (!S_ISREG(st.st_mode) || (st.st_mode & 0111) == 0)
		return config_refuse(
		    p->where, "argv", "%s: is no program", p->argv[0]);
	if ((st.st_mode & S_IWOTH) != 0)
		return config_refuse(
		    p->where, "argv", "%s: everybody may write it", p->argv[0]);
	return ERR_OK;
}

int
config_check_programs(const struct config *c)
{
	int rc = ERR_OK;

	for (size_t i = 0; i < c->program_count; i++) {
		if (check_file(&c->programs[i]) < 0)
			rc = ERR_NOTFOUND;
	}
	if (c->program_count > 0 && geteuid() == 0 &&
	    getpwnam("patchwacht-program") == NULL)
		rc = config_refuse(c->programs[0].where, "argv",
		    "there is no system user patchwacht-program to run it; "
		    "systemd-sysusers makes it");
	return rc;
}
