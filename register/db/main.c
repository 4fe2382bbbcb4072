/* SPDX-License-Identifier: Apache-2.0 */

/* patchwacht-db: the database, private or somebody else's. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/conninfo.h"
#include "lib/store/people/holder_store.h"
#include "lib/store/place.h"
#include "register/command.h"
#include "register/db/backup.h"
#include "register/db/cluster.h"
#include "register/db/process.h"
#include "register/db/setup.h"
#include "register/flag.h"
#include "register/setup/ask.h"
#include "register/setup/check.h"

/* Options of this program, besides those of every verb. */
static const char *database, *user, *bindir;
static const char *function, *name, *supplier;
static const char *password_file;
static bool no_sync, with_login;

static const struct flag flags[] = {
	{ "database", FLAG_TEXT, &database, "DSN",
	    "embedded (the private cluster), or postgresql://..." },
	{ "user", FLAG_TEXT, &user, "NAME",
	    "system user of the private cluster, started as root" },
	{ "bindir", FLAG_TEXT, &bindir, "DIR", "PostgreSQL's programs" },
	{ "function", FLAG_TEXT, &function, "FUNCTION",
	    "operator add: of the process, for its first holder" },
	{ "name", FLAG_TEXT, &name, "NAME",
	    "operator add: as reports show it" },
	{ "supplier", FLAG_TEXT, &supplier, "NAME",
	    "operator add: whose devices, of the function supplier" },
	{ "login", FLAG_YES, &with_login, NULL,
	    "operator add: with a password, which is asked for" },
	{ "password-file", FLAG_TEXT, &password_file, "FILE",
	    "operator add: its first line is that; - is standard input" },
	{ "no-sync", FLAG_YES, &no_sync, NULL, NULL },
	{ 0 },
};

/* The work of a verb; c is NULL when the database is not a private cluster. */
struct job {
	struct cluster *c;
	struct place place;
	struct db_target target;
	struct words words;
};

static bool
is_private(const struct job *job)
{
	if (job->c != NULL)
		return true;
	complain("the database is not a private cluster: its own "
		 "administrator does this");
	return false;
}

static int
do_start(struct job *job)
{
	return is_private(job) ? cluster_start(job->c) : ERR_DENIED;
}

static int
do_stop(struct job *job)
{
	int rc = is_private(job) ? cluster_stop(job->c) : ERR_DENIED;

	if (rc != ERR_NOTFOUND)
		return rc;
	say("The database was not running.");
	return ERR_OK;
}

static int
do_exec(struct job *job)
{
	return is_private(job) ? cluster_exec(job->c) : ERR_DENIED;
}

static int
do_status(struct job *job)
{
	struct db *db = NULL;
	pid_t pid = job->c != NULL ? cluster_pid(job->c) : 0;
	int rc;

	if (job->c != NULL && pid == 0) {
		say("The database does not run.");
		return ERR_NOTFOUND;
	}
	rc = db_open(&job->target, NULL, &db);
	db_close(db);
	if (pid != 0 && process_is_outdated(&job->c->account, pid))
		complain("PostgreSQL was updated since it started: stop it, "
			 "and start it again");
	if (rc < 0)
		say("The database does not take connections.");
	else if (pid != 0)
		say("The database runs, process %ld, below %s.", (long)pid,
		    job->c->base);
	else
		say("The database takes connections.");
	return rc;
}

static int
do_init(struct job *job)
{
	int rc = job->c != NULL ? cluster_start(job->c) : ERR_OK;

	if (rc == ERR_OK)
		rc = setup_all(job->c, &job->target);
	if (rc == ERR_OK)
		say("The database is ready.");
	return rc;
}

static int
do_migrate(struct job *job)
{
	int rc = setup_migrate(&job->target);

	/* New tables have none yet, and the timer comes once a day. */
	return rc == ERR_OK ? setup_partitions(&job->target) : rc;
}

static int
do_partitions(struct job *job)
{
	return setup_partitions(&job->target);
}

static int
do_verify(struct job *job)
{
	int64_t changes;
	int rc = setup_verify(&job->target, &changes);

	if (rc == ERR_OK)
		say("%" PRId64 " changes in an unbroken chain; schema, "
		    "partitions and rights are as they should be.",
		    changes);
	return rc;
}

/* What the words say of them; the rest is given by `patchwacht user grant`. */
static int
read_holder(const char *login, struct holder *h)
{
	struct buf why = { 0 };
	int rc;

	*h = (struct holder){ .login = login,
		.name = name != NULL ? name : login,
		.party = supplier,
		.since = DB_NO_TIME,
		.until = DB_NO_TIME };
	if (function == NULL)
		return ERR_OK;
	rc = check_tell(
	    check_function(function, &h->function, &why), "--function", &why);
	buf_free(&why);
	if (rc < 0)
		return rc;
	if ((h->function == FUNCTION_SUPPLIER) != (supplier != NULL)) {
		complain("--supplier goes with the function supplier");
		return ERR_PARSE;
	}
	return ERR_OK;
}

/* Typed twice, unless it comes from a file. */
static int
read_password(char *out, size_t size)
{
	char again[256];
	int rc = ask_secret("Password", password_file, 0, out, size);

	if (rc == ERR_OK && ask_is_hidden(password_file)) {
		rc = ask_secret("Once more", NULL, 0, again, sizeof(again));
		if (rc == ERR_OK && strcmp(again, out) != 0) {
			complain("these were two different ones");
			rc = ERR_PARSE;
		}
		explicit_bzero(again, sizeof(again));
	} else if (rc == ERR_RANGE) {
		complain("--password-file: its first line is empty or too "
			 "long");
	}
	return rc;
}

static int
let_log_in(struct job *job, const char *who)
{
	char password[256] = "";
	int rc;

	if (job->c != NULL) {
		complain("people come into the private cluster as their user "
			 "of this machine, without a password; --login is for "
			 "a server of somebody else's");
		return ERR_PARSE;
	}
	rc = read_password(password, sizeof(password));
	if (rc == ERR_OK)
		rc = setup_password(&job->target, who, password);
	explicit_bzero(password, sizeof(password));
	return rc;
}

static int
do_operator(struct job *job)
{
	struct holder holder;
	int rc;

	if (strcmp(job->words.word[0], "add") != 0) {
		complain("operator: \"%s\": only add", job->words.word[0]);
		return ERR_PARSE;
	}
	rc = read_holder(job->words.word[1], &holder);
	if (rc == ERR_OK && with_login && job->c != NULL)
		return let_log_in(job, holder.login);
	if (rc == ERR_OK)
		rc = setup_operator(job->c, &job->target, holder.login);
	if (rc == ERR_OK && (with_login || password_file != NULL))
		rc = let_log_in(job, holder.login);
	if (rc == ERR_OK && function == NULL)
		say("%s may come in; what they may do there, the process "
		    "owner gives: `patchwacht user grant %s FUNCTION`.",
		    holder.login, holder.login);
	if (rc < 0 || function == NULL)
		return rc;
	rc = setup_holder(&job->target, (int)command.tenant, &holder);
	if (rc == ERR_OK)
		say("%s may come in, and is %s.", holder.login,
		    function_title(holder.function));
	else if (rc == ERR_RANGE)
		complain("there is no organisation %ld; `patchwacht init` sets "
			 "one up",
		    command.tenant);
	return rc;
}

static int
do_backup(struct job *job)
{
	return is_private(job) ? backup_make(job->c, job->words.word[0])
			       : ERR_DENIED;
}

static int
do_restore(struct job *job)
{
	if (!is_private(job))
		return ERR_DENIED;
	return backup_restore(job->c, &job->target, job->words.word[0]);
}

static const struct task {
	const char *name;
	int (*work)(struct job *job);
	const char *usage;
	size_t words;
	const char *summary;
} tasks[] = {
	{ "init", do_init, "", 0,
	    "make and start the database, its roles and its tables" },
	{ "start", do_start, "", 0, "start it, or join the running one" },
	{ "stop", do_stop, "", 0, "stop it" },
	{ "status", do_status, "", 0, "does it run?" },
	{ "exec", do_exec, "", 0, "be the server, for a service manager" },
	{ "migrate", do_migrate, "", 0, "bring its tables up to date" },
	{ "partitions", do_partitions, "", 0,
	    "make room ahead, drop what is past retention" },
	{ "verify", do_verify, "", 0,
	    "check the chain of changes, tables and rights" },
	{ "operator", do_operator, "add NAME", 2,
	    "let a user of this machine keep the register" },
	{ "backup", do_backup, "DIR", 1, "copy it, running, and check that" },
	{ "restore", do_restore, "DIR", 1, "put such a copy in its place" },
	{ 0 },
};

static int
open_job(struct job *job, struct cluster *room)
{
	struct cluster_options o = { .bindir = bindir, .no_sync = no_sync };
	int rc;

	rc = place_find(command.home, command.config, &job->place);
	if (rc < 0)
		return rc;
	job->target = place_target(&job->place);
	if (database != NULL)
		job->target.database = database;
	if (!conninfo_is_embedded(job->target.database))
		return ERR_OK;
	o.home = job->place.home;
	o.user = user != NULL ? user : job->place.user;
	rc = cluster_open(&o, room);
	if (rc < 0)
		return rc;
	job->c = room;
	job->target.home = room->home;
	return ERR_OK;
}

static int
run_task(const struct task *task, int argc, char **argv)
{
	const struct synopsis s = { task->name, task->usage, task->words,
		task->words, flags, task->summary };
	struct cluster room = { .lock = -1 };
	struct job job = { 0 };
	int rc;

	rc = flag_parse(&s, argc, argv, &job.words);
	if (rc != ERR_OK)
		return flag_exit(rc);
	rc = open_job(&job, &room);
	if (rc == ERR_OK)
		rc = task->work(&job);
	if (rc == ERR_PARSE)
		rc = EXIT_USAGE;
	else
		rc = rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
	words_free(&job.words);
	if (job.c != NULL)
		cluster_close(job.c);
	place_free(&job.place);
	return rc;
}

static int
usage(FILE *out, int status)
{
	fprintf(out, "usage: patchwacht-db VERB [OPTIONS]\n\n");
	for (const struct task *t = tasks; t->name != NULL; t++)
		fprintf(
		    out, "  %-10s %-9s %s\n", t->name, t->usage, t->summary);
	fprintf(out, "\n`man patchwacht-db` has it all.\n");
	return status;
}

static int
tell_unknown(const char *verb)
{
	struct buf why = { 0 };
	struct choice c;

	choice_start(&c, verb);
	for (const struct task *t = tasks; t->name != NULL; t++)
		choice_offer(&c, t->name);
	choice_tell(&c, &why);
	complain("%s", buf_str(&why));
	buf_free(&why);
	return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
	log_start_command("patchwacht-db");
	db_set_ask(ask_login);
	if (argc < 2)
		return usage(stderr, EXIT_USAGE);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
		return usage(stdout, EXIT_SUCCESS);
	if (strcmp(argv[1], "--version") == 0) {
		printf("patchwacht-db %s\n", PACKAGE_VERSION);
		return EXIT_SUCCESS;
	}
	for (const struct task *t = tasks; t->name != NULL; t++)
		if (strcmp(argv[1], t->name) == 0)
			return run_task(t, argc - 1, argv + 1);
	return tell_unknown(argv[1]);
}
