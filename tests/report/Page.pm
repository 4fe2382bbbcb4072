# SPDX-License-Identifier: Apache-2.0
package Page;

# All that a report says, piece by piece, from its file: what its structure has
# and what stands around it on each page.
use strict;
use warnings;
use utf8;
use Encode qw(decode);
use Pdf;
use Text;

# What is one piece, with all that stands inside.
my %is_piece = map { $_ => 1 } qw(P H1 H2 H3 Lbl LBody TH TD Caption Figure Note
    TOCI);

# { pieces => [{ type, text, page, alt }], notes, contents, around => [[text]] }
sub read_pieces {
	my ($path) = @_;
	my $pdf = Pdf->new($path);
	my %number;
	@number{ $pdf->pages } = 1 .. scalar($pdf->pages);
	my (%read, $piece, $depth);
	$depth = 0;
	my %to = (Note => 'notes', TOCI => 'contents');
	Text::walk($pdf, sub {
		my ($what, $x, $page, $elem) = @_;
		if ($what eq 'begin') {
			if ($piece) { $depth++; return; }
			return unless $is_piece{$x};
			$piece = { type => $x, text => '',
			    alt => text_of($elem->{'/Alt'}) };
			push @{ $read{ $to{$x} // 'pieces' } }, $piece;
		} elsif ($what eq 'end') {
			if ($depth) { $depth--; return; }
			$piece = undef;
		} elsif ($piece) {
			$piece->{page} //= $number{ $page // '' };
			$piece->{text} .= $x;
		}
	});
	$read{around} = [map { [around($pdf, $_)] } $pdf->pages];
	return \%read;
}

sub text_of {
	my $said = Pdf::text($_[0]);
	return undef unless defined $said;
	return utf8::is_utf8($said) ? $said
	    : $said =~ /^\xfe\xff/ ? decode('UTF-16', $said)
	    : decode('UTF-8', $said);
}

# What a page shows outside its structure: heads and feet, and the head of a
# table that goes on.
sub around {
	my ($pdf, $page) = @_;
	my (%fonts, @open, @said, $font);
	my $names = $pdf->at($page, '/Resources', '/Font') // {};
	for ($pdf->operators($page)) {
		my ($op, @v) = @$_;
		if ($op eq 'BDC' || $op eq 'BMC') {
			push @open, ($v[1] // '') =~ m{/MCID} ? 1 : 0;
		} elsif ($op eq 'EMC') {
			pop @open;
		} elsif ($op eq 'Tf') {
			my $ref = $names->{$v[0]};
			$font = $fonts{$ref} //= Text::to_unicode($pdf,
			    $pdf->get($ref)->{'/ToUnicode'});
		} elsif ($op =~ /^(Tj|TJ)$/ && !grep { $_ } @open) {
			my @strings = $op eq 'Tj' && $v[0] !~ /^\[/ ? ($v[0])
			    : map { pack 'H*', $_ } $v[0] =~ /<([0-9A-Fa-f]*)>/g;
			push @said, join '', map { $font->{$_} // '' }
			    map { unpack 'n*', $_ } @strings;
		}
	}
	return @said;
}

1;
