/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/deliver.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/json.h"

#include "tests/unit/test.h"

static struct json *
parse(const char *text)
{
	struct json *v = NULL;

	assert_int_equal(ERR_OK, json_parse("test", text, strlen(text), &v));
	return v;
}

static const char evidence_text[] =
    "{\"chain\":{\"seq\":9,\"hash\":\"ab\",\"line\":\"trail 9\"},"
    "\"anchors\":[{\"line\":\"anchor 1\"},{\"line\":null}]}";

/* What a mail would say of a report of that classification and party. */
static struct json *
detail_as(const char *classification, const char *party, const char *printed)
{
	struct json *evidence = parse(evidence_text), *values;
	struct json *document = json_new_object(), *setting = json_new_object();
	struct json *detail;
	char *line;

	values = parse("{\"organisation\":{\"name\":\"Zonneveld\"},"
		       "\"period\":{\"name\":\"2026Q3\"}}");
	json_put_text(document, "number", "PM-2026Q3");
	json_put_text(document, "version", "1.1");
	json_put_text(document, "classification", classification);
	json_put_text(setting, "service_provider", party);
	json_put(values, "document", document);
	json_put(values, "setting", setting);
	line = deliver_detail(&(struct deliver_facts){ .evidence = evidence,
	    .values = values,
	    .path = "/x/reports/rapport.pdf",
	    .language = "nl",
	    .pdf_sha256 = "01",
	    .evidence_sha256 = "02",
	    .printed = printed,
	    .public_word = "Public" });
	detail = parse(line);
	free(line);
	json_free(values);
	json_free(evidence);
	return detail;
}

static struct json *
detail_of(const char *classification, const char *party)
{
	return detail_as(classification, party, NULL);
}

static const struct {
	const char *classification, *secrecy;
} words[] = {
	{ "openbaar", "open" },
	{ "Openbaar", "open" },
	{ "vertrouwelijk", "confidential" },
	{ "geheim", "secret" },
	{ "GEHEIM", "secret" },
	{ "zeer geheim", "secret" },
	{ "Secret", "secret" },
	/* What nobody knows is kept as if it were confidential. */
	{ "intern", "confidential" },
	{ "", "confidential" },
	{ NULL, "confidential" },
};

static void
what_is_not_known_to_be_public_is_confidential(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(words); i++) {
		struct json *d = detail_of(words[i].classification, NULL);

		assert_string_equal(
		    words[i].secrecy, json_get_text(d, "_secrecy"));
		json_free(d);
	}
}

static const struct {
	const char *setting, *printed, *secrecy;
} pages[] = {
	{ "openbaar", "Public", "open" },
	{ "openbaar", "Confidential", "confidential" },
	{ "openbaar", "Secret", "secret" },
	{ "vertrouwelijk", "Geheim", "secret" },
	{ "vertrouwelijk", "Public", "confidential" },
	{ "geheim", "Public", "secret" },
};

/* A template of one's own may say "classification: Geheim". */
static void
what_the_pages_print_makes_it_stricter_and_never_laxer(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(pages); i++) {
		struct json *d =
		    detail_as(pages[i].setting, NULL, pages[i].printed);

		assert_string_equal(
		    pages[i].secrecy, json_get_text(d, "_secrecy"));
		assert_string_equal(
		    pages[i].printed, json_get_text(d, "classification"));
		json_free(d);
	}
}

static void
it_says_which_file_it_is_about(void **state)
{
	struct json *d = detail_of("vertrouwelijk", NULL);

	(void)state;
	/* Its copies do not go by where it was put. */
	assert_string_equal("PM-2026Q3-v1.1.nl.pdf", json_get_text(d, "_name"));
	assert_string_equal("/x/reports/rapport.pdf", json_get_text(d, "lies"));
	assert_string_equal("Zonneveld", json_get_text(d, "organisation"));
	assert_string_equal("2026Q3", json_get_text(d, "period"));
	assert_string_equal("01", json_get_text(d, "pdf_sha256"));
	json_free(d);
}

static void
anchors_are_of_who_checks_their_own_work(void **state)
{
	struct json *d = detail_of("vertrouwelijk", NULL);

	(void)state;
	assert_null(json_get_text(d, "_party"));
	assert_null(json_get_text(d, "_anchors"));
	json_free(d);
	d = detail_of("vertrouwelijk", "Beheer NV");
	assert_string_equal("Beheer NV", json_get_text(d, "_party"));
	/* A line each, as `patchwacht audit verify --anchors` reads them. */
	assert_string_equal(
	    "trail 9\nanchor 1\n", json_get_text(d, "_anchors"));
	json_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_is_not_known_to_be_public_is_confidential),
		cmocka_unit_test(
		    what_the_pages_print_makes_it_stricter_and_never_laxer),
		cmocka_unit_test(it_says_which_file_it_is_about),
		cmocka_unit_test(anchors_are_of_who_checks_their_own_work),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
