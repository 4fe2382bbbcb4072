/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/supervisor_part.h"

#include <string.h>

#include "collector/home.h"
#include "collector/notify.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

enum { ANSWERS_WITHIN_S = 15 };

/* Who is too many stops in the moment in which the others take over. */
static void
tell_next(struct supervisor *s)
{
	for (size_t i = 0; i < s->units; i++) {
		struct unit *u = s->unit[i];
		struct child *c = &u->child;

		if (u->leaving)
			evtimer_del(u->restart); /* perhaps it may stay */
		u->leaving = c->instance > role_instances(c->ops, s->next);
		unit_tell(c, u->leaving ? CONTROL_STOP : CONTROL_USE);
		if (u->leaving)
			supervisor_arm(
			    u->restart, c->pid != 0 ? ROLE_GRACE_S : 0);
	}
}

static void
take_next(struct supervisor *s)
{
	tell_next(s);
	config_free(s->config);
	buf_free(&s->text);
	papers_wipe(&s->papers);
	s->config = s->next;
	s->text = s->next_text;
	s->papers = s->next_papers;
	log_set_verbose(s->options.verbose || s->config->verbose);
	log_info("configuration %s: read again, in use", s->options.path);
}

static void
refuse_next(struct supervisor *s)
{
	units_tell(s, CONTROL_DROP);
	config_free(s->next);
	buf_free(&s->next_text);
	papers_wipe(&s->next_papers);
	log_warnx(
	    "configuration %s: refused, the one before stays", s->options.path);
}

static void
finish(struct supervisor *s, bool use)
{
	evtimer_del(s->deadline);
	if (use)
		take_next(s);
	else
		refuse_next(s);
	s->next = NULL;
	s->next_text = (struct buf){ 0 };
	s->next_papers = (struct papers){ 0 };
	sockets_keep(&s->sockets, s->config);
	if (use)
		units_start(s);
	notify_ready();
	if (s->reload_again && !s->stopping)
		reload_start(s);
}

void
reload_count(struct supervisor *s)
{
	bool waiting = false;

	if (s->next == NULL)
		return;
	for (size_t i = 0; i < s->units; i++) {
		if (s->unit[i]->child.answer == ANSWER_NO) {
			finish(s, false);
			return;
		}
		waiting |= s->unit[i]->child.answer == ANSWER_AWAITED;
	}
	if (!waiting)
		finish(s, true);
}

static int
ask_all(struct supervisor *s)
{
	struct child_start how =
	    supervisor_describe(s, &s->next_text, &s->next_papers);

	for (size_t i = 0; i < s->units; i++) {
		struct child *c = &s->unit[i]->child;

		c->answer = ANSWER_NONE;
		if (c->control == -1)
			continue; /* it starts with what is in use then */
		if (child_send_config(c, &how) < 0)
			return ERR_IO;
		c->answer = ANSWER_AWAITED;
	}
	return ERR_OK;
}

/* What roles were given their rights by. */
static int
check_unchanged(
    const char *path, const struct config *a, const struct config *b)
{
	const char *name = NULL;

	if (strcmp(a->home, b->home) != 0)
		name = "home";
	else if (strcmp(a->user, b->user) != 0)
		name = "user";
	else if (strcmp(a->database, b->database) != 0)
		name = "database";
	else if (a->sandbox != b->sandbox)
		name = "sandbox";
	if (name == NULL)
		return ERR_OK;
	log_warnx("%s: %s cannot change while the daemon runs", path, name);
	return ERR_DENIED;
}

void
reload_start(struct supervisor *s)
{
	struct config *next = NULL;
	int rc;

	s->reload_again = s->next != NULL;
	if (s->stopping || s->next != NULL)
		return;
	notify_reloading();
	rc = supervisor_read(&s->options, &s->next_text, &next);
	s->next = next;
	if (rc == ERR_OK)
		rc = check_unchanged(s->options.path, s->config, s->next);
	if (rc == ERR_OK)
		rc = home_prepare(s->next);
	if (rc == ERR_OK)
		rc = papers_read(&s->next_papers, s->next);
	if (rc < 0)
		papers_wipe(&s->next_papers);
	if (rc == ERR_OK)
		rc = sockets_open(&s->sockets, s->next);
	if (rc == ERR_OK)
		rc = ask_all(s);
	if (rc < 0) {
		finish(s, false);
		return;
	}
	supervisor_arm(s->deadline, ANSWERS_WITHIN_S);
	reload_count(s);
}

void
reload_drop(struct supervisor *s)
{
	finish(s, false);
}

void
reload_give_up(struct supervisor *s)
{
	for (size_t i = 0; i < s->units; i++) {
		if (s->unit[i]->child.answer == ANSWER_AWAITED)
			log_warnx("role %s: has not checked the "
				  "configuration within %d s",
			    s->unit[i]->child.name, ANSWERS_WITHIN_S);
	}
	finish(s, false);
}
