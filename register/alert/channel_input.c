/* SPDX-License-Identifier: Apache-2.0 */
#include "register/alert/channel_input.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/number.h"
#include "lib/model/function.h"
#include "lib/store/alert/channel_secret.h"
#include "lib/store/alert/channel_store.h"
#include "lib/store/network/credential.h"
#include "register/alert/channel_program.h"
#include "register/command.h"
#include "register/setup/ask.h"
#include "register/setup/check.h"

static const char *const forms[] = { "patchwacht", "teams", "slack", "ntfy",
	"topdesk", NULL };
static const char *const languages[] = { "nl", "en", NULL };
static const char *const digests[] = { "none", "daily", "weekly", NULL };
static const char *const severities[] = { "notice", "warning", "critical",
	NULL };

void
channel_texts_free(struct channel_texts *t)
{
	buf_free(&t->functions);
	buf_free(&t->rules);
	buf_free(&t->settings);
}

static int
read_word(const char *option, const char *text, const char *const *words,
    const char *by_default, const char **out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	*out = text != NULL ? text : by_default;
	if (text != NULL)
		rc = check_tell(check_word(text, words, &why), option, &why);
	buf_free(&why);
	return rc;
}

static int
tell_functions(const char *typed)
{
	static const char *const words[] = { "it_staff", "system_owner",
		"process_owner", "board", "ciso", "all", NULL };
	struct buf why = { 0 };
	int rc = choice_check(typed, words, &why);

	if (rc == ERR_OK)
		complain("--to: all stands alone");
	else
		complain("--to: %s", buf_str(&why));
	buf_free(&why);
	return ERR_PARSE;
}

/* Who is told of anything: not a supplier, nor who only looks on. */
static int
read_functions(const struct words *to, struct buf *out)
{
	buf_add_u8(out, '{');
	if (to->n == 0)
		buf_add_str(out, "it_staff");
	for (size_t i = 0; i < to->n; i++) {
		enum function f;

		if (to->n == 1 && strcmp(to->word[0], "all") == 0)
			break;
		if (function_parse(to->word[i], &f) < 0 ||
		    f == FUNCTION_SUPPLIER || f == FUNCTION_AUDITOR)
			return tell_functions(to->word[i]);
		buf_printf(out, "%s%s", i > 0 ? "," : "", function_name(f));
	}
	buf_add_u8(out, '}');
	return ERR_OK;
}

static int
read_rules(const struct words *rules, struct buf *out)
{
	buf_add_u8(out, '{');
	for (size_t i = 0; i < rules->n; i++) {
		const char *rule = rules->word[i];

		if (*rule == '\0' ||
		    strspn(rule, "abcdefghijklmnopqrstuvwxyz0123456789_") !=
			strlen(rule)) {
			complain("--rule: \"%s\" is no word like past_deadline",
			    rule);
			return ERR_PARSE;
		}
		buf_printf(out, "%s%s", i > 0 ? "," : "", rule);
	}
	buf_add_u8(out, '}');
	return ERR_OK;
}

/* What a receiver is told goes over no open line, but on this host. */
static bool
is_url(const char *text)
{
	static const char *const open[] = { "http://127.0.0.1:",
		"http://127.0.0.1/", "http://[::1]:", "http://[::1]/",
		"http://localhost:", "http://localhost/" };

	if (strpbrk(text, " \t\r\n\"\\") != NULL)
		return false;
	if (strncmp(text, "https://", 8) == 0)
		return text[8] != '\0';
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		if (strncmp(text, open[i], strlen(open[i])) == 0)
			return true;
	}
	return false;
}

/* HOST:PORT, or [ADDRESS]:PORT. */
static bool
is_peer(const char *text)
{
	const char *colon = strrchr(text, ':');
	const char *end = *text == '[' ? strchr(text, ']') : colon;
	int64_t port;

	return colon != NULL && end != NULL && end != text && colon >= end &&
	    strpbrk(text, " \t\r\n/\"\\,") == NULL &&
	    number_parse(colon + 1, 1, 65535, &port) == ERR_OK;
}

static int
read_syslog(const char *text, struct channel *out)
{
	static const char *const here[] = {
		"127.0.0.1:", "[::1]:", "localhost:"
	};
	bool tls = strncmp(text, "tls://", 6) == 0;
	bool good = tls || strncmp(text, "tcp://", 6) == 0;

	for (size_t i = 0; good && !tls; i++) {
		good = i < sizeof(here) / sizeof(here[0]);
		if (good && strncmp(text + 6, here[i], strlen(here[i])) == 0)
			break;
	}
	out->means = "syslog";
	out->target = text;
	if (good && is_peer(text + 6))
		return ERR_OK;
	complain("--syslog: \"%s\" is no tls://HOST:PORT, nor tcp:// on this "
		 "host",
	    text);
	return ERR_PARSE;
}

static int
read_snmp(const char *text, struct channel *out)
{
	out->means = "snmp";
	out->target = text;
	if (is_peer(text))
		return ERR_OK;
	complain("--snmp: \"%s\" is no HOST:PORT", text);
	return ERR_PARSE;
}

static int
read_target(const struct channel_input *in, struct channel *out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if ((in->mail != NULL) + (in->webhook != NULL) + (in->syslog != NULL) +
		(in->snmp != NULL) + (in->program != NULL) !=
	    1) {
		complain("which way? One of --mail, --webhook, --syslog, "
			 "--snmp and --program");
		return ERR_PARSE;
	}
	if (in->syslog != NULL)
		return read_syslog(in->syslog, out);
	if (in->snmp != NULL)
		return read_snmp(in->snmp, out);
	if (in->program != NULL)
		return channel_program_read(in->program, out);
	if (in->mail != NULL) {
		out->means = "mail";
		out->target = in->mail;
		rc = check_tell(check_mail(in->mail, &why), "--mail", &why);
	} else {
		out->means = "webhook";
		out->target = in->webhook;
		if (!is_url(in->webhook)) {
			complain("--webhook: \"%s\" is no https:// URL, nor "
				 "http:// on this host",
			    in->webhook);
			rc = ERR_PARSE;
		}
	}
	buf_free(&why);
	return rc;
}

/* Of SNMPv3 what proves us and hides what is said; less is not offered. */
static int
read_session(const struct channel_input *in, struct json *o)
{
	struct credential c = { 0 };
	int rc = credential_input_read(&in->snmp_as, &c);

	if (rc < 0)
		return rc;
	if (strcmp(c.kind, "v1") == 0) {
		complain("--kind: notifications are of v2c or v3");
		return ERR_PARSE;
	}
	json_put_text(o, "version", c.kind);
	if (strcmp(c.kind, "v3") != 0)
		return ERR_OK;
	if (strcmp(c.priv, "AES-128") != 0 || strcmp(c.auth, "MD5") == 0 ||
	    strcmp(c.auth, "none") == 0) {
		complain("--auth, --priv: a notification is proven by SHA and "
			 "hidden by AES-128");
		return ERR_PARSE;
	}
	json_put_text(o, "user", c.user);
	json_put_text(o, "auth", c.auth);
	json_put_text(o, "priv", c.priv);
	return ERR_OK;
}

static int
read_settings(const struct channel_input *in, struct buf *out)
{
	struct json *o = json_new_object();
	const char *form;
	char *line;
	int rc = read_word("--form", in->form, forms, NULL, &form);

	if (rc == ERR_OK && in->webhook == NULL &&
	    (form != NULL || in->topic != NULL || in->secret_file != NULL ||
		in->authorization_file != NULL)) {
		complain("--form, --topic, --secret-file and "
			 "--authorization-file are of a webhook");
		rc = ERR_PARSE;
	}
	if (form != NULL)
		json_put_text(o, "form", form);
	if (in->topic != NULL)
		json_put_text(o, "topic", in->topic);
	if (rc == ERR_OK && in->snmp != NULL)
		rc = read_session(in, o);
	if (in->ca_file != NULL)
		json_put_text(o, "ca_file", in->ca_file);
	line = json_line(o);
	buf_add_str(out, line);
	free(line);
	json_free(o);
	return rc;
}

/* As what its reader is addressed who did not say it: of several functions, or
 * none, as those who do the work. */
static const char *
usual_title(const char *list, const char *language)
{
	static const struct {
		const char *list, *nl, *en;
	} titles[] = {
		{ "{board}", "Bestuur", "Board" },
		{ "{ciso}", "CISO", "CISO" },
		{ "{process_owner}", "Proceseigenaar", "Process owner" },
		{ "{system_owner}", "Systeemeigenaar", "System owner" },
	};
	bool is_dutch = strcmp(language, "nl") == 0;

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		if (strcmp(list, titles[i].list) == 0)
			return is_dutch ? titles[i].nl : titles[i].en;
	}
	return is_dutch ? "IT-beheer" : "IT staff";
}

int
channel_input_read(const struct channel_input *in, struct channel *out,
    struct channel_texts *texts)
{
	struct buf why = { 0 };
	int rc = read_target(in, out);

	if (rc == ERR_OK && in->function != NULL)
		rc = check_tell(
		    check_name(in->function, &why), "--function", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = read_word("--language", in->language, languages, "nl",
		    &out->language);
	if (rc == ERR_OK)
		rc = read_word(
		    "--least", in->least, severities, "notice", &out->least);
	if (rc == ERR_OK)
		rc = read_word(
		    "--digest", in->digest, digests, "none", &out->digest);
	if (rc == ERR_OK)
		rc = read_functions(&in->to, &texts->functions);
	if (rc == ERR_OK)
		rc = read_rules(&in->rules, &texts->rules);
	if (rc == ERR_OK)
		rc = read_settings(in, &texts->settings);
	out->functions = buf_str(&texts->functions);
	out->function = in->function != NULL || rc < 0
	    ? in->function
	    : usual_title(out->functions, out->language);
	out->rules = buf_str(&texts->rules);
	out->settings = buf_str(&texts->settings);
	return rc;
}

static int
take_secret(const char *what, const char *path, char *out, size_t size)
{
	int rc = ask_secret(what, path, 0, out, size);

	if (rc == ERR_RANGE)
		complain(
		    "%s: it is empty or longer than %zu bytes", what, size - 1);
	return rc;
}

static int
take_session(const struct channel_input *in, struct channel_secret *out)
{
	struct credential c = { 0 };
	int rc = credential_input_read(&in->snmp_as, &c);

	if (rc == ERR_OK)
		rc = credential_input_ask(&in->snmp_as, &c);
	if (rc == ERR_OK) {
		memcpy(out->community, c.community, sizeof(c.community));
		memcpy(out->auth_password, c.auth_password,
		    sizeof(c.auth_password));
		memcpy(out->priv_password, c.priv_password,
		    sizeof(c.priv_password));
	}
	credential_wipe(&c);
	return rc;
}

int
channel_input_secret(
    const struct channel_input *in, struct channel_secret *out, bool *any)
{
	int rc = ERR_OK;

	*any = false;
	if (in->snmp != NULL) {
		*any = true;
		return take_session(in, out);
	}
	if (in->secret_file != NULL) {
		rc = take_secret("Secret of the signature", in->secret_file,
		    out->hmac, sizeof(out->hmac));
		*any = true;
	}
	if (rc == ERR_OK && in->authorization_file != NULL) {
		rc = take_secret("Authorization", in->authorization_file,
		    out->authorization, sizeof(out->authorization));
		*any = true;
	}
	return rc;
}
