/* SPDX-License-Identifier: Apache-2.0 */

/*
 * overhear ADDRESS:PORT: a stranger that never answers, and keeps what it was
 * told. Prints each datagram as "v2c COMMUNITY" or "v3 USER LEVEL", LEVEL
 * being the flags for authentication and privacy.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "lib/base/err.h"
#include "lib/model/address.h"
#include "lib/wire/snmp.h"
#include "lib/wire/snmp3.h"

static void
tell(const uint8_t *data, size_t len)
{
	struct snmp3_message secured;
	struct snmp_message m;
	int rc = snmp_message_parse(data, len, &m);

	if (rc == ERR_OK)
		printf("%s %.*s\n", m.version == SNMP_V1 ? "v1" : "v2c",
		    (int)m.community_len, (const char *)m.community);
	else if (snmp3_parse(data, len, &secured) == ERR_OK)
		printf("v3 '%.*s' %d\n", (int)secured.user.len,
		    (const char *)secured.user.data,
		    secured.flags & SNMP3_LEVEL);
	else
		printf("other\n");
	fflush(stdout);
}

int
main(int argc, char *argv[])
{
	struct sockaddr_storage sa;
	struct address a;
	uint8_t data[2048];
	socklen_t len;
	ssize_t n;
	int fd;

	if (argc != 2 || address_parse(argv[1], &a) < 0)
		return 2;
	len = (socklen_t)address_to_sockaddr(&a, &sa);
	fd = socket(sa.ss_family, SOCK_DGRAM, 0);
	if (fd == -1 || bind(fd, (struct sockaddr *)&sa, len) == -1) {
		perror(argv[1]);
		return 1;
	}
	len = sizeof(sa);
	if (getsockname(fd, (struct sockaddr *)&sa, &len) == -1)
		return 1;
	address_from_sockaddr((struct sockaddr *)&sa, &a);
	printf("port %u\n", a.port);
	fflush(stdout);
	while ((n = recv(fd, data, sizeof(data), 0)) >= 0)
		tell(data, (size_t)n);
	return 1;
}
