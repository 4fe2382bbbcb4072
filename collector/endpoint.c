/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/endpoint.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/number.h"

enum { HOST_MAX = 64 };

static int
take_port(const char *text, in_port_t *out)
{
	int64_t v;

	if (*text < '0' || *text > '9' ||
	    number_parse(text, 0, UINT16_MAX, &v) < 0)
		return ERR_PARSE;
	*out = htons((in_port_t)v);
	return ERR_OK;
}

/* Cuts the host out of "host:port" and "[host]:port"; returns the port. */
static const char *
split(const char *text, char host[HOST_MAX])
{
	const char *colon = strrchr(text, ':');
	size_t len;

	if (colon == NULL)
		return NULL;
	len = (size_t)(colon - text);
	if (len >= 2 && text[0] == '[' && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	if (len == 0 || len >= HOST_MAX)
		return NULL;
	memcpy(host, text, len);
	host[len] = '\0';
	return colon + 1;
}

int
endpoint_parse(const char *text, struct sockaddr_storage *out, socklen_t *len)
{
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)(void *)out;
	struct sockaddr_in *four = (struct sockaddr_in *)(void *)out;
	char host[HOST_MAX];
	const char *port;

	memset(out, 0, sizeof(*out));
	port = split(text, host);
	if (port == NULL)
		return ERR_PARSE;
	if (text[0] != '[' && inet_pton(AF_INET, host, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		*len = sizeof(*four);
		return take_port(port, &four->sin_port);
	}
	if (text[0] == '[' && inet_pton(AF_INET6, host, &six->sin6_addr) == 1) {
		six->sin6_family = AF_INET6;
		*len = sizeof(*six);
		return take_port(port, &six->sin6_port);
	}
	return ERR_PARSE;
}

bool
endpoint_is_loopback(const char *host)
{
	struct in6_addr six;
	struct in_addr four;

	if (strcmp(host, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, host, &six) == 1 &&
	    IN6_IS_ADDR_LOOPBACK(&six);
}
