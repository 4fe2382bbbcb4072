# SPDX-License-Identifier: Apache-2.0
package Shown;

# How a page writes a value, in Dutch or English: told again, without a line of
# ours, for who compares pages with figures.
use strict;
use warnings;
use utf8;
use Encode qw(decode);
use JSON::PP;
use POSIX qw(floor tzset);
use Time::Local qw(timegm);

my %language = (
	nl => { group => '.', point => ',', percent => '%', colon => '.',
	    hour => ' uur', unknown => 'onbekend',
	    months => [qw(januari februari maart april mei juni juli augustus
		september oktober november december)],
	    short => [qw(jan feb mrt apr mei jun jul aug sep okt nov dec)],
	    light => { green => 'groen', orange => 'oranje', red => 'rood',
		grey => 'grijs' },
	    units => [[86400, 'dag', 'dagen', 'd'], [3600, 'uur', 'uur', 'u'],
		[60, 'minuut', 'minuten', 'min'],
		[1, 'seconde', 'seconden', 's']] },
	en => { group => ',', point => '.', percent => '%', colon => ':',
	    hour => '', unknown => 'unknown',
	    months => [qw(January February March April May June July August
		September October November December)],
	    short => [qw(Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec)],
	    light => { green => 'green', orange => 'orange', red => 'red',
		grey => 'grey' },
	    units => [[86400, 'day', 'days', 'd'], [3600, 'hour', 'hours', 'h'],
		[60, 'minute', 'minutes', 'min'],
		[1, 'second', 'seconds', 's']] },
);

# language, zone, and the bytes of the file of words.
sub new {
	my ($class, $name, $zone, $words) = @_;
	my $self = bless { %{ $language{$name} }, name => $name }, $class;
	$self->{word} = { map { /^([^\s#:][^:]*):\s*(.*?)\s*$/ ? ($1 => $2) : () }
	    split /\n/, decode('UTF-8', $words) };
	$ENV{TZ} = $zone;
	tzset();
	return $self;
}

# Seconds since 1970, of "2026-11-30T05:27:55.584825+00:00" or with Z; undef.
sub at {
	my ($text) = @_;
	return undef unless defined $text
	    && $text =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+(?:\.\d+)?)(Z|\+00:00)$/;
	return timegm(0, $5, $4, $3, $2 - 1, $1) + $6;
}

sub digits {
	my ($self, $x, $decimals) = @_;
	if (!defined $decimals) {
		$decimals = 0;
		$decimals++ while $decimals < 2
		    && abs($x * 10**$decimals - sprintf('%.0f', $x * 10**$decimals))
			>= 1e-9 * abs($x * 10**$decimals) && abs($x) >= 1e-9;
	}
	# Half of the last digit goes up, as it does in C.
	my $n = sprintf '%.0f', floor(abs($x) * 10**$decimals + 0.5);
	$n = '0' x ($decimals + 1 - length $n) . $n if length $n <= $decimals;
	my $rest = $decimals ? substr($n, -$decimals, $decimals, '') : undef;
	my $minus = $x < 0 && "$n" . ($rest // '') =~ /[1-9]/ ? "\x{2212}" : '';
	1 while $n =~ s/^(\d+)(\d{3})/$1$self->{group}$2/;
	return $minus . $n . (defined $rest ? "$self->{point}$rest" : '');
}

sub percent {
	my ($self, $x, $decimals) = @_;
	return $self->digits($x, $decimals // 1) . $self->{percent};
}

sub day {
	my ($self, $year, $month, $day, $brief) = @_;
	return "$day " . $self->{ $brief ? 'short' : 'months' }[$month - 1]
	    . " $year";
}

# A day has no zone; a moment is shown in the report's.
sub moment {
	my ($self, $text, $brief, $is_day) = @_;
	return $self->day($1, $2 + 0, $3 + 0, $brief)
	    if $text =~ /^(\d{4})-(\d\d)-(\d\d)$/;
	my $t = at($text);
	return $text unless defined $t;
	my @l = localtime floor($t);
	my $day = $self->day($l[5] + 1900, $l[4] + 1, $l[3], $brief);
	return $day if $is_day;
	return $day . ($brief ? ' ' : ', ')
	    . sprintf('%02d%s%02d', $l[2], $self->{colon}, $l[1])
	    . ($brief ? '' : $self->{hour});
}

sub span {
	my ($self, $seconds, $brief) = @_;
	my $sign = $seconds < 0 ? "\x{2212}" : '';
	$seconds = int abs $seconds;
	my @said;
	for my $unit (@{ $self->{units} }) {
		my $n = int($seconds / $unit->[0]);
		next if $n == 0 && !@said && $unit->[0] > 1;
		last if $n == 0 && @said;
		$seconds -= $n * $unit->[0];
		push @said, "$n " . $unit->[$brief ? 3 : $n == 1 ? 1 : 2];
		last if @said == 2;
	}
	return $sign . join ' ', @said;
}

# A code, or several with blanks between them, each a word; with commas, each
# that has one, and "+16" at the end how many more there are.
sub words {
	my ($self, $prefix, $codes) = @_;
	my $more = $self->{word}{"$prefix.more"};
	if (defined $more && $codes =~ /^(.+)[,;] \+(\d+)$/s) {
		my ($head, $n) = ($1, $self->digits($2));
		return $self->words($prefix, $head) . ' ' . $more =~ s/#/$n/r;
	}
	my @codes = split ' ', $codes;
	my @words = map { $self->{word}{"$prefix.$_"} } @codes;
	return join ', ', @words if @codes > 1 && !grep { !defined } @words;
	return $self->{word}{"$prefix.$codes"} // join '',
	    map { $self->{word}{"$prefix.$_"} // $_ } split /([,;] )/, $codes, -1;
}

sub is_number {
	my ($x) = @_;
	return defined $x && !ref $x && JSON::PP->new->allow_nonref->encode($x)
	    =~ /^-?\d/;
}

# A value in a format of templates, "count:day:days"; brief: in a narrow table;
# otherwise: what stands where there is none.
sub value {
	my ($self, $x, $format, $brief, $otherwise) = @_;
	my ($kind, @rest) = split /:/, $format // 'text';
	$otherwise //= $self->{unknown};
	if (is_number($x)) {
		return $self->percent($x, $rest[0]) if $kind eq 'percent';
		return $self->span($x, $brief) if $kind eq 'duration';
		return $self->digits($x) . ' ' . $rest[$x == 1 ? 0 : 1]
		    if $kind eq 'count';
		return $self->digits($x, $rest[0]) if $kind eq 'number';
		return sprintf '%.15g', $x;
	}
	return $self->{light}{ $x // '' } // $otherwise if $kind eq 'light';
	return $otherwise
	    if !defined $x || ref $x && !JSON::PP::is_bool($x);
	$x = $x ? 'true' : 'false' if JSON::PP::is_bool($x);
	return $self->moment($x, $brief, $kind eq 'date')
	    if $kind =~ /^date(time)?$/;
	return $self->words($rest[0], $x) if $kind eq 'word';
	return $x;
}

# Blanks of all kinds are one; what hyphenation and fonts add is no difference.
sub plain {
	my ($text) = @_;
	$text =~ s/[\x{ad}\x{200b}\x{2060}]//g;
	$text =~ s/[\s\x{a0}\x{202f}]+/ /g;
	$text =~ s/^ | $//g;
	return $text;
}

# Where lines end is no difference, nor what divides a word there.
sub squeeze {
	return plain($_[0]) =~ s/[ \x{2010}-]//gr;
}

1;
