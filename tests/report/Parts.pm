# SPDX-License-Identifier: Apache-2.0
package Parts;

# Months and quarters of the period, made again of the evidence. $f is of Facts.
use strict;
use warnings;
use utf8;
use Facts;
use Measures;
use Rows qw(at is_true);

# Months and quarters, each as it stood at its end.
sub parts {
	my ($f) = @_;
	my %rows = (months => [], quarters => []);
	my $e = $f->{e};
	for my $part (@{ $e->{period}{parts} // [] }) {
		my ($from, $to) = (at($part->{from}), at($part->{to}));
		next if $from >= $f->{cut};
		my $name = $part->{name};
		my %row = (name => $name, word => $name =~ /^\d{4}-(\d\d)$/ ? "M$1"
		    : $name =~ /^\d{4}(Q\d)$/ ? $1 : 'Y',
		    interim => is_true($f->{cut} < $to));
		my $is_before = at($e->{tenant}{created}) >= $to;
		my %n = counts_of($e, $from, $to);
		$row{$_} = $is_before ? undef : $n{$_} for keys %n;
		push @{ $rows{ $part->{kind} eq 'quarter' ? 'quarters' : 'months' } },
		    \%row;
	}
	# Facts are of the whole again.
	Facts::read_evidence($e);
	return %rows;
}

# Of M-PAT-12 and M-PAT-16.
sub prepared {
	my ($taken) = @_;
	my ($tested, $assessed) = @$taken{qw(M-PAT-12 M-PAT-16)};
	return (installed => $tested->{whole}, tested => $tested->{part},
	    registered => $assessed->{whole}, assessed => $assessed->{part});
}

sub counts_of {
	my ($e, $since, $to) = @_;
	my $f = Facts::read_evidence($e, $since, $to);
	my ($from, $cut, @all) = (@$f{qw(from cut)}, @{ $f->{all} });
	my $in = sub { my $t = at($_[0]); defined $t && $t >= $from && $t < $cut };
	my %n = map { my $t = $_; ($t => scalar grep { $_->{timing} eq $t }
	    @{ $f->{due} }) } qw(on_time late unknown excepted);
	my $steps = sub { my $s = shift; scalar grep { !defined $_->{flag}
	    && $_->{to_state} eq $s && $in->($_->{at}) } @{ $e->{transitions} } };
	my $entries = sub { my ($kind, $key) = @_; scalar grep {
	    $_->{kind} eq $kind && $in->($_->{$key}) } @{ $e->{entries} // [] } };
	my $taken = Measures::all($f);
	return (%n, prepared($taken), tested_share => $taken->{'M-PAT-12'}{low},
	    assessed_share => $taken->{'M-PAT-16'}{low},
	    due => scalar @{ $f->{due} },
	    share => @{ $f->{due} } ? 100 * $n{on_time} / @{ $f->{due} } : undef,
	    within => $f->{policy}{within_percent},
	    overdue => scalar(grep { $_->{overdue} } @all),
	    implemented => scalar(grep { $_->{active} && defined $_->{seen}
		&& $_->{seen} >= $from && $_->{seen} < $cut } @all),
	    (map { ($_ => $steps->($_)) } qw(rolled_back failed regressed)),
	    patches => scalar(grep { $in->($_->{registered}) } @{ $e->{patches} }),
	    exceptions => scalar(grep { $in->($_->{approved}) }
		@{ $e->{exceptions} // [] }),
	    disturbances => !$f->{polled} ? undef : scalar(grep {
		!$_->{expected} && $_->{kind} =~ /^(boot|silent|crash)$/
		&& $in->($_->{at}) } @{ $e->{events} // [] }),
	    incidents => $entries->('incident', 'opened'),
	    decisions => $entries->('decision', 'closed'),
	    actions_done => $entries->('action', 'closed'));
}

1;
