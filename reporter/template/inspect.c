/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/template.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "reporter/layout/block.h"
#include "reporter/template/tree.h"
#include "reporter/template/words.h"

/* NULL, logged, when it cannot be read. */
static struct template *
read_file(const char *path, bool quiet)
{
	struct template *t = NULL;
	struct buf text = { 0 };

	if (file_read(path, TEMPLATE_MAX, &text) == ERR_OK)
		t = template_read(path, buf_str(&text), text.len, quiet);
	buf_free(&text);
	return t;
}

/* Those of its language; without a known one there is nothing to look in. */
static int
load_words(const struct template *t, const char *below, struct words **out)
{
	const char *language = template_setting(t, "language");

	*out = NULL;
	if (below == NULL || language == NULL || furniture_of(language) == NULL)
		return ERR_OK;
	return words_open(pool_printf(t->pool, "%s.%s", below, language), out);
}

/* The other one's own faults are told when it is inspected itself. */
static bool
is_same(struct template *t, const char *beside)
{
	struct template *other = read_file(beside, true);
	bool same = other != NULL;

	if (other != NULL && other->faults > 0) {
		log_warnx("%s: not compared with %s, which has faults", t->name,
		    beside);
	} else if (other != NULL) {
		other->quiet = false;
		same = template_compare(t, other) == ERR_OK;
	}
	template_free(other);
	return same;
}

int
template_inspect(
    const char *path, const char *beside, const struct template_lists *lists)
{
	struct template *t = read_file(path, false);
	struct words *words = NULL;
	bool is_read, same = true;
	int rc;

	if (t == NULL)
		return ERR_IO;
	is_read = t->faults == 0;
	rc = load_words(t, lists->words, &words);
	if (rc == ERR_OK)
		rc = check_names(t, lists->values, words);
	if (rc == ERR_OK && is_read && beside != NULL)
		same = is_same(t, beside);
	if (rc == ERR_OK && (!template_whole(t) || !same))
		rc = ERR_PARSE;
	words_close(words);
	template_free(t);
	return rc;
}
