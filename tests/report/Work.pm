# SPDX-License-Identifier: Apache-2.0
package Work;

# What is to be done, and by whom, made again of the evidence. $f is of Facts.
use strict;
use warnings;
use utf8;
use Installed;
use List::Util qw(min);
use POSIX qw(floor);
use Rows qw(is_measured late_s light obligation proof same timing %rank);

sub work {
	my ($f) = @_;
	my ($cut, @all) = ($f->{cut}, @{ $f->{all} });
	my $span = sub { my ($from, $to) = @_;
		return defined $from && $to >= $from ? floor($to - $from + 1e-7)
		    : undef };
	my $rows = sub { return [map { my $o = $_; +{ obligation($f, $o),
		light => light($o), late_s => late_s($f, $o),
		claimed_s => $span->($o->{claimed}, $cut),
		left_s => $span->($cut, $o->{deadline}),
		same($o->{row}, qw(window_start supplier)),
		owner => ($f->{device}{ $o->{row}{device_id} } // {})->{owner},
		proof($f, $o) } } @_] };
	my $deadline = sub { $_[0]{deadline} <=> $_[1]{deadline} };
	my $urgency = sub { ($rank{ $_[0]{row}{priority} } // 3)
	    <=> ($rank{ $_[1]{row}{priority} } // 3) || $deadline->(@_) };
	my $polls = $f->{policy}{silent_polls} // 3;
	my $is_out = sub { my $d = shift;
		return defined $d->{last_try} if !defined $d->{last_answer};
		return !Facts::sleeps($d)
		    && ($d->{silent} // 0) >= $polls };
	return (
		late => $rows->(sort { $urgency->($a, $b) } grep { $_->{open}
		    && $_->{overdue} } @all),
		broken => $rows->(sort { $urgency->($a, $b) } grep { $_->{state}
		    =~ /^(regressed|rolled_back|failed)$/ } @all),
		unconfirmed => $rows->(sort { $urgency->($a, $b) } grep { $_->{open}
		    && defined $_->{claimed} && $_->{claimed} < $cut } @all),
		next => $rows->(sort { $deadline->($a, $b) } grep { $_->{open}
		    && !$_->{overdue} && $_->{deadline} >= $cut
		    && $_->{deadline} < $cut + 31 * 86400 } @all),
		out_of_reach => [map { +{ device => $_->{name}, same($_, qw(site
		    category last_answer silent_since owner supplier)) } }
		    grep { $is_out->($_) } @{ $f->{devices} }],
		verdicts => [map { my $o = $_; +{ obligation($f, $o),
		    timing => timing($f, $o), level => 'E' . ($o->{row}{level} // 0),
		    same($o->{row}, qw(protocol security_level policy_version)),
		    seen_at => defined $o->{seen} && $o->{seen} < $cut
			? $o->{seen} : undef, proof($f, $o) } } @all],
		rounds => [Installed::rounds($f)],
		patch_times => [Installed::patch_times($f)],
		actions => [actions($f)],
		asked => [asked($f)],
		lateness => Installed::lateness($f),
	);
}

sub actions {
	my ($f) = @_;
	my @kinds = (
		[install_now => 'system_owner', sub { $_[0]{overdue}
		    && $_[0]{state} !~ /^(rolled_back|undeterminable)$/ }],
		[restore => 'system_owner', sub { $_[0]{state} eq 'rolled_back' }],
		[attest => 'system_owner', sub { $_[0]{state} eq 'undeterminable' }],
		[plan => 'it_staff', sub { !$_[0]{overdue} && $_[0]{open}
		    && !$_[0]{excepted}
		    && $_[0]{state} !~ /^(rolled_back|undeterminable)$/ }]);
	my @rows;
	my $names = sub { my @n = @_; my $more = @n - 3; splice @n, 3 if @n > 3;
		return join(', ', @n) . ($more > 0 ? ", +$more" : '') };
	for my $kind (@kinds) {
		my ($name, $owner, $test) = @$kind;
		for my $p (@{ $f->{e}{patches} }) {
			my @of = grep { $_->{row}{patch_id} == $p->{patch_id}
			    && $test->($_) } @{ $f->{all} } or next;
			push @rows, { number => @rows + 1, kind => $name,
			    risk => $name, reference => $p->{reference},
			    patch => $p->{title}, priority => $p->{priority},
			    devices => $names->(map { $_->{row}{device} } @of),
			    count => scalar @of, owner => $owner,
			    deadline_at => min(map { $_->{deadline} } @of),
			    owner_named => $p->{owner} };
		}
	}
	my @blind = grep { !is_measured($f, $_) } @{ $f->{devices} };
	push @rows, { number => @rows + 1, kind => 'measure', count => scalar @blind,
	    devices => $names->(map { $_->{name} } @blind), owner => 'it_staff' }
	    if $f->{polled} && @blind;
	return @rows;
}

# What is asked: those, and open decisions.
sub asked {
	my ($f) = @_;
	my @rows = map { +{ kind => $_->{kind}, text => join ' ', grep {
	    defined && $_ ne '' } @$_{qw(reference devices)} } } actions($f);
	return (@rows, map { +{ kind => 'decide', text => "$_->{id} $_->{title}" } }
	    grep { $_->{kind} eq 'decision' && $_->{status} =~ /^(open|overdue)$/ }
	    @{ $f->{e}{entries} // [] });
}

1;
