# SPDX-License-Identifier: Apache-2.0
package Exposed;

# Holes that are used, ends of support, advisories, and measures against holes, made
# again of the evidence. $f is of Facts.
use strict;
use warnings;
use utf8;
use Facts;
use List::Util qw(max min);
use Rows qw(at days is_true proof same);

sub exposure {
	my ($f) = @_;
	my ($e, $cut) = @$f{qw(e cut)};
	my $x = $e->{exploited_list} // {};
	my @open = grep { $_->{open} } @{ $f->{all} };
	my @holes = map { my $o = $_;
		my @h = grep { $_->{patch_id} == $o->{row}{patch_id} }
		    @{ $e->{exploited} // [] };
		@h = ({}) if !@h && $o->{row}{known_exploited};
		map { +{ same($o->{row}, qw(reference device site)),
		    same($_, qw(vulnerability listed due)),
		    open_days => days(at($o->{row}{clock_start}), $cut),
		    days_past => days(at($_->{due}), $cut),
		    internet_facing => is_true($o->{row}{internet_facing}),
		    proof($f, $o) } } @h } @open;
	my @dated = grep { defined at($_->{support_end}) } @{ $f->{devices} };
	my @ended = grep { at($_->{support_end}) <= $cut } @dated;
	my @waiting = grep { !defined $_->{decided} } @{ $e->{advisories} // [] };
	my %contained = contained($f);
	my $w = $e->{watched} // {};
	return (exploited => \@holes,
	    exploited_list => { same($x, qw(source dated made entries)),
		is_there => is_true(defined $x->{source}), open => scalar @holes },
	    support => { known => scalar @dated, ended => scalar @ended,
		unknown => @{ $f->{devices} } - @dated },
	    unsupported => [map { +{ device => $_->{name},
		same($_, qw(site vendor model)) } } @ended],
	    undecided => [map { +{ same($_, qw(reference title source known
		devices)), days => days(at($_->{known}), $cut) } } @waiting],
	    watched => { same($w, 'unfollowed_types'), map { $_ => $w->{$_} // 0 }
		qw(sources types unfollowed unfollowed_devices) },
	    contained => { map { $_ => $contained{$_} }
		qw(due patched mitigated unknown neither term_s longest_s
		mixed) });
}

# Critical holes by the time for a measure, as by a deadline; a measure counts
# that was taken by then and not over before.
sub contained {
	my ($f) = @_;
	my $usual = $f->{policy}{mitigate_s} // 7 * 86400;
	my %policy = map { $_->{version} => $_ } @{ $f->{e}{policies} };
	my %n = map { $_ => 0 } qw(due patched mitigated unknown neither);
	my @terms;
	for my $row (@{ $f->{e}{deployments} }) {
		next if $row->{priority} ne 'critical' || !defined at($row->{clock_start});
		my $o = Facts::stand($row);
		my $under = $policy{ $row->{policy_version} // 0 } // $f->{policy};
		my $term = $under->{mitigate_s} // 7 * 86400;
		$o->{deadline} = at($row->{clock_start}) + $term;
		Facts::judge($o);
		next if !$o->{due};
		$n{due}++;
		push @terms, $term;
		my $is_mitigated = grep { $_->{patch_id} == $row->{patch_id}
		    && in_time($_, $o->{deadline}) && (!defined $_->{device}
			|| $_->{device} eq $row->{device})
		    && (!defined at($_->{ended})
			|| at($_->{ended}) >= $o->{deadline}) }
		    @{ $f->{e}{mitigations} // [] };
		$n{ $o->{timing} eq 'on_time' ? 'patched'
		    : $is_mitigated ? 'mitigated'
		    : $o->{timing} eq 'unknown' ? 'unknown' : 'neither' }++;
	}
	@terms = ($usual) if !@terms;
	return (%n, term_s => min(@terms), longest_s => max(@terms),
	    mixed => is_true(min(@terms) < max(@terms)));
}

# Taken, and entered but for five minutes.
sub in_time {
	my ($measure, $deadline) = @_;
	return $measure->{stand} eq 'in_time' if !defined at($measure->{made});
	return at($measure->{at}) <= $deadline
	    && at($measure->{made}) <= $deadline + 300;
}

1;
