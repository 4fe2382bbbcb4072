/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/template.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "reporter/layout/block.h"
#include "reporter/template/tree.h"
#include "reporter/template/words.h"

static int
read_file(const char *path, bool quiet, struct template **out)
{
	struct buf text = { 0 };
	int rc = file_read(path, TEMPLATE_MAX, &text);

	if (rc == ERR_OK)
		*out = template_read(path, buf_str(&text), text.len, quiet);
	buf_free(&text);
	return rc;
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
static int
compare(struct template *t, const char *beside)
{
	struct template *other = NULL;
	int rc = read_file(beside, true, &other);

	if (rc == ERR_OK && other->faults > 0) {
		log_warnx("%s: not compared with %s, which has faults", t->name,
		    beside);
	} else if (rc == ERR_OK) {
		other->quiet = false;
		rc = template_compare(t, other);
	}
	template_free(other);
	return rc;
}

int
template_inspect(
    const char *path, const char *beside, const struct template_lists *lists)
{
	struct template *t = NULL;
	struct words *words = NULL;
	bool is_read, is_same = true;
	int rc = read_file(path, false, &t);

	if (rc < 0)
		return rc;
	is_read = t->faults == 0;
	rc = load_words(t, lists->words, &words);
	if (rc == ERR_OK)
		rc = check_names(t, lists->values, words);
	if (rc == ERR_OK && is_read && beside != NULL)
		is_same = compare(t, beside) == ERR_OK;
	if (rc == ERR_OK && (!template_whole(t) || !is_same))
		rc = ERR_PARSE;
	words_close(words);
	template_free(t);
	return rc;
}
