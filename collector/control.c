/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/control.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

int
control_pair(int fds[2])
{
	int room = 2 * CONTROL_TEXT_MAX;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == -1) {
		log_warn("control socket");
		return ERR_IO;
	}
	for (int i = 0; i < 2; i++)
		(void)setsockopt(
		    fds[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	return ERR_OK;
}

static void
attach(struct msghdr *msg, void *room, size_t size, int fd)
{
	struct cmsghdr *head;

	memset(room, 0, size);
	msg->msg_control = room;
	msg->msg_controllen = size;
	head = CMSG_FIRSTHDR(msg);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
}

int
control_send(
    int s, enum control_type type, const void *text, size_t len, int fd)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(sizeof(int))];
	} ancillary;
	uint8_t first = (uint8_t)type;
	struct iovec parts[2] = { { &first, 1 },
		{ (void *)(uintptr_t)text, len } };
	struct msghdr msg = { .msg_iov = parts, .msg_iovlen = 2 };

	if (fd != -1)
		attach(&msg, ancillary.room, sizeof(ancillary.room), fd);
	for (;;) {
		if (sendmsg(s, &msg, MSG_NOSIGNAL) >= 0)
			return ERR_OK;
		if (errno == EINTR)
			continue;
		return errno == EAGAIN ? ERR_AGAIN : ERR_IO;
	}
}

static int
detach(struct msghdr *msg)
{
	struct cmsghdr *head = CMSG_FIRSTHDR(msg);
	int fd = -1;

	if (head != NULL && head->cmsg_level == SOL_SOCKET &&
	    head->cmsg_type == SCM_RIGHTS &&
	    head->cmsg_len == CMSG_LEN(sizeof(fd)))
		memcpy(&fd, CMSG_DATA(head), sizeof(fd));
	return fd;
}

int
control_receive(int s, struct control_message *m)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(sizeof(int))];
	} ancillary;
	struct msghdr msg = { 0 };
	struct iovec part;
	ssize_t n;

	buf_clear(&m->text);
	m->fd = -1;
	part.iov_base = buf_extend(&m->text, CONTROL_TEXT_MAX + 1);
	part.iov_len = CONTROL_TEXT_MAX + 1;
	msg.msg_iov = &part;
	msg.msg_iovlen = 1;
	msg.msg_control = ancillary.room;
	msg.msg_controllen = sizeof(ancillary.room);
	do
		n = recvmsg(s, &msg, MSG_CMSG_CLOEXEC);
	while (n == -1 && errno == EINTR);
	if (n <= 0) {
		buf_clear(&m->text);
		return n == -1 && errno == EAGAIN ? ERR_AGAIN : ERR_NOTFOUND;
	}
	m->fd = detach(&msg);
	m->text.len = (size_t)n;
	m->type = (enum control_type)m->text.data[0];
	buf_drop(&m->text, 1);
	return ERR_OK;
}

void
control_free(struct control_message *m)
{
	if (m->fd != -1)
		close(m->fd);
	buf_free(&m->text);
	*m = (struct control_message){ .fd = -1 };
}
