# Linux servers with net-snmp's agent. The kernel's number is not the version of
# the product that runs on it: only where it is the kernel of a distribution
# does it stand for the system. Packages are listed when the agent shows
# hrSWInstalledTable; the distribution's own release is the version then.

profile "linux" {
	priority = 20
	vendor   = Linux
	product  = 'Linux distribution'
	class    = server
	match    { sysobjectid = {enterprises.8072.3.2.10} sysdescr = '^Linux \S+ \S+(?:\.el\d|\.fc\d|\.amzn\d|-generic|-amd64|-arm64|-686|-v[78]l?\+|\.\d+\+ #\d+ |\d\.0\+\d+ #|-rpi-|-default|\.ph\d|\.uek\.|\.oe\d|-cloud-|-aws|-azure|-gcp|-lts\b)' }
	match    { sysobjectid = {enterprises.8072.3.2.10} sysdescr = '^Linux .*(?:Debian|Ubuntu) ' }
	match    { sysobjectid = {enterprises.8072.3.2.10} sysdescr = '^Linux ' oid = hrSWInstalledName value = '^(?:base-files|\w+-release)[_-]\d' }
	version  { oid = hrSWInstalledName regex = '^base-files_([^_]+)_' }
	version  { oid = hrSWInstalledName regex = '^(?:centos|rocky|almalinux|redhat|oraclelinux|fedora)-release(?:-common)?-(\d[\w.]*-\d\S*?)(?:\.noarch|\.x86_64)?$' }
	version  { oid = sysDescr.0 regex = '^Linux \S+ (\S+)' }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = '^Linux \S+ (\S+)' scheme = {dpkg, rpm} }
	component { table = packages }
	scheme   = {dpkg, rpm}
	granularity = hotfix
	reboot   = optional
	syslog   { class = boot regex = 'kernel: .*Linux version |systemd\[1\]: (?:Startup finished|systemd \d+.* running in system mode)' version = 'Linux version (\S+)' }
	syslog   { class = upgrade-ok regex = 'dpkg.*status installed (\S+) (\S+)' version = 'status installed \S+ (\S+)' }
	syslog   { class = crash regex = 'Kernel panic|Out of memory: Killed|segfault at' }
	test     { recording = 'linux-debian.snmprec' version = '12.4+deb12u10' component = 'openssl 3.0.15-1~deb12u1' }
	test     { recording = 'linux-debian.snmprec' component = 'kernel 6.1.0-31-amd64' }
	test     { recording = 'linux-rocky.snmprec' version = '9.3-1.3.el9' component = 'openssl-libs 3.0.7-24.el9' }
	test     { recording = 'linux-ubuntu.snmprec' version = '5.15.0-101-generic' }
	test     { message = 'kernel: [    0.000000] Linux version 6.1.0-31-amd64 (debian-kernel@lists.debian.org)' class = boot version = '6.1.0-31-amd64' }
}

# A kernel and nothing else: some product, and its version is not known.
profile "linux-kernel-only" {
	priority = 10
	vendor   = ''
	product  = 'unknown, on Linux'
	class    = other
	match    { sysobjectid = {enterprises.8072.3.2.10} sysdescr = '^Linux ' }
	component { name = kernel kind = kernel oid = sysDescr.0 regex = '^Linux \S+ (\S+)' }
	granularity = product
	test     { recording = 'linux-appliance.snmprec' version = '' component = 'kernel 4.4.60' }
}
