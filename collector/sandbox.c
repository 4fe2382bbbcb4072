/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/sandbox.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <seccomp.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

bool
sandbox_is_possible(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	return false;
#else
	return true;
#endif
}

/* A list of what is forbidden: a list of what is allowed would break with each
 * new C library, and what matters is here. */
static const int forbidden[] = {
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(kcmp),
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(keyctl),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(name_to_handle_at),
	SCMP_SYS(personality),
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
	SCMP_SYS(reboot),
	SCMP_SYS(settimeofday),
	SCMP_SYS(clock_settime),
	SCMP_SYS(adjtimex),
	SCMP_SYS(sethostname),
	SCMP_SYS(acct),
	SCMP_SYS(quotactl),
};

static const int forbidden_programs[] = {
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(fork),
	SCMP_SYS(vfork),
};

static const uint32_t refused = SCMP_ACT_ERRNO(EPERM);

static int
forbid_calls(scmp_filter_ctx f)
{
	int rc = 0;

	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++)
		rc |= seccomp_rule_add(f, refused, forbidden[i], 0);
	return rc;
}

static int
forbid_programs(scmp_filter_ctx f)
{
	const size_t n =
	    sizeof(forbidden_programs) / sizeof(forbidden_programs[0]);
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		rc |= seccomp_rule_add(f, refused, forbidden_programs[i], 0);
	/* Threads, but no processes; glibc goes back from clone3 to clone. */
	rc |= seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	rc |= seccomp_rule_add(f, refused, SCMP_SYS(clone), 1,
	    SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
	return rc;
}

/* Libraries are loaded by now or come from a file; nothing else may run. */
static int
forbid_new_code(scmp_filter_ctx f)
{
	const uint64_t both = PROT_WRITE | PROT_EXEC;
	int rc;

	rc = seccomp_rule_add(f, refused, SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, both, both));
	rc |= seccomp_rule_add(f, refused, SCMP_SYS(mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
	rc |= seccomp_rule_add(f, refused, SCMP_SYS(pkey_mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
	return rc;
}

/* Rules that compare one argument: any that matches refuses. */
static int
forbid_sockets(scmp_filter_ctx f, unsigned allow)
{
	int rc = 0;

	if (allow == 0) {
		rc |= seccomp_rule_add(f, refused, SCMP_SYS(socket), 0);
		rc |= seccomp_rule_add(f, refused, SCMP_SYS(connect), 0);
		return rc;
	}
	if (!(allow & SANDBOX_INET)) {
		/* 1 is AF_UNIX: what is above it is forbidden. */
		rc |= seccomp_rule_add(f, refused, SCMP_SYS(socket), 1,
		    SCMP_A0(SCMP_CMP_GT, AF_UNIX));
		return rc;
	}
	/* IPv4, IPv6 and netlink, which getaddrinfo asks for addresses. */
	rc |= seccomp_rule_add(
	    f, refused, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_GT, AF_NETLINK));
	for (int family = AF_INET + 1; family < AF_NETLINK; family++) {
		if (family != AF_INET6)
			rc |= seccomp_rule_add(f, refused, SCMP_SYS(socket), 1,
			    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family));
	}
	return rc;
}

int
sandbox_enter(unsigned allow)
{
	scmp_filter_ctx f;
	int rc;

	if (!sandbox_is_possible())
		return ERR_OK;
	f = seccomp_init(SCMP_ACT_ALLOW);
	if (f == NULL)
		fatalx("sandbox: out of memory");
	rc = forbid_calls(f);
	if (!(allow & SANDBOX_EXEC)) {
		rc |= forbid_programs(f);
		rc |= forbid_new_code(f);
	}
	rc |= forbid_sockets(f, allow);
	if (rc == 0)
		rc = seccomp_load(f);
	seccomp_release(f);
	if (rc != 0) {
		log_warnx("sandbox: the kernel refuses the filter; "
			  "\"sandbox = no\" runs without");
		return ERR_IO;
	}
	return ERR_OK;
}
