/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lib/base/err.h"

static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

static void
set_v6(struct address *a, const uint8_t bytes[16])
{
	if (memcmp(bytes, mapped, sizeof(mapped)) == 0) {
		a->family = 4;
		memcpy(a->bytes, bytes + 12, 4);
	} else {
		a->family = 6;
		memcpy(a->bytes, bytes, 16);
	}
}

static int
take_host(const char *text, struct address *out)
{
	uint8_t bytes[16];

	if (inet_pton(AF_INET, text, out->bytes) == 1) {
		out->family = 4;
		return ERR_OK;
	}
	if (inet_pton(AF_INET6, text, bytes) != 1)
		return ERR_PARSE;
	set_v6(out, bytes);
	return ERR_OK;
}

static int
take_port(const char *text, uint16_t *out)
{
	unsigned long v = 0;

	if (*text == '\0')
		return ERR_PARSE;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return ERR_PARSE;
		v = v * 10 + (unsigned long)(*text - '0');
		if (v > UINT16_MAX)
			return ERR_RANGE;
	}
	*out = (uint16_t)v;
	return ERR_OK;
}

int
address_parse(const char *text, struct address *out)
{
	struct address a = { 0 };
	char host[ADDRESS_TEXT_MAX];
	const char *end = text + strlen(text), *port = NULL;
	int rc;

	if (*text == '[') {
		end = strchr(++text, ']');
		if (end == NULL || (end[1] != ':' && end[1] != '\0'))
			return ERR_PARSE;
		if (end[1] == ':')
			port = end + 2;
	} else if (strchr(text, ':') != NULL &&
	    strchr(text, ':') == strrchr(text, ':')) {
		end = strchr(text, ':');
		port = end + 1;
	}
	if ((size_t)(end - text) >= sizeof(host))
		return ERR_PARSE;
	memcpy(host, text, (size_t)(end - text));
	host[end - text] = '\0';

	rc = take_host(host, &a);
	if (rc == ERR_OK && port != NULL)
		rc = take_port(port, &a.port);
	if (rc == ERR_OK)
		*out = a;
	return rc;
}

char *
address_format(const struct address *a, char *out)
{
	int family = a->family == 6 ? AF_INET6 : AF_INET;

	if (a->family == 0 ||
	    inet_ntop(family, a->bytes, out, ADDRESS_TEXT_MAX) == NULL)
		snprintf(out, ADDRESS_TEXT_MAX, "unknown");
	return out;
}

char *
address_format_port(const struct address *a, char *out)
{
	char host[INET6_ADDRSTRLEN + 8];

	if (a->port == 0)
		return address_format(a, out);
	address_format(a, out);
	snprintf(host, sizeof(host), "%.*s", INET6_ADDRSTRLEN, out);
	snprintf(out, ADDRESS_TEXT_MAX, a->family == 6 ? "[%s]:%u" : "%s:%u",
	    host, a->port);
	return out;
}

bool
address_same_host(const struct address *a, const struct address *b)
{
	return a->family == b->family &&
	    memcmp(a->bytes, b->bytes, a->family == 4 ? 4 : 16) == 0;
}

bool
address_equal(const struct address *a, const struct address *b)
{
	return address_same_host(a, b) && a->port == b->port;
}

void
address_from_sockaddr(const struct sockaddr *sa, struct address *out)
{
	*out = (struct address){ 0 };
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof(in));
		out->family = 4;
		memcpy(out->bytes, &in.sin_addr, 4);
		out->port = ntohs(in.sin_port);
	} else if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, sa, sizeof(in6));
		set_v6(out, in6.sin6_addr.s6_addr);
		out->port = ntohs(in6.sin6_port);
	}
}

size_t
address_to_sockaddr(const struct address *a, struct sockaddr_storage *out)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (a->family == 4) {
		memcpy(&in.sin_addr, a->bytes, 4);
		in.sin_port = htons(a->port);
		memcpy(out, &in, sizeof(in));
		return sizeof(in);
	}
	if (a->family == 6) {
		memcpy(&in6.sin6_addr, a->bytes, 16);
		in6.sin6_port = htons(a->port);
		memcpy(out, &in6, sizeof(in6));
		return sizeof(in6);
	}
	return 0;
}
