# SPDX-License-Identifier: Apache-2.0
package Drawing;

# What pages draw: everything inside a mark, in fonts that are there with all of
# their glyphs, in colours that can be told apart.
use strict;
use warnings;
use Bytes;
use Encode qw(decode);
use List::Util qw(min max);

my ($pdf, $fault, %font, %used);
# Of what is drawn without shadings, forms and pictures in its own text.
my $plain = qr/^(?:q|Q|cm|w|J|j|M|d|gs|h|v|y|W|W\*|G|RG|BT|ET|T[cdDLmrswz*]
    |Tf|BMC|BDC|EMC)$/x;
my $paint = qr/^(?:S|s|f|F|f\*|B|B\*|b|b\*|sh|Do|Tj|TJ|'|"|EI)$/;

sub want($@) {
	my ($good, @words) = @_;
	$fault->(@words) unless $good;
	return $good;
}

# One channel of WCAG 2's relative luminance.
sub channel {
	my ($v) = @_;
	return $v <= 0.03928 ? $v / 12.92 : (($v + 0.055) / 1.055)**2.4;
}

sub contrast {
	my ($l, $m) = map { 0.2126 * channel($_->[0]) +
	    0.7152 * channel($_->[1]) + 0.0722 * channel($_->[2]) } @_;
	return (max($l, $m) + 0.05) / (min($l, $m) + 0.05);
}

# What lies under a point: the last area that was filled over it.
sub ground {
	my ($areas, $x, $y) = @_;
	for my $a (reverse @$areas) {
		return $a->{rgb} if $x >= $a->{x0} && $x <= $a->{x1} &&
		    $y >= $a->{y0} && $y <= $a->{y1};
	}
	return [1, 1, 1];
}

sub check_contrast {
	my ($page, $s) = @_;
	my $under = ground($s->{areas}, $s->{x} + 0.5, $s->{y} + $s->{size} / 4);
	my $ratio = contrast($s->{fill}, $under);
	my $least = $s->{size} >= 18 ? 3 : 4.5;
	want($ratio >= $least, 'WCAG 1.4.3', sprintf
	    '%s: %.1f:1 at %.0f %.0f', $page, $ratio, $s->{x}, $s->{y});
}

sub show {
	my ($page, $s, $text) = @_;
	my $font = $s->{font} // '';
	want(exists $font{$font}, '6.2.11', "$page: text without a font");
	while ($text =~ /<([0-9A-Fa-f]*)>/g) {
		$used{$font}{$_}++ for unpack 'n*', pack 'H*', $1;
	}
	check_contrast($page, $s);
}

sub add_point {
	my ($s, $x, $y) = @_;
	my $p = $s->{path} //= { x0 => $x, x1 => $x, y0 => $y, y1 => $y };
	$p->{x0} = min($p->{x0}, $x);
	$p->{x1} = max($p->{x1}, $x);
	$p->{y0} = min($p->{y0}, $y);
	$p->{y1} = max($p->{y1}, $y);
}

sub run {
	my ($page, $s, $op, @v) = @_;
	if ($op eq 'm' || $op eq 'l') { add_point($s, @v) }
	elsif ($op eq 'c') { add_point($s, @v[4, 5]) }
	elsif ($op eq 're') {
		add_point($s, @v[0, 1]);
		add_point($s, $v[0] + $v[2], $v[1] + $v[3]);
	} elsif ($op eq 'rg') { $s->{fill} = [@v] }
	elsif ($op eq 'g') { $s->{fill} = [@v[0, 0, 0]] }
	elsif ($op eq 'Tf') {
		@$s{qw(font size)} =
		    ($pdf->get($page)->{fonts}{$v[0]}, $v[1]);
	} elsif ($op eq 'gs') {
		check_own($page, '/ExtGState', $v[0]);
	} elsif ($op eq 'Tm') { @$s{qw(x y)} = @v[4, 5] }
	elsif ($op eq 'Tj' || $op eq 'TJ') { show($page, $s, $v[0]) }
	elsif ($op =~ /^[fBb]\*?$/) {
		push @{$s->{areas}}, { %{$s->{path}}, rgb => $s->{fill} }
		    if $s->{path};
		$s->{path} = undef;
	} elsif ($op =~ /^[nSs]$/) { $s->{path} = undef }
	elsif ($op eq 'Do') { check_own($page, '/XObject', $v[0]) }
	else { check_operator($page, $op) }
}

sub check_own {
	my ($page, $kind, $name) = @_;
	want(defined $pdf->at($page, '/Resources', $kind, $name), '6.2.2',
	    "$page: $name is not its own");
	return;
}

sub check_operator {
	my ($page, $op) = @_;
	want($op !~ /^(cs|CS|sc|SC|scn|SCN|k|K|sh)$/, '6.2.4',
	    "$page: operator $op") or return;
	want($op =~ $plain, '6.2.2', "$page: operator $op");
	return;
}

# Of a page's furniture it is told whether that is its head or its foot.
sub check_artifact {
	my ($page, $about) = @_;
	want($about =~ m{/Type /Layout\b} || $about =~ m{/Type /Pagination\b}
	    && $about =~ m{/Subtype /(?:Header|Footer)\b}, 'UA 7.8',
	    "$page: an artifact of no kind: $about");
	return;
}

# The marks of a page, by their number.
sub check_page {
	my ($page) = @_;
	my (@open, %mark, @saved, $text);
	my $s = { fill => [0, 0, 0], areas => [], x => 0, y => 0 };
	for ($pdf->operators($page)) {
		my ($op, @v) = @$_;
		if ($op eq 'BDC' || $op eq 'BMC') {
			my $artifact = $v[0] eq '/Artifact';
			my ($id) = ($v[1] // '') =~ m{/MCID (\d+)};
			want(!@open || !$artifact, 'UA 7.1',
			    "$page: an artifact inside content");
			check_artifact($page, $v[1] // '') if $artifact;
			want(!(grep { $_ eq '/Artifact' } @open), 'UA 7.1',
			    "$page: content inside an artifact");
			want($artifact || defined $id || @open, 'UA 7.1',
			    "$page: content that nothing names");
			want(!defined $id || !$mark{$id}++, 'UA 7.1',
			    "$page: mark ", $id // "", " twice");
			push @open, $v[0];
		} elsif ($op eq 'EMC') {
			my $closed = pop @open;
			want(defined $closed, 'UA 7.1', "$page: EMC alone");
		} elsif ($op eq 'q') {
			push @saved, { %$s, areas => $s->{areas} };
			want(@saved <= 28, '6.1.13', "$page: q 29 deep");
		} elsif ($op eq 'Q') {
			want(scalar @saved, '6.2.2', "$page: Q alone");
			$s = pop @saved if @saved;
		} elsif ($op eq 'BT' || $op eq 'ET') {
			want(($op eq 'ET') == !!$text, '32000 9.4',
			    "$page: $op");
			$text = $op eq 'BT';
		}
		want(scalar @open, 'UA 7.1', "$page: $op outside any mark")
		    if $op =~ $paint;
		run($page, $s, $op, @v);
	}
	want(!@open && !@saved && !$text, 'UA 7.1', "$page: not closed");
	return \%mark;
}

# Contents have strings, names and numbers as objects have, and the limits of
# these.
sub check_strings {
	my ($page) = @_;
	my $code = $pdf->content($page);
	return if $Pdf::read && $Pdf::read->{strings}{$code}++;
	Bytes::check_values($fault, $page, $code);
	return;
}

sub load_fonts {
	for my $page ($pdf->pages) {
		my $dict = $pdf->get($page);
		my $fonts = $pdf->at($page, '/Resources', '/Font') // {};
		$dict->{fonts} = $fonts;
		$font{$_} = 1 for values %$fonts;
	}
}

sub to_unicode {
	my ($ref) = @_;
	my $map = $pdf->stream($ref // '') // '';
	my %to;
	want($map =~ /begincodespacerange/ && $map !~ /begincid/, '6.2.11.7',
	    "$ref: no map to Unicode");
	for my $part ($map =~ /beginbfchar\n(.*?)endbfchar/sg) {
		my @lines = split /\n/, $part;
		want(@lines <= 100, '32000 9.10.3', "$ref: a long section");
		for (@lines) {
			my ($from, $text) = /^<([0-9A-F]{4})> <([0-9A-F]+)>$/;
			$to{hex $from} = $text;
			want(defined $text && length($text) % 4 == 0 &&
			    !(grep { /^(0000|FEFF|FFFE)$/ }
			    unpack '(a4)*', $text), 'UA 7.21.7',
			    "$ref: to $_");
			want(($text // '') !~ /^(?:.{4})*(?:E|F[0-8]|DB[89A-F])/,
			    '6.2.11.7.3', "$ref: to $_, private use");
		}
	}
	return \%to;
}

# ISO 32000-1, 9.7.4.3: a glyph and the widths of it and those behind it, or the
# first and last of some and their width.
sub widths {
	my ($dict) = @_;
	my @w = $pdf->list($dict->{'/W'});
	my %width;
	while (@w) {
		my ($first, $list) = splice @w, 0, 2;
		my $last = ref $pdf->get($list) ? undef : $list;
		my $width = defined $last ? shift @w : undef;
		$width{$first++} = $_ for defined $last
		    ? ($width) x ($last - $first + 1) : $pdf->list($list);
	}
	return \%width;
}

# Which numbers its glyphs have: in a collection, of a supplement.
sub is_system {
	my ($info) = @_;
	return ref $info eq 'HASH' && !(grep {
		(Pdf::text($info->{$_}) // '') !~ /\A[ -~]+\z/
	} qw(/Registry /Ordering)) && ($info->{'/Supplement'} // '') =~ /^\d+$/;
}

sub check_font {
	my ($ref) = @_;
	my $dict = $pdf->get($ref);
	my $name = $dict->{'/BaseFont'} // '?';
	want(($dict->{'/Type'} // '') eq '/Font', '6.2.11.2', "$name: type");
	want($dict->{'/Subtype'} eq '/Type0' &&
	    $dict->{'/Encoding'} eq '/Identity-H', '6.2.11', "$name: kind");
	want($name =~ m{^/[A-Z]{6}\+}, '32000 9.6.4', "$name: subset");
	my ($below) = $pdf->list($dict->{'/DescendantFonts'});
	my $cid = $pdf->get($below);
	want(($cid->{'/CIDToGIDMap'} // '') eq '/Identity', '6.2.11.3.2', $name);
	want($cid->{'/BaseFont'} eq $name, '32000 9.7.6', "$name: names");
	want(($cid->{'/Subtype'} // '') eq '/CIDFontType2' &&
	    is_system($pdf->get($cid->{'/CIDSystemInfo'})), '6.2.11.3.1',
	    "$name: system");
	my $d = $pdf->get($cid->{'/FontDescriptor'});
	want(!exists $d->{'/CIDSet'}, '6.2.11.4.2', "$name: a CIDSet");
	want($d->{'/FontName'} eq $name, '32000 9.8', "$name: names");
	want(defined $d->{$_}, '32000 9.8', "$name: no $_") for qw(/Flags
	    /FontBBox /ItalicAngle /Ascent /Descent /CapHeight /StemV);
	# Its glyphs are found by number, so it is either symbolic or not.
	want((($d->{'/Flags'} // 0) & 36) =~ /^(4|32)$/, '32000 9.8.2',
	    "$name: flags");
	my $program = $pdf->stream($d->{'/FontFile2'} // '');
	return $fault->('6.2.11.4', "$name: not embedded")
	    unless defined $program;
	want(($pdf->get($d->{'/FontFile2'})->{'/Length1'} // -1) ==
	    length $program, '32000 9.9', "$name: its length");
	check_glyphs($ref, $name, $cid, Pdf::truetype($program),
	    to_unicode($dict->{'/ToUnicode'}));
}

# Whether there is nothing to see of it: UTF-16 in digits.
sub is_blank {
	my ($digits) = @_;
	return decode('UTF-16BE', pack 'H*', $digits // '') =~
	    /\A[\s\p{Cf}\p{Zs}]*\z/;
}

sub check_glyphs {
	my ($ref, $name, $cid, $program, $to) = @_;
	my $width = widths($cid);
	for my $glyph (sort { $a <=> $b } keys %{$used{$ref} // {}}) {
		want($glyph != 0, '6.2.11.8', "$name: .notdef is drawn");
		want($glyph < $program->{glyphs}, '6.2.11.4',
		    "$name: no glyph $glyph");
		want(defined $to->{$glyph}, '6.2.11.7.2',
		    "$name: glyph $glyph is no text");
		my ($begin, $end) = @{ $program->{loca} }[$glyph, $glyph + 1];
		want($begin < ($end // 0) || is_blank($to->{$glyph}),
		    '6.2.11.4.1', "$name: glyph $glyph is empty");
		my $advance = $program->{advance};
		my $own = ($advance->[$glyph] // $advance->[-1]) * 1000 /
		    $program->{upem};
		my $said = $width->{$glyph} // $cid->{'/DW'} // 1000;
		want(abs($own - $said) <= 1, '6.2.11.5',
		    "$name: glyph $glyph is $own wide, not $said");
	}
}

sub check {
	($pdf, $fault) = @_;
	(%font, %used) = ();
	load_fonts();
	my %drawn = map { $_ => check_page($_) } $pdf->pages;
	check_font($_) for sort keys %font;
	check_strings($_) for $pdf->pages;
	return \%drawn;
}

1;
