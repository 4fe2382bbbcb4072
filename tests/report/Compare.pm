# SPDX-License-Identifier: Apache-2.0
package Compare;

# What a report says beside what it is to say: every difference, in words.
use strict;
use warnings;
use utf8;
use Shown;

# The first pieces that differ; $got of Page, $want an Expected that was rendered.
sub differences {
	my ($got, $want) = @_;
	my @wrong;
	my ($g, $w) = ($got->{pieces}, $want->{pieces});
	for my $n (0 .. ($#$g > $#$w ? $#$g : $#$w)) {
		my $why = differs($g->[$n], $w->[$n]) // next;
		push @wrong, $why;
		# One too many or too few shifts all that follows.
		last if @wrong == 5;
	}
	return (@wrong, notes($got, $want), contents($got, $want),
	    around($got, $want));
}

sub differs {
	my ($g, $w) = @_;
	return "page $g->{page} has also \"$g->{text}\"" if !$w;
	return "nowhere: \"$w->{text}\"" if !$g;
	my $said = $g->{squeezed} // Shown::squeeze($g->{text});
	$w->{squeezed} //= Shown::squeeze($w->{text});
	my $at = 'page ' . ($g->{page} // '?') . ", $g->{type}: ";
	if ($w->{type} eq 'Figure') {
		return "$at chart \"$g->{text}\"" if $said !~ $w->{pattern};
		return "$at alternative \"$g->{alt}\", not \"$w->{alt}\""
		    if Shown::squeeze($g->{alt} // '') ne Shown::squeeze($w->{alt});
		return undef;
	}
	return undef if $said eq $w->{squeezed};
	return $at . "\"$g->{text}\", not \"$w->{text}\""
	    . (defined $w->{of} ? " ($w->{of})" : '');
}

sub notes {
	my ($got, $want) = @_;
	my %is = map { Shown::squeeze($_->{text}) => 1 } @{ $want->{notes} };
	my %said = map { Shown::squeeze($_->{text}) => 1 } @{ $got->{notes} // [] };
	return ((map { "footnote \"$_\"" } grep { !$is{$_} } sort keys %said),
	    (map { "no footnote \"$_\"" } grep { !$said{$_} } sort keys %is));
}

# A heading, and the page on which it stands.
sub contents {
	my ($got, $want) = @_;
	return () unless defined $want->{depth};
	my @wrong;
	my @listed = @{ $got->{contents} // [] };
	my @heads = grep { $_->{type} =~ /^H([123])$/ && $1 <= $want->{depth} }
	    @{ $got->{pieces} };
	shift @heads; # the title of the report
	for my $n (0 .. ($#heads > $#listed ? $#heads : $#listed)) {
		my ($head, $line) = ($heads[$n], $listed[$n]);
		my $is = $head ? Shown::squeeze("$head->{text}$head->{page}") : '';
		my $said = $line ? Shown::squeeze($line->{text}) : '';
		push @wrong, "contents: \"$said\", not \"$is\"" if $said ne $is;
	}
	return @wrong;
}

# Heads and feet: whose report, which, and the number of the page of how many; of
# a table that goes on, its title and its columns, which may take two lines, and
# below what a mark in those refers to.
sub around {
	my ($got, $want) = @_;
	my @pages = @{ $got->{around} };
	my ($page, $of, $on) = $want->{shown}{name} eq 'nl'
	    ? ('Pagina', 'van', '(vervolg)') : ('Page', 'of', '(continued)');
	my %may = map { Shown::squeeze($_) => 1 } uc $want->front('classification'),
	    $want->front('organisation'), $want->front('title'),
	    join ' – ', map { $want->front($_) } qw(title subtitle);
	my $line = join '·', map { Shown::squeeze($_) } grep { $_ ne '' }
	    map { $want->front($_) } qw(number version reference status);
	my $columns = join "\n", map { Shown::squeeze($_->{text}) }
	    (grep { $_->{type} eq 'TH' } @{ $want->{pieces} }),
	    @{ $want->{notes} };
	$may{ Shown::squeeze(($_->{title} // $_->{text}) . " $on") } = 1
	    for grep { $_->{type} =~ /^(Caption|H[123])$/ } @{ $want->{pieces} };
	my @wrong;
	for my $n (1 .. @pages) {
		for my $text (map { Shown::squeeze($_) } @{ $pages[$n - 1] }) {
			next if $text eq '' || $may{$text} || $text eq $line
			    || $text eq "$page$n$of" . @pages
			    || index($columns, $text) >= 0;
			push @wrong, "page $n, head or foot: \"$text\"";
		}
	}
	return @wrong;
}

1;
