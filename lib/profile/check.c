/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/check.h"

#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/profile/identity.h"
#include "lib/profile/message.h"
#include "lib/profile/set.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"

/* From the folder of the profile's file. */
static const char *const beside[] = { "", "../recordings/",
	"../../tests/data/recordings/" };

static const char *
find_recording(const struct profile *p, const char *dir, const char *name,
    struct buf *path)
{
	const char *slash = strrchr(p->file, '/');
	int folder = slash == NULL ? 0 : (int)(slash - p->file) + 1;

	if (dir != NULL) {
		buf_printf(path, "%s/%s", dir, name);
		return buf_str(path);
	}
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		buf_clear(path);
		buf_printf(path, "%.*s%s%s", folder, p->file, beside[i], name);
		if (access(buf_str(path), R_OK) == 0)
			break;
	}
	return buf_str(path);
}

/* "NAME VERSION": the version is the last word. */
static bool
has_component(const struct identity *id, const char *wanted)
{
	for (size_t i = 0; i < id->n_components; i++) {
		const struct identity_component *c = &id->component[i];
		size_t name = strlen(c->name);

		if (strncmp(wanted, c->name, name) == 0 &&
		    wanted[name] == ' ' &&
		    strcmp(wanted + name + 1, c->version) == 0)
			return true;
	}
	return false;
}

static void
differ(struct buf *why, const char *what, const char *got, const char *want)
{
	if (want == NULL || strcmp(got, want) == 0)
		return;
	buf_printf(why, "%s%s is '%s', not '%s'", why->len > 0 ? "; " : "",
	    what, got, want);
}

static void
judge(const struct profile_set *set, const struct profile *p,
    const struct profile_test *t, const struct snapshot *s, struct buf *why)
{
	struct identity id;

	profile_identify(set, s, &id);
	if (id.profile != p)
		buf_printf(why, "it is taken for '%s'",
		    id.profile == NULL ? "nothing" : id.profile->title);
	differ(why, "version", id.version, t->version);
	differ(why, "model", id.model, t->model);
	differ(why, "serial", id.serial, t->serial);
	if (t->component != NULL && !has_component(&id, t->component))
		buf_printf(why, "%sno component '%s'", why->len > 0 ? "; " : "",
		    t->component);
	identity_free(&id);
}

static void
judge_recording(const struct profile_set *set, const struct profile *p,
    const char *dir, const struct profile_test *t, struct buf *why)
{
	struct snapshot *s = NULL;
	struct buf path = { 0 };

	if (recording_load(find_recording(p, dir, t->recording, &path), &s) < 0)
		buf_printf(why, "cannot be read: %s", buf_str(&path));
	else
		judge(set, p, t, s, why);
	snapshot_free(s);
	buf_free(&path);
}

static void
judge_message(
    const struct profile *p, const struct profile_test *t, struct buf *why)
{
	struct buf version = { 0 };
	enum message_class c = profile_classify_message(
	    p, t->message, strlen(t->message), &version);

	if (c != t->class)
		buf_printf(why, "class is %s, not %s", message_class_name(c),
		    message_class_name(t->class));
	differ(why, "version", buf_str(&version), t->version);
	buf_free(&version);
}

size_t
profile_check(const struct profile_set *set, const struct profile *p,
    const char *dir, profile_told *told, void *arg)
{
	size_t failed = 0;

	for (size_t i = 0; i < p->n_tests; i++) {
		const struct profile_test *t = &p->test[i];
		struct buf why = { 0 };

		if (t->message != NULL)
			judge_message(p, t, &why);
		else
			judge_recording(set, p, dir, t, &why);
		failed += why.len > 0;
		told(arg, p, t->line,
		    t->message != NULL ? t->message : t->recording,
		    why.len > 0 ? buf_str(&why) : NULL);
		buf_free(&why);
	}
	return failed;
}
