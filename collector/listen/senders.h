/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_SENDERS_H
#define COLLECTOR_LISTEN_SENDERS_H

#include <stddef.h>

#include <openssl/types.h>

/*
 * Until when the certificates of senders are good, of one listen section:
 * looked at when one comes in, and with all that are open at a look (start,
 * reload, daily). What runs out within 30 days stands in the log and, as that
 * of the organisation whose senders they are, in the journal; once it has run
 * out, they are not heard.
 */
struct address;
struct config_listen;
struct intake;
struct senders;
struct senders_list;

struct senders_list *senders_list_new(struct intake *in);
void senders_list_free(struct senders_list *l); /* NULL is fine */

/* Of that section, also when it was another before a reload; NULL: it asks for
 * no certificates. */
struct senders *senders_of(
    struct senders_list *l, const struct config_listen *section);

/* One that was let in; name is what its certificate says, and was checked. */
void senders_see(struct senders *s, const struct config_listen *section,
    const SSL *ssl, const struct address *from, const char *name,
    size_t name_len);

/* One that was sent away: if its certificate was told and has run out since, it
 * is told still, as long as it comes. Of others anybody could make us tell. */
void senders_refuse(struct senders *s, const struct config_listen *section,
    const SSL *ssl, const struct address *from);

/* A look: all that are open are seen between the two. */
void senders_begin(struct senders *s);
void senders_end(struct senders *s, const struct config_listen *section);

#endif
