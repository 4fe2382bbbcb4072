# SPDX-License-Identifier: Apache-2.0
package Text;

# What a tagged PDF says, in the order and by the elements of its structure: for
# who compares words. Blanks are as the file has them, which is as good as none.
use strict;
use warnings;
use Encode qw(decode);

# Code to text of a font, by its own map.
sub to_unicode {
	my ($pdf, $ref) = @_;
	my $map = $pdf->stream($ref // '') // '';
	my %to;
	for my $part ($map =~ /beginbfchar\n(.*?)endbfchar/sg) {
		$to{hex $1} = decode('UTF-16BE', pack 'H*', $2)
		    while $part =~ /<([0-9A-F]{4})> <([0-9A-F]+)>/g;
	}
	return \%to;
}

# The marks of a page, each with its text. What stands for a mark, or for a part
# of one, in words of its own (ActualText) is that.
sub marks {
	my ($pdf, $page, $fonts) = @_;
	my (%text, @open, $font);
	my $names = $pdf->at($page, '/Resources', '/Font') // {};
	for ($pdf->operators($page)) {
		my ($op, @v) = @$_;
		if ($op eq 'BDC' || $op eq 'BMC') {
			my ($id) = ($v[1] // '') =~ m{/MCID (\d+)};
			my ($said) = ($v[1] // '') =~ m{/ActualText\s*<([0-9A-Fa-f]*)>};
			my $inside = @open && $open[-1]{said};
			my $mark = { id => $id // (@open ? $open[-1]{id} : undef),
			    said => defined $said || $inside };
			$text{ $mark->{id} } .= decode('UTF-16', pack 'H*', $said)
			    if defined $said && !$inside && defined $mark->{id};
			push @open, $mark;
		} elsif ($op eq 'EMC') {
			pop @open;
		} elsif ($op eq 'Tf') {
			my $ref = $names->{$v[0]};
			$font = $fonts->{$ref} //= to_unicode($pdf,
			    $pdf->get($ref)->{'/ToUnicode'});
		} elsif ($op =~ /^(Tj|TJ)$/ && @open && defined $open[-1]{id}
			&& !$open[-1]{said}) {
			my @strings = $op eq 'Tj' && $v[0] !~ /^\[/ ? ($v[0])
			    : map { pack 'H*', $_ } $v[0] =~ /<([0-9A-Fa-f]*)>/g;
			$text{ $open[-1]{id} } .= join '',
			    map { $font->{$_} // '' } map { unpack 'n*', $_ } @strings;
		} elsif ($op eq 'Tm' && @open && defined $open[-1]{id}) {
			$text{ $open[-1]{id} } .= ' ';
		}
	}
	return \%text;
}

# Calls $on->('begin', TYPE, PAGE, ELEMENT), ->('text', WORDS, PAGE) and ->('end',
# TYPE) for the tree.
sub walk {
	my ($pdf, $on) = @_;
	my (%page, %fonts);
	my $of = sub {
		my ($page, $id) = @_;
		$page{$page} //= marks($pdf, $page, \%fonts);
		return $page{$page}{$id} // '';
	};
	my $visit;
	$visit = sub {
		my ($ref, $page) = @_;
		my $elem = $pdf->get($ref);
		if (!ref $elem) {
			$on->('text', $of->($page, $elem), $page);
			return;
		}
		my $on_page = $elem->{'/Pg'} // $page;
		if (($elem->{'/Type'} // '') eq '/MCR') {
			$on->('text', $of->($on_page, $elem->{'/MCID'}), $on_page);
			return;
		}
		return if ($elem->{'/Type'} // '') eq '/OBJR';
		my $type = substr $elem->{'/S'} // '/', 1;
		$on->('begin', $type, $on_page, $elem);
		my $said = Pdf::text($elem->{'/ActualText'});
		if (defined $said) {
			$on->('text', utf8::is_utf8($said) ? $said
			    : decode('UTF-8', $said), $on_page);
		} else {
			$visit->($_, $on_page) for $pdf->list($elem->{'/K'});
		}
		$on->('end', $type);
	};
	my $root = $pdf->get($pdf->catalog->{'/StructTreeRoot'});
	$visit->($_, undef) for $pdf->list($root->{'/K'});
	return;
}

1;
