/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Tells a running fleetd what its agents do from now on.
 *
 *	fleetctl SOCKET 127.1.0.4 silent on
 *	fleetctl SOCKET < commands
 */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"

static int
connect_to(const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof(un.sun_path))
		fatalx("%s: too long for a socket", path);
	memcpy(un.sun_path, path, strlen(path) + 1);
	if (fd == -1 || connect(fd, (struct sockaddr *)&un, sizeof(un)) == -1)
		fatal("%s", path);
	return fd;
}

static void
read_all(int fd, struct buf *out)
{
	char room[4096];
	ssize_t n;

	while ((n = read(fd, room, sizeof(room))) > 0)
		buf_add(out, room, (size_t)n);
	if (n == -1)
		fatal("read");
}

int
main(int argc, char **argv)
{
	struct buf commands = { 0 }, reply = { 0 };
	bool good;
	int fd;

	log_start("fleetctl");
	if (argc < 2) {
		fputs("usage: fleetctl SOCKET [COMMAND...]\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++)
		buf_printf(&commands, "%s%s", i > 2 ? " " : "", argv[i]);
	if (argc == 2)
		read_all(STDIN_FILENO, &commands);

	fd = connect_to(argv[1]);
	if (send(fd, commands.data, commands.len, MSG_NOSIGNAL) == -1)
		fatal("%s", argv[1]);
	(void)shutdown(fd, SHUT_WR);
	read_all(fd, &reply);
	fputs(buf_str(&reply), stdout);
	good = reply.len > 0 && strncmp(buf_str(&reply), "error", 5) != 0;
	close(fd);
	buf_free(&commands);
	buf_free(&reply);
	return good ? 0 : 1;
}
