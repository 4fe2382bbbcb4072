# SPDX-License-Identifier: Apache-2.0
package Places;

# The rules about where links and bookmarks lead: to a place on a page that the
# file has. Bookmarks are a tree that can be walked both ways.
use strict;
use warnings;

my ($pdf, $fault, %page);

sub want($@) {
	my ($good, @words) = @_;
	$fault->(@words) unless $good;
	return $good;
}

# ISO 32000-1, 12.3.2: a page and how to show it.
sub is_place {
	my ($dest) = @_;
	my @dest = $pdf->list($dest);
	return @dest >= 2 && exists $page{$dest[0]} &&
	    $dest[1] =~ m{^/(XYZ|Fit|FitH|FitV|FitR|FitB|FitBH|FitBV)$};
}

sub check_link {
	my ($ref, $on) = @_;
	my $a = $pdf->get($ref);
	my $act = $pdf->get($a->{'/A'});
	my $kind = ref $act eq 'HASH' ? $act->{'/S'} // '' : '/GoTo';
	my $dest = ref $act eq 'HASH' ? $act->{'/D'} : $a->{'/Dest'};
	want(is_place($dest), '32000 12.3.2', "$ref: leads nowhere")
	    if $kind eq '/GoTo';
	want((Pdf::text($act->{'/URI'}) // '') =~ m{^(https?|mailto):[!-~]+$},
	    '32000 12.6.4.7', "$ref: no address") if $kind eq '/URI';
	want(!$act->{'/IsMap'}, '32000 12.6.4.8', "$ref: a map")
	    if ref $act eq 'HASH';
	my ($x0, $y0, $x1, $y1) = $pdf->list($a->{'/Rect'});
	my ($left, $low, $right, $high) = @$on;
	want($x0 < $x1 && $y0 < $y1 && $x0 >= $left && $y0 >= $low &&
	    $x1 <= $right && $y1 <= $high, '32000 12.5.2',
	    "$ref: where nobody sees it");
	return;
}

# The items below one, each naming the one above and those beside it. Returns
# how many an open reader shows.
sub check_items {
	my ($above) = @_;
	my $parent = $pdf->get($above);
	my ($ref, $before, $n) = ($parent->{'/First'}, '', 0);
	while (defined $ref && $n < 10000) {
		my $item = $pdf->get($ref);
		want((Pdf::text($item->{'/Title'}) // '') =~ /\S/, 'UA 7.17',
		    "$ref: a bookmark without words");
		want(is_place($item->{'/Dest'}), 'UA 7.17',
		    "$ref: a bookmark to nowhere");
		want(($item->{'/Parent'} // '') eq $above &&
		    ($item->{'/Prev'} // '') eq $before, '32000 12.3.3',
		    "$ref: not where it stands");
		$n++;
		my $below = exists $item->{'/First'} ? check_items($ref) : 0;
		$n += $below if ($item->{'/Count'} // 0) > 0;
		($before, $ref) = ($ref, $item->{'/Next'});
	}
	want(($parent->{'/Last'} // '') eq $before, '32000 12.3.3',
	    "$above: its last bookmark");
	want(abs($parent->{'/Count'} // 0) == $n, '32000 12.3.3',
	    "$above: $n bookmarks");
	return $n;
}

sub check {
	($pdf, $fault) = @_;
	%page = map { $_ => 1 } $pdf->pages;
	for my $ref ($pdf->pages) {
		my $dict = $pdf->get($ref);
		my @box = $pdf->list($dict->{'/MediaBox'});
		check_link($_, \@box) for grep {
			($pdf->get($_)->{'/Subtype'} // '') eq '/Link'
		} $pdf->list($dict->{'/Annots'});
	}
	my $outline = $pdf->catalog->{'/Outlines'};
	want(defined $outline && check_items($outline) > 0, 'UA 7.17',
	    'no bookmarks');
	return;
}

1;
