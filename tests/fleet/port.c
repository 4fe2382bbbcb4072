/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/port.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"

enum { BATCH = 64, REQUEST_MAX = 65536, RECEIVE_BUFFER = 16 << 20 };

/* IP_PKTINFO or IPV6_PKTINFO: the larger of the two. */
union control {
	char room[CMSG_SPACE(sizeof(struct in6_pktinfo))];
	struct cmsghdr align;
};

struct port {
	int fd, family;
	uint16_t number;
	uint8_t (*in)[REQUEST_MAX];
	struct buf out[BATCH];
	struct sockaddr_storage to[BATCH];
	socklen_t to_len[BATCH];
	union control source[BATCH];
	size_t source_len[BATCH];
	unsigned count;
};

static socklen_t
any_address(int family, uint16_t number, struct sockaddr_storage *out)
{
	struct sockaddr_in *ip4 = (struct sockaddr_in *)out;
	struct sockaddr_in6 *ip6 = (struct sockaddr_in6 *)out;

	memset(out, 0, sizeof(*out));
	out->ss_family = (sa_family_t)family;
	if (family == AF_INET)
		ip4->sin_port = htons(number);
	else
		ip6->sin6_port = htons(number);
	return family == AF_INET ? sizeof(*ip4) : sizeof(*ip6);
}

static int
open_socket(int family, uint16_t *number)
{
	struct sockaddr_storage any;
	socklen_t len = any_address(family, *number, &any);
	struct address bound;
	int on = 1, room = RECEIVE_BUFFER;
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd == -1)
		return -1;
	if (family == AF_INET6)
		(void)setsockopt(
		    fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (setsockopt(fd, family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6,
		family == AF_INET ? IP_PKTINFO : IPV6_RECVPKTINFO, &on,
		sizeof(on)) == -1 ||
	    bind(fd, (struct sockaddr *)&any, len) == -1 ||
	    getsockname(fd, (struct sockaddr *)&any, &len) == -1) {
		close(fd);
		return -1;
	}
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)))
		(void)setsockopt(
		    fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	address_from_sockaddr((struct sockaddr *)&any, &bound);
	*number = bound.port;
	return fd;
}

struct port *
port_open(int family, uint16_t number)
{
	int fd = open_socket(family, &number);
	struct port *p;

	if (fd == -1)
		return NULL;
	p = mem_new(1, sizeof(*p));
	p->fd = fd;
	p->family = family;
	p->number = number;
	p->in = mem_new(BATCH, sizeof(*p->in));
	return p;
}

void
port_close(struct port *p)
{
	if (p == NULL)
		return;
	for (int i = 0; i < BATCH; i++)
		buf_free(&p->out[i]);
	close(p->fd);
	free(p->in);
	free(p);
}

int
port_fd(const struct port *p)
{
	return p->fd;
}

uint16_t
port_number(const struct port *p)
{
	return p->number;
}

/* Which of our addresses it was sent to. */
static void
addressed_to(const struct port *p, struct msghdr *m, struct address *out)
{
	struct in_pktinfo ip4;
	struct in6_pktinfo ip6;

	*out = (struct address){ .port = p->number };
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL;
	     c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
			memcpy(&ip4, CMSG_DATA(c), sizeof(ip4));
			out->family = 4;
			memcpy(out->bytes, &ip4.ipi_addr, 4);
		} else if (c->cmsg_level == IPPROTO_IPV6 &&
		    c->cmsg_type == IPV6_PKTINFO) {
			memcpy(&ip6, CMSG_DATA(c), sizeof(ip6));
			out->family = 6;
			memcpy(out->bytes, &ip6.ipi6_addr, 16);
		}
	}
}

bool
port_receive(struct port *p, port_receiver *receiver, void *arg)
{
	struct sockaddr_storage from[BATCH];
	union control control[BATCH];
	struct mmsghdr m[BATCH];
	struct iovec iov[BATCH];
	struct address sender, to;
	int n;

	for (int i = 0; i < BATCH; i++) {
		iov[i] = (struct iovec){ p->in[i], REQUEST_MAX };
		m[i].msg_hdr = (struct msghdr){ .msg_name = &from[i],
			.msg_namelen = sizeof(from[i]),
			.msg_iov = &iov[i],
			.msg_iovlen = 1,
			.msg_control = control[i].room,
			.msg_controllen = sizeof(control[i].room) };
	}
	n = recvmmsg(p->fd, m, BATCH, MSG_DONTWAIT, NULL);
	for (int i = 0; i < n; i++) {
		address_from_sockaddr((struct sockaddr *)&from[i], &sender);
		addressed_to(p, &m[i].msg_hdr, &to);
		receiver(arg, p, &sender, &to, p->in[i], m[i].msg_len);
	}
	return n == BATCH;
}

static size_t
put_source(const struct address *from, union control *out)
{
	struct in_pktinfo ip4 = { 0 };
	struct in6_pktinfo ip6 = { 0 };
	struct cmsghdr *c = &out->align;
	bool is_ip4 = from->family == 4;
	size_t len = is_ip4 ? sizeof(ip4) : sizeof(ip6);

	memset(out, 0, sizeof(*out));
	c->cmsg_level = is_ip4 ? IPPROTO_IP : IPPROTO_IPV6;
	c->cmsg_type = is_ip4 ? IP_PKTINFO : IPV6_PKTINFO;
	c->cmsg_len = CMSG_LEN(len);
	memcpy(&ip4.ipi_spec_dst, from->bytes, 4);
	memcpy(&ip6.ipi6_addr, from->bytes, 16);
	if (is_ip4)
		memcpy(CMSG_DATA(c), &ip4, sizeof(ip4));
	else
		memcpy(CMSG_DATA(c), &ip6, sizeof(ip6));
	return CMSG_SPACE(len);
}

void
port_send(struct port *p, const struct address *from, const struct address *to,
    const void *data, size_t len)
{
	unsigned i = p->count;

	buf_clear(&p->out[i]);
	buf_add(&p->out[i], data, len);
	p->to_len[i] = (socklen_t)address_to_sockaddr(to, &p->to[i]);
	p->source_len[i] = put_source(from, &p->source[i]);
	if (++p->count == BATCH)
		port_flush(p);
}

void
port_flush(struct port *p)
{
	struct mmsghdr m[BATCH] = { 0 };
	struct iovec iov[BATCH];
	unsigned sent = 0;
	int n;

	for (unsigned i = 0; i < p->count; i++) {
		iov[i] = (struct iovec){ p->out[i].data, p->out[i].len };
		m[i].msg_hdr = (struct msghdr){ .msg_name = &p->to[i],
			.msg_namelen = p->to_len[i],
			.msg_iov = &iov[i],
			.msg_iovlen = 1,
			.msg_control = p->source[i].room,
			.msg_controllen = p->source_len[i] };
	}
	/* One that cannot leave is as one that was lost. */
	while (sent < p->count) {
		n = sendmmsg(p->fd, m + sent, p->count - sent, 0);
		if (n == -1 && errno == EINTR)
			continue;
		sent += n > 0 ? (unsigned)n : 1;
	}
	p->count = 0;
}
