# SPDX-License-Identifier: Apache-2.0
package Facts;

# What the frozen evidence of a report says of obligations and devices, by the
# definitions that the report prints: for who counts its figures again.
use strict;
use warnings;
use utf8;
use Shown;

my ($e, $from, $cut, %device, %steps, %policy);
my %is_proven = map { $_ => 1 } qw(confirmed observing stable regressed);

sub at { return Shown::at($_[0]) }

# Whether its silence at night says nothing.
sub sleeps {
	my ($d) = @_;
	return $d->{sleeps} || ($d->{class} // '') eq 'printer';
}

# Of all of the period, or of a part of it, which ends at $to at the latest.
sub read_evidence {
	my ($evidence, $since, $to) = @_;
	$e = $evidence;
	($from, $cut) = map { at($e->{period}{$_}) } qw(from cut);
	$from = $since if defined $since;
	$cut = $to if defined $to && $to < $cut;
	%device = map { $_->{device_id} => $_ } @{ $e->{devices} };
	%steps = ();
	push @{ $steps{"$_->{patch_id}/$_->{device_id}"} }, $_
	    for sort { at($a->{at}) <=> at($b->{at})
		|| $a->{transition_id} <=> $b->{transition_id} }
	    @{ $e->{transitions} };
	%policy = %{ (grep { $_ == $e->{policies}[0]
	    || at($_->{effective}) <= $cut } @{ $e->{policies} })[-1] // {} };
	my @all = map { judge(stand($_)) } grep { at($_->{created}) <= $cut }
	    @{ $e->{deployments} };
	return { e => $e, from => $from, cut => $cut, policy => { %policy },
	    device => { %device }, steps => { %steps }, all => \@all,
	    due => [grep { $_->{due} } @all],
	    devices => [grep { !is_retired($_) } @{ $e->{devices} }],
	    polled => scalar grep { $_->{role} eq 'poll'
		&& at($_->{started}) < $cut && at($_->{seen}) >= $from }
		@{ $e->{runs} } };
}


# The longest time in which no poller of ours ran; each tells so every minute.
sub gap {
	my ($since, $until) = @_;
	my ($reached, $longest) = ($since, 0);
	for my $run (@{ $e->{runs} }) {
		my ($began, $seen) = (at($run->{started}), at($run->{seen}) + 60);
		next if $run->{role} ne 'poll' || $seen <= $reached;
		last if $began > $until;
		$longest = $began - $reached if $began - $reached > $longest;
		$reached = $seen;
	}
	$longest = $until - $reached if $until - $reached > $longest;
	return $longest;
}

sub is_retired {
	my $d = shift;
	my $t = at($d->{retired});
	return defined $t && $t < $cut;
}

# An obligation as it stood at the cut.
sub stand {
	my ($row) = @_;
	my %o = (row => $row, state => $row->{state}, seen => at($row->{seen}),
	    deadline => at($row->{deadline}), old => at($row->{last_old}),
	    claimed => at($row->{claimed}), confirmed => at($row->{confirmed}));
	return \%o if $row->{stands}; # as it is to be judged: Undone
	my @steps = grep { !defined $_->{flag} && at($_->{at}) < $cut }
	    @{ $steps{"$row->{patch_id}/$row->{device_id}"} // [] };
	if (at($e->{period}{snapshot}) > $cut && @steps
	    && !($steps[-1]{to_state} eq $o{state} && defined $o{seen}
		&& $o{seen} < $cut)) {
		$o{state} = $steps[-1]{to_state};
		if (!defined $o{seen} || $o{seen} >= $cut) {
			my ($seen) = grep { $_->{to_state} eq 'seen' }
			    reverse @steps;
			$o{seen} = $seen ? at($seen->{at}) : undef;
			my ($proven) = grep { $_->{to_state} eq 'confirmed' }
			    reverse @steps;
			$o{confirmed} = $proven ? at($proven->{at}) : undef;
		}
	}
	return \%o;
}

sub has_exception {
	my ($o, $when) = @_;
	return 0 if $e->{unexcepted}; # Undone
	return scalar grep {
		my $approved = at($_->{approved});
		$_->{patch_id} == $o->{row}{patch_id}
		    && (!$_->{device_id} || $_->{device_id} == $o->{row}{device_id})
		    && defined $approved && $approved < $o->{deadline}
		    && at($_->{valid_until}) > $when
	} @{ $e->{exceptions} };
}

sub timing {
	my ($o, $state) = @_;
	my $d = $device{ $o->{row}{device_id} };
	if ($is_proven{$state}) {
		return 'unknown' unless defined $o->{seen};
		return 'on_time' if $o->{seen} <= $o->{deadline};
		return 'excepted' if has_exception($o, $o->{seen});
		return defined $o->{old} && $o->{old} > $o->{deadline} ? 'late'
		    : 'unknown';
	}
	return 'excepted' if has_exception($o, $cut);
	return 'late' if $state =~ /^(rolled_back|failed)$/;
	return 'late' if defined $o->{old} && $o->{old} >= $o->{deadline};
	return 'unknown' if !$d || !defined at($d->{last_answer})
	    || $state eq 'undeterminable';
	my ($begin) = sort { $b <=> $a } map { at($o->{row}{$_}) }
	    qw(clock_start created);
	my $end = $o->{deadline} < $cut ? $o->{deadline} : $cut;
	return 'unknown' if $end > $begin
	    && gap($begin, $end) > ($end - $begin) * ($policy{gap_percent} // 25) / 100;
	return at($d->{last_answer}) < $o->{deadline} ? 'unknown' : 'late';
}

# What the report takes it for.
sub judge {
	my ($o) = @_;
	my ($state, $deadline) = @$o{qw(state deadline)};
	if ($state eq 'withdrawn') {
		my ($last) = grep { !defined $_->{flag} } reverse
		    @{ $steps{"$o->{row}{patch_id}/$o->{row}{device_id}"} // [] };
		$state = $last->{from_state} if $last
		    && $last->{to_state} eq 'withdrawn'
		    && at($last->{at}) > $deadline && defined $last->{from_state};
	}
	my $created = at($o->{row}{created});
	$o->{active} = $is_proven{ $o->{state} } // 0;
	$o->{excepted} = !$o->{active} && has_exception($o, $cut);
	$o->{due} = $state !~ /^(withdrawn|already_met)$/ && defined $deadline
	    && $deadline < $cut
	    && ($deadline > $created ? $deadline : $created) >= $from;
	$o->{overdue} = $o->{state} !~ /^(withdrawn|already_met)$/
	    && defined $deadline && $deadline < $cut && !$o->{active}
	    && !$o->{excepted};
	$o->{open} = !$o->{active} && $o->{state} !~ /^(withdrawn|already_met)$/;
	$o->{timing} = $o->{due} ? timing($o, $state) : '';
	return $o;
}

1;
