/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/profile.h"

#include <stdlib.h>

#include "lib/base/regex.h"
#include "lib/profile/rule.h"

static void
free_components(struct profile *p)
{
	for (size_t i = 0; i < p->n_components; i++) {
		struct component_rule *c = &p->component[i];

		free(c->name);
		free((void *)(uintptr_t)c->names.oid.data);
		rule_free(&c->value);
	}
	free(p->component);
}

static void
free_messages(struct profile *p)
{
	for (size_t i = 0; i < p->n_messages; i++) {
		free(p->message[i].pattern);
		regex_free(p->message[i].regex);
		regex_free(p->message[i].version);
	}
	free(p->message);
}

static void
free_tests(struct profile *p)
{
	for (size_t i = 0; i < p->n_tests; i++) {
		struct profile_test *t = &p->test[i];

		free(t->recording);
		free(t->version);
		free(t->model);
		free(t->serial);
		free(t->component);
		free(t->message);
	}
	free(p->test);
}

void
profile_free(struct profile *p)
{
	if (p == NULL)
		return;
	conditions_free(&p->match);
	conditions_free(&p->exclude);
	rules_free(&p->version);
	rules_free(&p->patchlevel);
	rules_free(&p->second);
	rules_free(&p->hardware);
	rules_free(&p->serial);
	free_components(p);
	free_messages(p);
	free_tests(p);
	regex_free(p->reject);
	free(p->complete);
	free(p->title);
	free(p->file);
	free(p->vendor);
	free(p->product);
	free(p->class);
	free(p);
}

/* A test of a message alone proves nothing about the version. */
bool
profile_is_tested(const struct profile *p)
{
	for (size_t i = 0; i < p->n_tests; i++) {
		if (p->test[i].recording != NULL && p->test[i].version != NULL)
			return true;
	}
	return false;
}

const char *
component_kind_name(enum component_kind k)
{
	static const char *const names[] = { "component", "package", "kernel",
		"bootloader" };

	return names[k];
}

const char *
granularity_name(enum granularity g)
{
	static const char *const names[] = { "product", "release", "patch",
		"hotfix" };

	return names[g];
}

const char *
reboot_name(enum reboot_rule r)
{
	static const char *const names[] = { "required", "optional", "never" };

	return names[r];
}

const char *
message_class_name(enum message_class c)
{
	static const char *const names[] = { "none", "boot", "version",
		"upgrade_ok", "upgrade_failed", "downgrade", "crash" };

	return names[c];
}
