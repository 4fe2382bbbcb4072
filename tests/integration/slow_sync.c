/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A slow disk, for programs that are started with LD_PRELOAD: fsync and
 * fdatasync take as many milliseconds longer as the file SLOW_SYNC says.
 */

#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void
wait_a_while(void)
{
	const char *path = getenv("SLOW_SYNC");
	char text[16] = "";
	int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	struct timespec ts;
	long ms;

	if (fd == -1)
		return;
	(void)!read(fd, text, sizeof(text) - 1);
	close(fd);
	ms = strtol(text, NULL, 10);
	ts = (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
	nanosleep(&ts, NULL);
}

int
fsync(int fd)
{
	wait_a_while();
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	wait_a_while();
	return (int)syscall(SYS_fdatasync, fd);
}
