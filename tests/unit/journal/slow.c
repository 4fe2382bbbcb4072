/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/journal/slow.h"

#include <errno.h>
#include <pthread.h>

#include "lib/journal/front.h"

static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int allowed, waiting;
	int error;
} disk = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, SLOW_ANY, 0,
	0 };

static int
sync_when_allowed(int fd)
{
	int error;

	(void)fd;
	pthread_mutex_lock(&disk.lock);
	disk.waiting++;
	pthread_cond_broadcast(&disk.changed);
	while (disk.allowed == 0)
		pthread_cond_wait(&disk.changed, &disk.lock);
	disk.waiting--;
	if (disk.allowed != SLOW_ANY)
		disk.allowed--;
	error = disk.error;
	pthread_mutex_unlock(&disk.lock);
	errno = error;
	return error == 0 ? 0 : -1;
}

void
slow_disk(void)
{
	slow_allow(SLOW_ANY);
	slow_fail(0);
	front_sync_with(sync_when_allowed);
}

void
slow_allow(int syncs)
{
	pthread_mutex_lock(&disk.lock);
	disk.allowed = syncs;
	pthread_cond_broadcast(&disk.changed);
	pthread_mutex_unlock(&disk.lock);
}

void
slow_fail(int error)
{
	pthread_mutex_lock(&disk.lock);
	disk.error = error;
	pthread_mutex_unlock(&disk.lock);
}

void
slow_wait(void)
{
	pthread_mutex_lock(&disk.lock);
	while (disk.waiting == 0)
		pthread_cond_wait(&disk.changed, &disk.lock);
	pthread_mutex_unlock(&disk.lock);
}
