/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/exporter.h"

#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>

#include "collector/alert/exposition.h"
#include "collector/endpoint.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/alert/metric_store.h"
#include "lib/store/db.h"

enum { HEAD_MAX = 8192, BODY_MAX = 1024, IDLE_S = 30, ONE_IN = 50 };

/* Of the database: what is as it is now, and what has to be counted. */
struct part {
	const struct metric_families *set;
	struct buf text;
	int64_t until; /* told for so long; monotonic. 0: nothing was asked */
	int64_t at;    /* when it was asked */
};

struct exporter {
	struct evhttp *http;
	exporter_own_fn *own;
	void *arg;
	struct part now, counted;
};

static int
add_family(struct buf *out, struct db *db, const struct metric_family *f)
{
	const char *values[METRIC_LABELS_MAX];
	struct db_rows *rows = NULL;
	int n = 0, rc = metric_load(db, f, &rows);

	while (f->labels[n] != NULL)
		n++;
	exposition_family(out, f->name, EXPOSITION_GAUGE, f->help);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		for (int k = 0; k < n; k++)
			values[k] = db_text(rows, i, k);
		exposition_sample(
		    out, f->name, f->labels, values, db_real(rows, i, n));
	}
	db_rows_free(rows);
	return rc;
}

int64_t
exporter_fresh(int64_t took)
{
	int64_t fresh = took * ONE_IN;

	if (fresh < EXPORTER_FRESH_S * CLOCK_SECOND)
		return EXPORTER_FRESH_S * CLOCK_SECOND;
	return fresh < EXPORTER_COUNTED_S * CLOCK_SECOND
	    ? fresh
	    : EXPORTER_COUNTED_S * CLOCK_SECOND;
}

/* All of one moment: what is late is a part of what there is. */
static int
ask(struct part *p, struct db *db)
{
	int rc = db_begin_snapshot(db);

	for (size_t i = 0; rc == ERR_OK && i < p->set->n; i++)
		rc = add_family(&p->text, db, &p->set->family[i]);
	if (rc == ERR_OK)
		rc = db_commit(db);
	if (rc < 0)
		db_rollback(db);
	return rc;
}

/* What is stale is not said: a scrape without it is a sign, an old one not. */
static int
refresh(struct part *p, struct db *db)
{
	int64_t began = clock_monotonic(), took;
	int rc;

	if (db != NULL && began < p->until)
		return ERR_OK;
	buf_clear(&p->text);
	p->until = 0;
	p->at = clock_now();
	rc = db == NULL ? ERR_AGAIN : ask(p, db);
	took = clock_monotonic() - began;
	if (rc == ERR_OK)
		p->until = began +
		    exporter_fresh(p->set == &metric_counted ? took : 0);
	else
		buf_clear(&p->text);
	return rc;
}

static void
add_one(struct buf *out, const char *name, enum exposition_type type,
    const char *help, double value)
{
	static const char *const none[] = { NULL };

	exposition_family(out, name, type, help);
	exposition_sample(out, name, none, none, value);
}

static void
add_own(struct buf *out, const struct exporter_own *own, int rc)
{
	static const char *const names[] = { "version", NULL };
	static const char *const values[] = { PACKAGE_VERSION };

	exposition_family(out, "patchwacht_build_info", EXPOSITION_GAUGE,
	    "The version that runs.");
	exposition_sample(out, "patchwacht_build_info", names, values, 1);
	add_one(out, "patchwacht_database_up", EXPOSITION_GAUGE,
	    "Whether the database answered; without it most is missing here.",
	    rc == ERR_OK);
	add_one(out, "patchwacht_notifications_sent_total", EXPOSITION_COUNTER,
	    "Messages that a receiver took, since this process began.",
	    (double)own->sent);
	add_one(out, "patchwacht_notifications_failed_total",
	    EXPOSITION_COUNTER,
	    "Attempts that failed, since this process began.",
	    (double)own->failed);
}

static void
add_database(struct buf *out, const struct exporter *m)
{
	buf_add(out, m->now.text.data, m->now.text.len);
	add_one(out, "patchwacht_counted_timestamp_seconds", EXPOSITION_GAUGE,
	    "When devices and deployments were counted for this page.",
	    (double)m->counted.at / CLOCK_SECOND);
	buf_add(out, m->counted.text.data, m->counted.text.len);
}

static void
answer(struct evhttp_request *r, int status, const char *reason,
    const char *type, const struct buf *text)
{
	struct evbuffer *body = evbuffer_new();

	if (body == NULL)
		fatalx("metrics: out of memory");
	(void)evbuffer_add(body, text->data, text->len);
	(void)evhttp_add_header(
	    evhttp_request_get_output_headers(r), "Content-Type", type);
	evhttp_send_reply(r, status, reason, body);
	evbuffer_free(body);
}

static void
on_metrics(struct evhttp_request *r, void *arg)
{
	struct exporter *m = arg;
	struct exporter_own own = { 0 };
	struct buf out = { 0 };
	int rc;

	m->own(m->arg, &own);
	rc = refresh(&m->now, own.db);
	if (rc == ERR_OK)
		rc = refresh(&m->counted, own.db);
	add_own(&out, &own, rc);
	if (rc == ERR_OK)
		add_database(&out, m);
	answer(r, 200, "OK", "text/plain; version=0.0.4; charset=utf-8", &out);
	buf_free(&out);
}

/* Whether the watch itself is awake: the database, those who decide, and all
 * other roles. */
static void
find_trouble(const struct exporter_own *own, struct buf *out)
{
	int64_t late = 5 * own->interval + CLOCK_MINUTE;
	char *missing = NULL;

	if (own->db == NULL || metric_missing(own->db, &missing) < 0)
		buf_add_str(out, "the database is away\n");
	if (missing != NULL)
		buf_printf(out, "not seen for 5 minutes: %s\n", missing);
	if (own->decided != 0 && clock_monotonic() > own->decided + late)
		buf_add_str(out, "alerts are not looked at\n");
	free(missing);
}

static void
on_health(struct evhttp_request *r, void *arg)
{
	struct exporter *m = arg;
	struct exporter_own own = { 0 };
	struct buf out = { 0 };
	bool well;

	m->own(m->arg, &own);
	find_trouble(&own, &out);
	well = out.len == 0;
	if (well)
		buf_add_str(&out, "ok\n");
	answer(r, well ? 200 : 503, well ? "OK" : "Service Unavailable",
	    "text/plain; charset=utf-8", &out);
	buf_free(&out);
}

static struct evconnlistener *
listen_on(struct event_base *base, const char *address)
{
	struct sockaddr_storage ss;
	struct evconnlistener *l;
	socklen_t len;

	if (endpoint_parse(address, &ss, &len) < 0)
		return NULL;
	l = evconnlistener_new_bind(base, NULL, NULL,
	    LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC,
	    16, (struct sockaddr *)&ss, (int)len);
	if (l == NULL)
		log_warn("metrics %s", address);
	return l;
}

struct exporter *
exporter_new(struct event_base *base, const char *address, exporter_own_fn *own,
    void *arg)
{
	struct evconnlistener *l = listen_on(base, address);
	struct exporter *m;

	if (l == NULL)
		return NULL;
	m = mem_new(1, sizeof(*m));
	m->now.set = &metric_now;
	m->counted.set = &metric_counted;
	m->own = own;
	m->arg = arg;
	m->http = evhttp_new(base);
	if (m->http == NULL || evhttp_bind_listener(m->http, l) == NULL)
		fatalx("metrics: out of memory");
	evhttp_set_allowed_methods(m->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD);
	evhttp_set_max_headers_size(m->http, HEAD_MAX);
	evhttp_set_max_body_size(m->http, BODY_MAX);
	evhttp_set_timeout(m->http, IDLE_S);
	(void)evhttp_set_cb(m->http, "/metrics", on_metrics, m);
	(void)evhttp_set_cb(m->http, "/healthz", on_health, m);
	return m;
}

void
exporter_free(struct exporter *m)
{
	if (m == NULL)
		return;
	evhttp_free(m->http);
	buf_free(&m->now.text);
	buf_free(&m->counted.text);
	free(m);
}
