/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/transfer.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <event2/event.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { CONNECT_WITHIN_S = 20, SEND_WITHIN_S = 120 };

struct transfer {
	struct transfers *of;
	struct transfer *next;
	CURL *easy;
	struct curl_slist *list;
	const char *data;
	size_t left;
	transfer_end_fn *on_end;
	void *arg;
	char reason[CURL_ERROR_SIZE];
};

struct transfers {
	struct event_base *base;
	CURLM *multi;
	struct event *timer;
	struct transfer *all;
};

static void
release(struct transfer *x)
{
	if (x->easy != NULL)
		curl_easy_cleanup(x->easy);
	curl_slist_free_all(x->list);
	free(x);
}

static void
take_out(struct transfer *x)
{
	struct transfer **at = &x->of->all;

	while (*at != NULL && *at != x)
		at = &(*at)->next;
	if (*at != NULL)
		*at = x->next;
	(void)curl_multi_remove_handle(x->of->multi, x->easy);
}

/* A receiver that is broken, or has enough, would say so of any other. */
static bool
is_about_all(long status)
{
	return status >= 500 || status == 408 || status == 429;
}

static int
err_of(CURLcode code, long status)
{
	switch (code) {
	case CURLE_OK:
		return ERR_OK;
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_REMOTE_ACCESS_DENIED: /* a recipient */
	case CURLE_WEIRD_SERVER_REPLY:
		return ERR_AGAIN;
	case CURLE_HTTP_RETURNED_ERROR:
		return is_about_all(status) ? ERR_IO : ERR_AGAIN;
	default:
		return ERR_IO;
	}
}

static void
finish(struct transfer *x, CURLcode code)
{
	transfer_end_fn *on_end = x->on_end;
	char reason[CURL_ERROR_SIZE + 32];
	void *arg = x->arg;
	long status = 0;

	(void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_HTTP_RETURNED_ERROR)
		snprintf(reason, sizeof(reason), "status %ld", status);
	else
		snprintf(reason, sizeof(reason), "%s",
		    x->reason[0] != '\0' ? x->reason
					 : curl_easy_strerror(code));
	take_out(x);
	release(x);
	/* Last: it may begin the next one. */
	on_end(arg, err_of(code, status), reason);
}

static void
look_for_ends(struct transfers *t)
{
	struct transfer *x = NULL;
	CURLMsg *m;
	int left;

	/* A message is gone once its handle is. */
	while ((m = curl_multi_info_read(t->multi, &left)) != NULL) {
		if (m->msg != CURLMSG_DONE)
			continue;
		(void)curl_easy_getinfo(
		    m->easy_handle, CURLINFO_PRIVATE, (char **)&x);
		finish(x, m->data.result);
	}
}

static void
on_ready(int fd, short what, void *arg)
{
	struct transfers *t = arg;
	int running, ready = 0;

	if (what & EV_READ)
		ready |= CURL_CSELECT_IN;
	if (what & EV_WRITE)
		ready |= CURL_CSELECT_OUT;
	(void)curl_multi_socket_action(t->multi, fd, ready, &running);
	look_for_ends(t);
}

static void
on_timer(int fd, short what, void *arg)
{
	struct transfers *t = arg;
	int running;

	(void)fd;
	(void)what;
	(void)curl_multi_socket_action(
	    t->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	look_for_ends(t);
}

/* libcurl says which socket it waits for. */
static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *known)
{
	struct transfers *t = arg;
	struct event *e = known;
	short wanted = EV_PERSIST;

	(void)easy;
	if (e != NULL)
		event_free(e);
	e = NULL;
	if (what & CURL_POLL_IN)
		wanted |= EV_READ;
	if (what & CURL_POLL_OUT)
		wanted |= EV_WRITE;
	if (what != CURL_POLL_REMOVE) {
		e = event_new(t->base, fd, wanted, on_ready, t);
		if (e == NULL || event_add(e, NULL) == -1)
			fatalx("libevent cannot watch a socket");
	}
	(void)curl_multi_assign(t->multi, fd, e);
	return 0;
}

static int
on_wait(CURLM *multi, long ms, void *arg)
{
	struct transfers *t = arg;
	struct timeval tv = { .tv_sec = ms / 1000,
		.tv_usec = ms % 1000 * 1000 };

	(void)multi;
	if (ms < 0)
		(void)evtimer_del(t->timer);
	else if (evtimer_add(t->timer, &tv) == -1)
		fatalx("libevent cannot add a timer");
	return 0;
}

struct transfers *
transfers_new(struct event_base *base)
{
	struct transfers *t = mem_new(1, sizeof(*t));

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		fatalx("libcurl does not start");
	t->base = base;
	t->multi = curl_multi_init();
	t->timer = evtimer_new(base, on_timer, t);
	if (t->multi == NULL || t->timer == NULL)
		fatalx("transfers: out of memory");
	(void)curl_multi_setopt(t->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	(void)curl_multi_setopt(t->multi, CURLMOPT_SOCKETDATA, t);
	(void)curl_multi_setopt(t->multi, CURLMOPT_TIMERFUNCTION, on_wait);
	(void)curl_multi_setopt(t->multi, CURLMOPT_TIMERDATA, t);
	return t;
}

void
transfers_free(struct transfers *t)
{
	struct transfer *x;

	if (t == NULL)
		return;
	while ((x = t->all) != NULL) {
		t->all = x->next;
		(void)curl_multi_remove_handle(t->multi, x->easy);
		release(x);
	}
	(void)curl_multi_cleanup(t->multi);
	event_free(t->timer);
	curl_global_cleanup();
	free(t);
}

/* What a server answers is nobody's to read. */
static size_t
on_answer(char *data, size_t size, size_t count, void *arg)
{
	(void)data;
	(void)arg;
	return size * count;
}

static size_t
on_read(char *room, size_t size, size_t count, void *arg)
{
	struct transfer *x = arg;
	size_t n = size * count < x->left ? size * count : x->left;

	memcpy(room, x->data, n);
	x->data += n;
	x->left -= n;
	return n;
}

struct transfer *
transfer_new(struct transfers *t, transfer_end_fn *on_end, void *arg)
{
	struct transfer *x = mem_new(1, sizeof(*x));
	CURLcode rc;

	x->of = t;
	x->on_end = on_end;
	x->arg = arg;
	x->easy = curl_easy_init();
	if (x->easy == NULL)
		fatalx("transfer: out of memory");
	rc = curl_easy_setopt(x->easy, CURLOPT_PRIVATE, x);
	rc |= curl_easy_setopt(x->easy, CURLOPT_ERRORBUFFER, x->reason);
	rc |=
	    curl_easy_setopt(x->easy, CURLOPT_PROXY, ""); /* no environment's */
	rc |= curl_easy_setopt(x->easy, CURLOPT_NOSIGNAL, 1L);
	rc |= curl_easy_setopt(
	    x->easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_WITHIN_S);
	rc |= curl_easy_setopt(x->easy, CURLOPT_TIMEOUT, (long)SEND_WITHIN_S);
	rc |= curl_easy_setopt(
	    x->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	rc |= curl_easy_setopt(x->easy, CURLOPT_WRITEFUNCTION, on_answer);
	if (rc != CURLE_OK)
		fatalx("transfer: libcurl is not the one that was built with");
	return x;
}

void *
transfer_handle(struct transfer *x)
{
	return x->easy;
}

void
transfer_set_upload(struct transfer *x, const char *data, size_t len)
{
	x->data = data;
	x->left = len;
	(void)curl_easy_setopt(x->easy, CURLOPT_READFUNCTION, on_read);
	(void)curl_easy_setopt(x->easy, CURLOPT_READDATA, x);
	(void)curl_easy_setopt(
	    x->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)len);
	(void)curl_easy_setopt(x->easy, CURLOPT_UPLOAD, 1L);
}

void
transfer_keep(struct transfer *x, void *list)
{
	curl_slist_free_all(x->list);
	x->list = list;
}

int
transfer_start(struct transfer *x)
{
	CURLMcode rc;

	x->next = x->of->all;
	x->of->all = x;
	rc = curl_multi_add_handle(x->of->multi, x->easy);
	if (rc == CURLM_OK)
		return ERR_OK;
	log_warnx("transfer: %s", curl_multi_strerror(rc));
	take_out(x);
	release(x);
	return ERR_IO;
}
