/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/notify.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"

static struct sockaddr_un peer;
static socklen_t peer_len;

void
notify_start(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	size_t len = path == NULL ? 0 : strlen(path);

	if (len > 1 && len < sizeof(peer.sun_path) &&
	    (*path == '/' || *path == '@')) {
		peer.sun_family = AF_UNIX;
		memcpy(peer.sun_path, path, len);
		/* @name stands for an abstract socket. */
		if (*path == '@')
			peer.sun_path[0] = '\0';
		peer_len =
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	}
	(void)unsetenv("NOTIFY_SOCKET");
}

static void
tell(const char *state)
{
	int fd;

	if (peer_len == 0)
		return;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1 ||
	    sendto(fd, state, strlen(state), MSG_NOSIGNAL,
		(struct sockaddr *)&peer, peer_len) == -1)
		log_warn("systemd cannot be told \"%s\"", state);
	if (fd != -1)
		close(fd);
}

void
notify_ready(void)
{
	tell("READY=1");
}

void
notify_reloading(void)
{
	char state[64];

	snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%llu",
	    (unsigned long long)clock_monotonic());
	tell(state);
}

void
notify_stopping(void)
{
	tell("STOPPING=1");
}
