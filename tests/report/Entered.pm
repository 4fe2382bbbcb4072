# SPDX-License-Identifier: Apache-2.0
package Entered;

# What people entered, what suppliers agreed to, and how often somebody moved
# figures, made again of the evidence. $f is of Facts.
use strict;
use warnings;
use utf8;
use JSON::PP;
use List::Util qw(max sum0 uniq);
use POSIX qw(floor);
use Rows qw(at median same %rank);
use Undone;

sub entered {
	my ($f) = @_;
	my ($e, $from, $cut) = @$f{qw(e from cut)};
	my @entries = @{ $e->{entries} // [] };
	my $in = sub { my $t = at($_[0]); defined $t && $t >= $from && $t < $cut };
	my $here = sub { my $x = shift; my $before = $x->{before} // '';
		return $x->{status} ne 'closed' || $in->($x->{closed})
		    || $before ne '' && $before ne 'closed' };
	my $status = sub { my $x = shift; return $x->{status} eq 'closed'
	    && ($x->{outcome} // '') ne '' ? $x->{outcome} : $x->{status} };
	my $rows = sub { my ($keys, @of) = @_; return map { +{
		same($_, @$keys), status => $status->($_),
		due_at => defined at($_->{due}) ? at($_->{due}) - 1 : undef } } @of };
	my @incidents = grep { $_->{kind} eq 'incident' && $in->($_->{opened}) }
	    @entries;
	my $took = sub { my $key = shift; map { floor(at($_->{$key})
	    - at($_->{opened}) + 1e-7) } grep { defined at($_->{$key})
	    && at($_->{$key}) >= at($_->{opened}) } @incidents };
	my @taken = $took->('acknowledged');
	my @over = $took->('closed');
	my @x = @{ $e->{exceptions} // [] };
	my @approved = grep { defined $_->{approved} } @x;
	my @active = grep { at($_->{valid_until}) > $cut } @approved;
	my $with = sub { my $k = shift; scalar grep { ($_->{$k} // '') ne '' }
	    @approved };
	my $old_open = sub { my $x = shift; at($x->{valid_until}) <= $cut && grep {
		$_->{row}{patch_id} == $x->{patch_id} && (!$x->{device_id}
		|| $x->{device_id} == $_->{row}{device_id}) && $_->{open}
		&& !$_->{excepted} } @{ $f->{all} } };
	my $copies = sub { my ($list, @keys) = @_;
		return [map { +{ same($_, @keys) } } @{ $e->{$list} // [] }] };
	return (
	    registered => [$rows->([qw(id kind title cause risk cost owner patch
		device site supplier reference result closed ended_as)],
		grep { $_->{kind} =~ /^(action|decision)$/ && $here->($_) }
		@entries)],
	    reviews => [$rows->([qw(id title topic owner report supplier result
		closed)], grep { $_->{kind} eq 'review' && $here->($_) } @entries)],
	    registered_changes => [map { $_->{status} = 'unclosed'
		if $_->{status} eq 'expired'; $_ } $rows->([qw(id title owner
		device site patch opened until reference)], grep {
		$_->{kind} eq 'change' && at($_->{opened}) < $cut
		&& at($_->{until}) >= $from } @entries)],
	    attestations => [map { $_->{status} = 'valid'
		if $_->{status} eq 'open'; $_ } $rows->([qw(id title topic owner
		site opened sha256)], grep { $_->{kind} eq 'attestation'
		&& ($here->($_) || $in->($_->{until})) } @entries)],
	    incidents => [$rows->([qw(id title severity owner reference device
		site opened acknowledged closed)], @incidents)],
	    incident => { count => scalar @incidents, taken_up => scalar @taken,
		over => scalar @over, take_up_s => median(@taken),
		close_s => median(@over) },
	    exceptions => [map { +{ same($_, qw(reference patch device priority
		reason measure owner requested approved valid_until)),
		decided_as => $_->{decided_as} // 'nobody',
		stand => defined $_->{refused} ? 'refused'
		    : defined $_->{declared} ? 'declared'
		    : !defined $_->{approved} ? 'requested'
		    : at($_->{valid_until}) <= $cut ? 'expired' : 'valid' } } @x],
	    exception => { approved => scalar @approved,
		active => scalar @active,
		new => scalar(grep { at($_->{approved}) >= $from } @approved),
		expired => @approved - @active,
		expired_open => scalar(grep { $old_open->($_) } @approved),
		(map { ("with_$_" => $with->($_)) } qw(owner reason measure)),
		with_end => scalar(grep { defined at($_->{valid_until}) }
		    @approved),
		decided_by_other => scalar(grep { !exists $_->{decided_by_other}
		    || $_->{decided_by_other} } @approved),
		oldest_s => @active ? floor(max(map { $cut - at($_->{approved}) }
		    @active) + 1e-7) : undef },
	    declared => { exceptions => scalar grep { defined $_->{declared} } @x },
	    noted => $copies->('noted', qw(kind at reference patch device site what
		why)),
	    mitigations => $copies->('mitigations', qw(at reference patch priority
		device measure evidence stand ended)),
	    informed => $copies->('informed', qw(at reference patch who how
		of_plan)),
	    holders => $copies->('holders', qw(function scope mandate people since
		until)));
}

sub contracts {
	my ($f) = @_;
	my $e = $f->{e};
	my $count = sub { my ($rows, $key, $word) = @_;
		return scalar grep { ($_->{$key} // '') eq $word } @$rows };
	my $by = sub { my ($list, $make) = @_;
		return [map { my $s = $_; my @of = grep { $_->{supplier} eq $s }
		    @{ $e->{$list} // [] };
		    { supplier => $s, days_late => max(0, map { $_->{days_late} // 0 }
			@of), $make->(\@of) } } uniq(map { $_->{supplier} }
		    @{ $e->{$list} // [] })] };
	my @devices = @{ $e->{devices} };
	return (
	    supplier_terms => $by->('duties', sub { my $of = shift;
		my %n = map { $_ => $count->($of, 'timing', $_) }
		    qw(on_time late unknown no_term);
		return (%n, due => $n{on_time} + $n{late} + $n{unknown}) }),
	    supplier_claims => $by->('supplier_claims', sub { my $of = shift;
		my %n = map { $_ => $count->($of, 'outcome', $_) }
		    qw(observed contradicted unknown not_registered);
		return (%n, claimed => sum0(CORE::values(%n))) }),
	    claims_doubted => [map { +{ same($_, qw(supplier patch device claimed
		outcome observed agreed days_late)) } }
		grep { $_->{outcome} ne 'observed' }
		@{ $e->{supplier_claims} // [] }],
	    suppliers => [map { my $s = $_; my @of = grep {
		($_->{row}{supplier} // '') eq $s } @{ $f->{due} };
		{ supplier => $s, due => scalar @of,
		devices => scalar(grep { ($_->{supplier} // '') eq $s } @devices),
		map { my $t = $_; ($t => scalar grep { $_->{timing} eq $t } @of) }
		    qw(on_time late unknown) } } uniq(grep { defined }
		map { $_->{supplier} } @devices)]);
}

sub instrument {
	my ($f) = @_;
	my $e = $f->{e};
	my (@roles, %role);
	for my $run (@{ $e->{runs} }) {
		push @roles, $role{ $run->{role} } = { role => $run->{role},
		    from => $run->{started}, starts => 0 } if !$role{ $run->{role} };
		$role{ $run->{role} }{starts}++;
		$role{ $run->{role} }{to} = $run->{seen};
	}
	my @customers = @{ $e->{customers} // [] };
	return (roles => \@roles, customers => \@customers,
	    all_customers => { count => scalar @customers, blind =>
		scalar(grep { !$_->{measured} } @customers), map { my $k = $_;
		($k => sum0(map { $_->{$k} // 0 } @customers)) } qw(due on_time
		late unknown excepted overdue devices measured) },
	    anchors => [map { +{ journal => $_->{stream}, record => $_->{seq},
		same($_, qw(host checkpoint at hash line)) } }
		@{ $e->{anchors} // [] }],
	    policy => { same($f->{policy}, qw(version name effective reason
		critical_s)), log_silence_s => $f->{policy}{log_silence_s}
		    // 86400 });
}

# What was changed at catalogues, statements and thresholds since the period began.
sub instrument_changes {
	my ($f) = @_;
	my ($e, $from) = @$f{qw(e from)};
	my $since = sub { my ($list, $when) = @_;
		return grep { at($_->{$when}) >= $from } @$list };
	my $of = sub { my ($list, $flag, @kind) = @_;
		return map { +{ at => $_->{made}, kind => $kind[$_->{$flag} ? 1 : 0],
		    subject => $_->{name} // $_->{framework},
		    item => $_->{control}, reason => $_->{reason} } }
		    $since->($e->{$list} // [], 'made') };
	my (undef, @policies) = @{ $e->{policies} };
	return [$of->('framework_choices', 'used', qw(hidden used)),
	    $of->('framework_controls', 'removed', qw(control removed)),
	    $of->('applicability', 'applicable', qw(excluded included)),
	    map { +{ at => $_->{effective}, kind => 'policy',
		subject => $_->{name}, item => $_->{version},
		reason => $_->{reason} } } $since->(\@policies, 'effective')];
}

# How often people did what moves figures.
sub interventions {
	my ($f) = @_;
	my ($e, $from) = @$f{qw(e from)};
	my @changes = @{ $e->{changes} // [] };
	my $done = sub { my $what = shift; scalar grep { $_->{action} eq $what }
	    @changes };
	my $is_lower = sub { my $d = eval { decode_json($_[0]{detail} // '') } // {};
		my ($old, $new) = map { $rank{ ($d->{$_} // {})->{priority} // '' } }
		    qw(old new);
		return defined $old && defined $new && $new > $old };
	my $made = sub { scalar grep { defined at($_->{made})
	    && at($_->{made}) >= $from } map { @{ $e->{$_} // [] } } @_ };
	my %newest = map { ("$_->{framework} $_->{control}" => $_) }
	    @{ $e->{applicability} // [] };
	my @policies = @{ $e->{policies} };
	shift @policies;
	my %n = (
		late_registration => scalar(grep { defined at($_->{released})
		    && at($_->{registered}) >= $from && at($_->{registered})
			- at($_->{released}) > ($f->{policy}{assess_s}
				// 7 * 86400) } @{ $e->{patches} }),
		lowered_class => scalar(grep { $_->{action} eq 'patch.edit'
		    && $is_lower->($_) } @changes),
		own_deadline => scalar(grep { defined $_->{deadline} }
		    @{ $e->{patches} }),
		exception => scalar(grep { $_->{timing} eq 'excepted' }
		    @{ $f->{due} }),
		regression_dismissed => scalar @{ $e->{dismissed} // [] },
		untested_profile => scalar(grep { $_->{active}
		    && !$_->{row}{profile_tested} } @{ $f->{all} }),
		policy_changed => scalar(grep { at($_->{effective}) >= $from }
		    @policies),
		framework_changed => $made->(qw(framework_choices
		    framework_controls)),
		not_applicable => scalar(grep { !$_->{applicable} }
		    CORE::values(%newest)),
		map { my ($kind, $what) = @$_; ($kind => $done->($what)) }
		    [patch_edited => 'patch.edit'],
		    [device_retired => 'device.retire'],
		    [patch_withdrawn => 'patch.withdraw']);
	return [map { +{ kind => $_, count => $n{$_}, $n{$_}
	    ? Undone::figures($f, $_)
	    : (part_without => undef, whole_without => undef) } } qw(late_registration
	    patch_edited lowered_class own_deadline exception device_retired
	    patch_withdrawn regression_dismissed untested_profile policy_changed
	    framework_changed not_applicable)];
}

1;
