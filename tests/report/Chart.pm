# SPDX-License-Identifier: Apache-2.0
package Chart;

# What a chart of a report says: the numbers of its axis, of its points, and the
# text for who cannot see it. In a part that is too small its number is not
# drawn, and a line names few of its points: those may be there or not.
use strict;
use warnings;
use utf8;
use List::Util qw(max min sum0);
use POSIX qw(ceil floor);
use Shown;

my %word = (
	nl => { bar => 'Staafdiagram', line => 'Lijndiagram',
	    stacked => 'Gestapeld staafdiagram', timeline => 'Tijdlijn',
	    norm => 'drempel', unknown => 'onbekend', meets => 'haalt de drempel',
	    misses => 'onder de drempel', to => 'tot en met' },
	en => { bar => 'Bar chart', line => 'Line chart',
	    stacked => 'Stacked bar chart', timeline => 'Time line',
	    norm => 'threshold', unknown => 'unknown',
	    meets => 'reaches the threshold', misses => 'below the threshold',
	    to => 'to' },
);
my $ROWS_MAX = 12;

# A figure for each so many rows: { type, alt, pattern }. $of is an Expected.
sub pieces {
	my ($of, $text, @rows) = @_;
	my $set = sub { scalar Expected::settings($text, $_[0]) };
	my %c = (of => $of, word => $word{ $of->{shown}{name} },
	    shown => $of->{shown}, kind => $set->('kind'),
	    from => $set->('from') // 0, to => $set->('to') // 0);
	my ($value, $format) = split / \| /, $set->('value') // '';
	my ($label, $label_format) = split / \| /, $set->('label');
	@c{qw(value label label_format norm detail)} = ($value, $label,
	    $label_format, $set->('norm'), $set->('detail'));
	$c{percent} = ($format // '') =~ /^percent/;
	$c{series} = [map { [split / \| /, $_] } $text =~
	    /^(?:series|span|mark): (.*)$/mg];
	$c{is_span} = [$text =~ /^(series|span|mark): /mg];
	my $title = $set->('title');
	$title = defined $title ? $of->fill($title) : '';
	my @points = map { my $row = $_; $of->with($row, sub { point(\%c) }) } @rows;
	$c{all} = [@points];
	my $parts = $c{kind} eq 'line' ? 1 : ceil(@points / $ROWS_MAX);
	my $step = ceil(@points / $parts);
	$c{to} = end_of(\%c, @points) if $c{kind} =~ /^(bar|stacked)$/;
	my @figures;
	for my $n (1 .. $parts) {
		my @of = splice @points, 0, $step;
		push @figures, figure(\%c, $parts == 1 ? $title
		    : "$title ($n/$parts)", @of);
	}
	return @figures;
}

sub number_of {
	my ($c, $name) = @_;
	my $x = $c->{of}->find($name);
	return Shown::is_number($x) ? $x : undef;
}

sub point {
	my ($c) = @_;
	my %p = (label => $c->{shown}->value($c->{of}->find($c->{label}),
	    $c->{label_format}, 0));
	$p{value} = number_of($c, $c->{value}) if $c->{value};
	$p{norm} = $c->{norm} =~ /^[\d.]+$/ ? $c->{norm}
	    : number_of($c, $c->{norm}) if defined $c->{norm};
	if ($c->{kind} eq 'timeline') {
		$p{times} = [map {
			my @ends = $c->{is_span}[$_] eq 'span' ? (0, 1) : (0);
			my $s = $c->{series}[$_];
			[map { $c->{of}->find($s->[$_]) } @ends]
		} 0 .. $#{ $c->{series} }];
		$p{detail} = $c->{of}->fill($c->{detail}) if defined $c->{detail};
	} elsif (@{ $c->{series} }) {
		$p{parts} = [map { number_of($c, $_->[0]) } @{ $c->{series} }];
		$p{value} = sum0(grep { defined } @{ $p{parts} })
		    if grep { defined } @{ $p{parts} };
		$_ //= 0 for @{ $p{parts} };
	}
	return \%p;
}

# 1, 2, 2.5 or 5 times a power of ten: at most four steps up to the span.
sub step_of {
	my ($span) = @_;
	return 1 if $span <= 0;
	my $unit = 10**floor(log($span / 4) / log(10) + 1e-12);
	for my $nice (1, 2, 2.5, 5, 10) {
		return $nice * $unit if $nice * $unit * 4 >= $span * 0.999999;
	}
	return 10 * $unit;
}

sub end_of {
	my ($c, @points) = @_;
	return $c->{to} if $c->{to} > 0;
	return 100 if $c->{percent};
	my $most = max(0, map { ($_->{value} // 0, $_->{norm} // 0) } @points);
	return $most > 0 ? step_of($most) * ceil($most / step_of($most)) : 1;
}

sub said {
	my ($c, $x, $decimals) = @_;
	return $c->{percent} ? $c->{shown}->percent($x, $decimals)
	    : $c->{shown}->digits($x, $decimals);
}

# What must be drawn is a text, what may be is [text].
sub figure {
	my ($c, $title, @points) = @_;
	my $draw = { timeline => \&timeline, line => \&line }->{ $c->{kind} }
	    // \&bars;
	my @texts = ($title, $draw->($c, @points));
	my $pattern = join '', map {
		my ($one, $may) = ref $_ ? (@$_, '?') : ($_, '');
		'(?:' . quotemeta(Shown::squeeze($one)) . ")$may"
	} @texts;
	return { type => 'Figure', text => $title, alt => alt($c, $title, @points),
	    pattern => qr/^$pattern$/ };
}

sub bars {
	my ($c, @points) = @_;
	my $step = step_of($c->{to});
	$step = max(1, $step) if !$c->{percent}
	    && !grep { ($_->{value} // 0) != int($_->{value} // 0) } @points;
	my @texts = map { said($c, $_ * $step, $c->{percent} ? 0 : undef) }
	    0 .. int($c->{to} / $step * 1.0001);
	for my $p (@points) {
		push @texts, $p->{label}, (map { [said($c, $_)] }
		    grep { $_ > 0 } @{ $p->{parts} // [] }),
		    defined $p->{value} ? said($c, $p->{value})
		    : $c->{word}{unknown};
	}
	my @normed = grep { defined $_->{norm} } @points;
	push @texts, $c->{word}{norm} if @normed;
	if ($c->{kind} eq 'bar') {
		push @texts, $c->{word}{meets} if grep { defined $_->{value}
		    && $_->{value} >= $_->{norm} } @normed;
		push @texts, $c->{word}{misses} if grep { defined $_->{value}
		    && $_->{value} < $_->{norm} } @normed;
	}
	return (@texts, map { $_->[1] } @{ $c->{series} });
}

sub line {
	my ($c, @points) = @_;
	my ($norm) = map { $_->{norm} } grep { defined $_->{norm} } reverse @points;
	my @known = map { $_->{value} } grep { defined $_->{value} } @points;
	my ($least, $most) = $c->{to} > $c->{from} ? ($c->{from}, $c->{to})
	    : (min(@known, $norm // ()), max(@known, $norm // ()));
	($least, $most) = (0, 1) if !defined $least;
	my $step = step_of(max($most - $least, 1e-6));
	my ($from, $to) = (floor($least / $step + 1e-9) * $step,
	    ceil($most / $step - 1e-9) * $step);
	$to = $from + $step if $to - $from < $step / 2;
	$to = 100 if $c->{percent} && $to > 100 && $most <= 100;
	my $whole = $c->{percent} && $step >= 1 ? 0 : undef;
	my @texts = map { said($c, $from + $_ * $step, $whole) }
	    0 .. int(($to - $from) / $step * 1.0001);
	push @texts, "$c->{word}{norm} " . said($c, $norm,
	    $c->{percent} ? 0 : undef) if defined $norm;
	for my $p (@points) {
		my @value = defined $p->{value} ? ([said($c, $p->{value})]) : ();
		push @texts, @value, [$p->{label}], @value;
	}
	return @texts;
}

# Ticks stand at midnights where the report is, or at times within a day.
my @apart = (60, 120, 300, 600, 1800, 3600, 7200, 21600, 43200,
    map { $_ * 86400 } 1, 2, 7, 14, 28, 56, 112, 224);

sub offset {
	my ($t) = @_;
	my @l = localtime $t;
	return Time::Local::timegm(@l) - $t;
}

sub round_down {
	my ($t, $step) = @_;
	$step = 86400 if $step > 86400;
	my $local = $t + offset(floor($t));
	return $t - ($local - $step * floor($local / $step));
}

sub ticks {
	my ($c, @at) = @_;
	my ($from, $to) = @at ? (min(@at), max(@at)) : (0, 0);
	my ($step) = grep { int(int(($to - $from) * 1e6) / ($_ * 1e6)) < 8 } @apart;
	$step //= int(($to - $from) / 8) + 86400;
	my $whole = $step < 86400 ? $step : 86400;
	$from = round_down($from, $step);
	$to = round_down($to + $whole + $whole / 12, $step);
	my @texts;
	for (my $at = $from; $at <= $to; $at += $step) {
		my $tick = round_down($at + ($at > $from ? $step / 24 : 0), $step);
		my @l = localtime floor($tick + 0.5);
		my $month = $c->{shown}{short}[$l[4]];
		push @texts, $step < 86400 && $at != $from && ($l[2] || $l[1])
		    ? sprintf '%02d%s%02d', $l[2], $c->{shown}{colon}, $l[1]
		    : $to - $from > 366 * 86400 ? "$month " . ($l[5] + 1900)
		    : "$l[3] $month";
	}
	return @texts;
}

sub timeline {
	my ($c, @points) = @_;
	my @at = grep { defined } map { Shown::at($_) } map { @$_ }
	    map { @{ $_->{times} } } @{ $c->{all} };
	return (ticks($c, @at), (map { ($_->{label}, $_->{detail} // ()) } @points),
	    map { label_of($_) } @{ $c->{series} });
}

# Of "a | b | LABEL | colour" and of "a | LABEL | shape | colour".
sub label_of {
	my ($s) = @_;
	return $s->[$s->[2] =~ /^(diamond|line|dot|triangle|square|cross)$/
	    ? 1 : 2];
}

sub alt {
	my ($c, $title, @points) = @_;
	my $w = $c->{word};
	my $text = $w->{ $c->{kind} } . ($title ne '' ? ": $title" : '') . '.';
	for my $p (@points) {
		$text .= " $p->{label} ";
		if ($c->{kind} eq 'timeline') { $text .= alt_times($c, $p) . '.'; next; }
		$text .= !defined $p->{value} ? $w->{unknown}
		    : $p->{parts} ? join ', ', map { $c->{series}[$_][1] . ' '
			. said($c, $p->{parts}[$_]) } 0 .. $#{ $p->{parts} }
		    : said($c, $p->{value});
		$text .= ", $w->{norm} " . said($c, $p->{norm})
		    if defined $p->{norm} && $c->{kind} ne 'line';
		$text .= '.';
	}
	my ($norm) = map { $_->{norm} } grep { defined $_->{norm} } reverse @points;
	$text .= " $w->{norm} " . said($c, $norm) . '.'
	    if $c->{kind} eq 'line' && defined $norm;
	return $text;
}

sub alt_times {
	my ($c, $p) = @_;
	my @said;
	for my $k (0 .. $#{ $p->{times} }) {
		my ($start, $end) = @{ $p->{times}[$k] };
		next if !defined $start;
		push @said, label_of($c->{series}[$k]) . ' '
		    . $c->{shown}->moment($start, 0, 1) . (defined $end
		    ? " $c->{word}{to} " . $c->{shown}->moment($end, 0, 1) : '');
	}
	return (defined $p->{detail} && $p->{detail} ne '' ? "($p->{detail})" : '')
	    . (@said ? ': ' . join ', ', @said : '');
}

1;
