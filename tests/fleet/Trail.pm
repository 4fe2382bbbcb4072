# SPDX-License-Identifier: Apache-2.0
package Trail;

# What counts again, and follows back, in the demonstration have in common: SQL,
# TAP, chance, and the way from a line of a report to the bytes of a device.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Exporter 'import';
use JSON::PP;

our @EXPORT = qw(read_json sql ok is draw rests_on follow_back finish);
my ($count, $failed) = (0, 0);
my ($home, $from, $cut, %evidence);

# The installation, the period, and the frozen evidence. The seed is told: with
# PATCHWACHT_SEED the same lines again.
sub begin {
	($home, $from, $cut, my @frozen) = @_;
	%evidence = map { $_->{evidence_id} => $_ } @frozen;
	my $seed = $ENV{PATCHWACHT_SEED} || time;
	print "# PATCHWACHT_SEED=$seed\n";
	srand $seed;
	return %evidence;
}

sub read_json {
	my ($path) = @_;
	open my $f, '<:raw', $path or die "$path: $!\n";
	local $/;
	return decode_json(<$f>);
}

sub sql {
	my ($text) = @_;
	$text =~ s/:from/'$from'::timestamptz/g;
	$text =~ s/:cut/'$cut'::timestamptz/g;
	open my $p, '-|', 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-h',
	    "$home/db/run", '-d', 'patchwacht', '-c',
	    "SET search_path = patchwacht; $text"
	    or die "psql: $!\n";
	my @rows = <$p>;
	close $p or die "psql: $text\n";
	chomp @rows;
	return wantarray ? @rows : join "\n", @rows;
}

sub ok {
	my ($held, $claim, $why) = @_;
	$count++;
	$failed++ unless $held;
	print $held ? '' : 'not ', "ok $count - $claim\n";
	print "# $why\n" if !$held && defined $why;
	return;
}

sub is {
	my ($got, $wanted, $claim) = @_;
	$got = '' unless defined $got;
	$wanted = '' unless defined $wanted;
	ok($got eq $wanted, $claim, "the report says $got, SQL $wanted");
	return;
}

# Any of them, and the same ones again with the seed that is told.
sub draw {
	my ($n, @of) = @_;
	@of = map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [rand, $_] } @of;
	return @of > $n ? @of[0 .. $n - 1] : @of;
}

sub rests_on {
	my ($row) = @_;
	return @{ $row->{evidence_ids} || [] };
}

sub follow_back {
	my ($what, $id) = @_;
	my $e = $evidence{$id};
	ok(defined $e, "$what: evidence $id is frozen");
	return unless defined $e;
	my ($hex) = sql("SELECT encode(bytes, 'hex') FROM evidence
		WHERE evidence_id = $id");
	my $bytes = pack 'H*', $hex;
	is($e->{sha256}, sha256_hex($bytes),
	    "$what: evidence $id has the digest it states");
	return unless defined $e->{journal};
	if ($e->{kind} ne 'reading') {
		# What stands in quotes is written otherwise in JSON, and people
		# have names of ours in evidence: not so here.
		my ($line) = sql("SELECT text FROM message
			WHERE journal = '$e->{journal}' AND seq = $e->{seq}");
		my @parts = split /["\\]/, $line // '';
		ok(@parts > 0 && !(grep { index($bytes, $_) < 0 } @parts),
		    "$what: and is that log line", $line);
		return;
	}
	my ($raw) = sql("SELECT encode(varbinds, 'hex') FROM reading
		WHERE journal = '$e->{journal}' AND seq = $e->{seq}");
	ok(defined $raw, "$what: of a reading that is there");
	return unless defined $raw;
	my $sent = pack 'H*', $raw;
	ok(index($bytes, $sent) >= 0, "$what: and is that reading, unchanged");
	ok(index($sent, $e->{content}{raw}) >= 0,
	    "$what: in which stands $e->{content}{raw}")
	    if defined $e->{content}{raw};
	return;
}

sub finish {
	print "1..$count\n";
	printf "%d passed, %d failed\n", $count - $failed, $failed;
	exit($failed > 0);
}

1;
