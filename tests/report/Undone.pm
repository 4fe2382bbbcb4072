# SPDX-License-Identifier: Apache-2.0
package Undone;

# M-PAT-01 as it would be, had people not done what moves figures: the evidence
# is changed back, and judged again by Facts. $f is of Facts.
use strict;
use warnings;
use utf8;
use Facts;
use JSON::PP;
use List::Util qw(min);
use POSIX qw(strftime);
use Rows qw(at %rank);

my %usual = (critical_s => 172800, high_s => 604800, medium_s => 2592000,
    low_s => 7776000, exploited_s => 0);

sub moment {
	my ($t) = @_;
	my $s = int $t;
	return strftime('%Y-%m-%dT%H:%M:%S', gmtime $s)
	    . sprintf('.%06dZ', ($t - $s) * 1e6 + 0.5);
}

# How long a policy gives to a class, and when that is over.
sub due {
	my ($policy, $row, $start, $by_hand) = @_;
	my %p = (%usual, map { ($_ => $policy->{$_}) }
	    grep { defined $policy->{$_} } keys %usual);
	my $term = $p{"$row->{priority}_s"};
	$term = min($term, $p{exploited_s} || $p{critical_s})
	    if $row->{known_exploited};
	return min(grep { defined } $start + $term, $by_hand);
}

sub detail {
	my ($change) = @_;
	my $d = eval { decode_json($change->{detail} // '') };
	return ref $d eq 'HASH' ? $d : {};
}

# Edits of a patch, oldest first; the object is patch/REFERENCE.
sub edits_of {
	my ($e, $patch) = @_;
	return grep { $_->{action} eq 'patch.edit'
	    && $_->{object} eq "patch/$patch->{reference}" }
	    @{ $e->{changes} // [] };
}

# The state before it was withdrawn, by its own steps.
sub restored {
	my ($f, $row) = @_;
	my @steps = grep { !defined $_->{flag} && at($_->{at}) < $f->{cut} }
	    @{ $f->{steps}{"$row->{patch_id}/$row->{device_id}"} // [] };
	my $last = $steps[-1] or return {};
	return {} if $last->{to_state} ne 'withdrawn'
	    || !defined $last->{from_state};
	return { state => $last->{from_state}, drop => [$last->{transition_id}] };
}

# The policy of before the first that took effect in the period.
sub policy_before {
	my ($f) = @_;
	my @all = @{ $f->{e}{policies} };
	for my $n (1 .. $#all) {
		my $t = at($all[$n]{effective});
		return $all[ $n - 1 ] if $t >= $f->{from} && $t <= $f->{cut};
	}
	return undef;
}

# What each was before it was edited: the first edit of a field says so.
sub unedited {
	my ($e, $patch) = @_;
	my (%was, $any);
	for my $change (edits_of($e, $patch)) {
		my $d = detail($change);
		for my $key (qw(priority known_exploited released advised
		    deadline)) {
			next if exists $was{$key} || !exists $d->{old}{$key}
			    && !exists $d->{new}{$key};
			$was{$key} = $d->{old}{$key};
			$any = 1;
		}
	}
	return $any ? { %$patch, %was } : undef;
}

# By kind: what a row becomes, given its patch, device and policy.
my %undo = (
	late_registration => sub { my ($f, $row, $patch) = @_;
		my ($start, $out) = (at($row->{clock_start}),
		    at($patch->{released}));
		return {} if !defined $out || at($patch->{registered}) < $f->{from}
		    || at($patch->{registered}) - $out
			<= ($f->{policy}{assess_s} // 7 * 86400);
		return defined $start && at($row->{created}) > $start
		    ? { created => $row->{clock_start} } : {} },
	own_deadline => sub { my ($f, $row, $patch, $policy) = @_;
		my ($own, $start) = map { at($_) } $patch->{deadline},
		    $row->{clock_start};
		return {} if !defined $own || !defined $start
		    || $own != at($row->{deadline});
		return { deadline => moment(due($policy, $row, $start)) } },
	lowered_class => sub { my ($f, $row, $patch, $policy) = @_;
		my @was = sort { $rank{$a} <=> $rank{$b} } map { $_->[0] }
		    grep { defined $_->[0] && defined $_->[1]
			&& $rank{ $_->[1] } > $rank{ $_->[0] } }
		    map { my $d = detail($_);
			[map { ($d->{$_} // {})->{priority} } qw(old new)] }
		    edits_of($f->{e}, $patch);
		my $start = at($row->{clock_start});
		return {} if !@was || !defined $start;
		my $due = due($policy, { %$row, priority => $was[0] }, $start,
		    at($patch->{deadline}));
		return { priority => $was[0], $due < at($row->{deadline})
		    ? (deadline => moment($due)) : () } },
	patch_edited => sub { my ($f, $row, $patch, $policy) = @_;
		my $was = unedited($f->{e}, $patch) or return {};
		my ($first) = sort { $a <=> $b } grep { defined }
		    map { at($was->{$_}) } qw(released advised);
		my $start = $first // at($was->{registered});
		my $service = at(($f->{device}{ $row->{device_id} }
		    // {})->{in_service});
		$start = $service if defined $service && $service > $start;
		my %is = map { ($_ => $was->{$_}) } qw(priority known_exploited);
		return { %is, clock_start => moment($start), deadline => moment(
		    due($policy, { %$row, %is }, $start, at($was->{deadline}))) } },
	device_retired => sub { my ($f, $row) = @_;
		my $d = $f->{device}{ $row->{device_id} };
		return $row->{state} eq 'withdrawn' && $d && Facts::is_retired($d)
		    ? restored($f, $row) : {} },
	patch_withdrawn => sub { my ($f, $row, $patch) = @_;
		my $d = $f->{device}{ $row->{device_id} };
		return $row->{state} eq 'withdrawn'
		    && ($patch->{status} // '') eq 'withdrawn'
		    && !($d && Facts::is_retired($d)) ? restored($f, $row) : {} },
	untested_profile => sub { my ($f, $row) = @_;
		return $row->{profile_tested} || $row->{state}
		    !~ /^(confirmed|observing|stable|regressed)$/ ? {}
		    : { state => 'undeterminable', seen => undef,
			confirmed => undef } },
	policy_changed => sub { my ($f, $row, $patch) = @_;
		my $was = policy_before($f) or return {};
		my $start = at($row->{clock_start});
		return {} if ($row->{policy_version} // 0) <= $was->{version}
		    || !defined $start;
		return { deadline => moment(due($was, $row, $start,
		    at($patch->{deadline}))) } },
);

# What was dismissed stands as the end of its observation.
sub disturbed {
	my ($f, $row) = @_;
	my %is;
	for my $d (grep { $_->{patch_id} == $row->{patch_id}
	    && $_->{device_id} == $row->{device_id} }
	    @{ $f->{e}{dismissed} // [] }) {
		my @steps = grep { !defined $_->{flag} }
		    @{ $f->{steps}{"$row->{patch_id}/$row->{device_id}"} // [] };
		my ($last) = grep { $steps[$_]{to_state} eq 'regressed'
		    && at($steps[$_]{at}) <= at($d->{at}) } reverse 0 .. $#steps;
		%is = (state => 'regressed', drop => [map { $_->{transition_id} }
		    @steps[$last + 1 .. $#steps]]) if defined $last;
	}
	return \%is;
}
$undo{regression_dismissed} = \&disturbed;

# Each row is as it stood at the cut, and then as it was before. What moves no
# installation (a choice of catalogue, what does not apply) leaves all as it is.
sub changed {
	my ($f, $kind) = @_;
	my $e = $f->{e};
	my %patch = map { $_->{patch_id} => $_ } @{ $e->{patches} };
	my %policy = map { $_->{version} => $_ } @{ $e->{policies} };
	my (@rows, %drop);
	for my $o (@{ $f->{all} }) {
		my %row = (%{ $o->{row} }, stands => 1, state => $o->{state},
		    map { ($_ => defined $o->{$_} ? moment($o->{$_}) : undef) }
		    qw(seen confirmed));
		my $new = !$undo{$kind} ? {} : $undo{$kind}->($f, \%row,
		    $patch{ $row{patch_id} } // {},
		    $policy{ $row{policy_version} // 0 } // $f->{policy});
		$drop{$_} = 1 for @{ delete $new->{drop} // [] };
		push @rows, { %row, %$new };
	}
	my $was = $kind eq 'policy_changed' ? policy_before($f) : undef;
	my $is_back = $kind eq 'device_retired';
	return { %$e, deployments => \@rows,
	    transitions => [grep { !$drop{ $_->{transition_id} } }
		@{ $e->{transitions} }],
	    $is_back ? (devices => [map { +{ %$_, Facts::is_retired($_)
		? (retired => undef) : () } } @{ $e->{devices} }]) : (),
	    $kind eq 'exception' ? (unexcepted => 1) : (),
	    $was ? (policies => [$was]) : () };
}

# What $make->(FACTS) says of it.
sub without {
	my ($f, $kind, $make) = @_;
	my $said = $make->(Facts::read_evidence(changed($f, $kind)));
	Facts::read_evidence($f->{e}); # of what is stated again
	return $said;
}

sub figures {
	my ($f, $kind) = @_;
	return %{ without($f, $kind, sub { my @due = @{ $_[0]{due} };
	    return { whole_without => scalar @due, part_without => scalar(grep {
		$_->{timing} eq 'on_time' } @due) } }) };
}

1;
